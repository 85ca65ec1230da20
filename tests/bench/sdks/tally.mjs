// @ts-check
import { readFileSync } from 'node:fs';

/**
 * What one kit saw of one turn: printed as a line of JSON, the last one of the process.
 * @typedef {object} Tally
 * @property {number} turns Turns whose answer ended as completed, with words or sound.
 * @property {number} events Server events that the kit handed on.
 * @property {number | null} refused Events that its own schema of their type refuses; null: it has none.
 * @property {string[]} errors
 */

/** Arguments of every driver: the base of the address, `text` or `audio`, and a file of PCM16 at 24 kHz. */
export const [base = '', mode = 'text', soundFile = ''] = process.argv.slice(2);
export const typed = 'Thank you, that is all.';

export const sound = () => new Int16Array(Uint8Array.from(readFileSync(soundFile)).buffer);

/** @type {Tally} */
export const tally = { turns: 0, events: 0, refused: null, errors: [] };

/** @param {unknown} error */
export function failed(error) {
  const text = typeof error === 'string' ? error : JSON.stringify(error);
  tally.errors.push(error instanceof Error ? error.message : text);
}

/** Prints what was seen and ends the process, whatever the kit still holds open. */
export function finish() {
  process.stdout.write(`\n${JSON.stringify(tally)}\n`, () => process.exit(0));
}

process.on('uncaughtException', (error) => {
  failed(error);
  finish();
});
