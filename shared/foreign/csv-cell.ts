import { visibleLine } from './visible.ts';

/** Plain numbers stay numbers, negative ones too. */
const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A spreadsheet takes a cell that begins so for a formula; some locales type the full-width marks. */
const formula = /^["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** Where a spreadsheet of another locale splits cells at semicolons, a formula may begin behind one. */
const hidden = /([;|]["'\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * One cell of a CSV file that a spreadsheet shows and never runs: a text that it would take for a formula gets an apostrophe
 * before it, and a cell is never more than one line. Quotes and commas are quoted.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = visibleLine(String(value));
  if (number.test(text)) return text;
  const safe = `${formula.test(text) ? "'" : ''}${text.replaceAll(hidden, "$1'")}`;
  return /[",;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
