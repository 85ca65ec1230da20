import { parseJson, type Json } from '../../json.ts';
import { consolePrint } from './console-print.ts';

/** Where the object that begins at `from` ends; brackets inside quotes do not count. undefined: it is never closed. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  let quote: string | null = null;
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote !== null) {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = null;
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '{') depth += 1;
    else if (letter === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/**
 * The objects that stand between other words: log lines with a time before each event, `usage: {…}`, printed objects one
 * after the other. undefined when there is none, or when one that counts tokens cannot be read: none is lost silently.
 */
export function embeddedObjects(text: string): Json | undefined {
  const found: Json[] = [];
  let from = text.indexOf('{');
  while (from >= 0) {
    const end = endOf(text, from);
    const object = text.slice(from, end);
    const value = end === undefined ? undefined : (parseJson(object) ?? consolePrint(object));
    if (value !== undefined) found.push(value);
    else if (/token/i.test(object)) return undefined;
    // The torn last line of a log.
    if (end === undefined) break;
    from = text.indexOf('{', end);
  }
  return found.length === 0 ? undefined : found;
}
