import { createInterface } from 'node:readline/promises';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import type { AskPerson } from './session-start.ts';

/** Asks whoever sits at the terminal, beside what the command prints; null: nobody does. Only a plain yes is one. */
export function personAt(terminal: Terminal): AskPerson {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return async (lines) => {
    for (const line of lines) terminal.err(textLine(line));
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^\s*y(?:es)?\s*$/i.test(await reader.question('Use it? [y/N] '));
    } finally {
      reader.close();
    }
  };
}
