import { unseenClass } from './visible.ts';

/** JSON itself holds line ends, and nothing else that is unseen. */
const unseen = new RegExp(String.raw`(?!\n)[${unseenClass}]`, 'gu');

const escaped = (mark: string): string =>
  mark
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** A text of JSON with what is unseen in its strings escaped: the same value when it is read. */
export const seenJson = (json: string): string => json.replaceAll(unseen, escaped);

/**
 * A value as JSON to be read by people too, ended by a line end. What is unseen in its strings is escaped, so that it is the same
 * value when it is read and obeyed by no terminal or editor that shows it.
 */
export const jsonText = (value: unknown): string => `${seenJson(JSON.stringify(value, null, 2))}\n`;
