/*
 * How numbers, counts and sizes are written for people, the same in the window, at the command line and in reports, whatever
 * the reader's locale is.
 */

/** U+2212, which is as wide as a digit in tabular figures; the hyphen is not. */
export const minus = '\u2212';

/** The digits of a decimal number in threes, those of a fraction left alone: `506,097.0375`. */
export const groupDigits = (digits: string): string => digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');

/** A whole number grouped by comma: `4,068`. A number with a fraction (seconds) keeps at most four decimals. */
export function count(value: number): string {
  const digits = Math.abs(value).toFixed(Number.isInteger(value) ? 0 : 4);
  const plain = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return `${value < 0 ? minus : ''}${groupDigits(plain)}`;
}

/** A difference, always signed; equal is `0` without a sign. */
export const signed = (difference: number): string =>
  difference > 0 ? `+${count(difference)}` : difference === 0 ? '0' : count(difference);

/** `1 response`, `2 responses`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes as kilobytes with one decimal: `25.7 KB`. */
export const bytes = (value: number): string => `${groupDigits((value / 1000).toFixed(1))} KB`;

/** The size of a file: `25.7 KB`, from a megabyte `3.4 MB`, from ten of them whole: `214 MB`, from a gigabyte `1.2 GB`. */
export function fileSize(value: number): string {
  if (value < 1e6) return bytes(value);
  const megabytes = value / 1e6;
  if (megabytes < 9.95) return `${megabytes.toFixed(1)} MB`;
  return megabytes < 999.5 ? `${Math.round(megabytes)} MB` : `${groupDigits((megabytes / 1000).toFixed(1))} GB`;
}
