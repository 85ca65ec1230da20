import { createInterface } from 'node:readline';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import type { AskPerson } from './session-start.ts';

/** Where a person types. */
export type Typing = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/**
 * Asks whoever sits at the terminal, beside what the command prints; null: nobody does. Only a plain yes is one.
 * @param leaving somebody ends the command meanwhile, which is a no, as is the end of what is typed
 */
export function personAt(terminal: Terminal, leaving: Promise<void>, typed: Typing = process.stdin): AskPerson {
  if (typed.isTTY !== true) return null;
  return async (lines) => {
    for (const line of lines) terminal.err(textLine(line));
    terminal.err('Use it? [y/N] ');
    const reader = createInterface({ input: typed });
    const line = await new Promise<string | null>((answer) => {
      reader.once('line', answer);
      reader.once('close', () => answer(null));
      void leaving.then(() => answer(null));
    });
    reader.close();
    // The cursor stands behind the question.
    if (line === null) terminal.err('\n');
    return line !== null && /^\s*y(?:es)?\s*$/i.test(line);
  };
}
