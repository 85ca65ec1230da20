import { createInterface } from 'node:readline/promises';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import type { AskPerson } from './session-start.ts';

/** Asks whoever sits at the terminal, beside what the command prints; null: nobody does. Only a plain yes is one. */
export function personAt(terminal: Terminal): AskPerson {
  if (!process.stdin.isTTY) return null;
  return async (lines) => {
    for (const line of lines) terminal.err(textLine(line));
    terminal.err('Use it? [y/N] ');
    const reader = createInterface({ input: process.stdin });
    try {
      return /^\s*y(?:es)?\s*$/i.test(await reader.question(''));
    } finally {
      reader.close();
    }
  };
}
