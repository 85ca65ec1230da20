import { parseJson, type Json } from '../../json.ts';
import { consolePrint } from './console-print.ts';
import { countLines } from './count-lines.ts';
import { embeddedObjects } from './embedded.ts';

/** One JSON value a line, as logs are kept. A torn last line is passed over when others can be read. */
function jsonLines(text: string): Json | undefined {
  const lines = text.split(/\r\n|\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  const torn = values.at(-1) === undefined ? values.slice(0, -1) : values;
  return torn.length > 0 && torn.every((value) => value !== undefined) ? torn : undefined;
}

/** The fields of one object, a line each, some of them objects: `InputTokenDetails : @{…}`. A name twice is two objects. */
function fieldLines(text: string): Json | undefined {
  const names = [...text.matchAll(/^["']?(\w+)["']?[ \t]*[:=]/gm)].map(([, name]) => name);
  return text.includes('{') && new Set(names).size === names.length ? consolePrint(`{${text}}`) : undefined;
}

/** The value in a text, in whichever form it was printed; undefined when it is none of them. */
export function readPrinted(text: string): Json | undefined {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/^\s*```\w*\s*$/gm, '')
    .trim()
    .replace(/[;,]$/, '');
  if (bare === '') return undefined;
  const value =
    parseJson(bare) ??
    jsonLines(bare) ??
    parseJson(`{${bare}}`) ??
    consolePrint(bare) ??
    fieldLines(bare) ??
    embeddedObjects(bare) ??
    countLines(bare);
  // A log that keeps its messages as texts holds JSON inside a JSON string.
  return typeof value === 'string' ? readPrinted(value) : value;
}

/** What was lost before a text came here, and how to print it whole. */
interface Lost {
  readonly message: string;
  readonly nextStep: string;
}

/** .NET prints an object without a text of its own as the name of its class: `InputTokenDetails: OpenAI.Realtime.…`. */
export function printedAsClass(text: string): Lost | null {
  const [, field, name] = /^[ \t]*(?:(\w+)[ \t]*[:=][ \t]*)?((?:[A-Z]\w*\.){1,8}[A-Z]\w+)[ \t\r]*$/m.exec(text) ?? [];
  if (name === undefined) return null;
  return {
    message: `${field ?? 'The usage'} was printed as the name of its class, ${name}, without its counts.`,
    nextStep: 'Print the object as JSON, in .NET with JsonSerializer.Serialize(usage), and paste that.',
  };
}

/** Text that stops before its brackets are closed, or with dots where something was. */
export function cutShort(text: string): Lost | null {
  const open = text.split(/[{[]/).length - text.split(/[}\]]/).length;
  const dots = /\[(?:Object|Array)\]|…|\.\.\./.test(text);
  if (!dots && open <= 0) return null;
  const where = dots
    ? '[Object] or dots'
    : `its end: ${open === 1 ? 'a bracket is' : `${open} brackets are`} not closed`;
  return {
    message: `The usage was cut short where it was printed, at ${where}.`,
    nextStep: 'Give the usage object of response.done, token details included: as JSON, or as the library prints it.',
  };
}
