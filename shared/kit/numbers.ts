/*
 * How numbers, counts and sizes are written for people, the same in the window, at the command line and in reports, whatever
 * the reader's locale is; and to how much of a fraction they are kept.
 */

const millionth = 1e6;

/**
 * A sum or difference of seconds, which have decimals whose binary sums would depend on their order: kept to a millionth. A whole
 * number stays what it is, and is never minus nothing.
 */
export const toMillionth = (value: number): number =>
  (Number.isInteger(value) ? value : Math.round(value * millionth) / millionth) + 0;

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

/** Milliseconds as seconds with one decimal: `11.1 s`. */
export const seconds = (ms: number): string => `${groupDigits((ms / 1000).toFixed(1))} s`;

/** How long is still to wait, begun seconds as whole ones: `7 s`, `4 min 10 s`, `1 h 5 min`. */
export function waitWords(ms: number): string {
  const left = Math.ceil(ms / 1000);
  const [hours, minutes, inMinute] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  if (hours > 0) return `${count(hours)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  if (minutes === 0) return `${inMinute} s`;
  return `${minutes} min${inMinute === 0 ? '' : ` ${inMinute} s`}`;
}

/** Bytes as kilobytes with one decimal: `25.7 KB`. */
export const bytes = (value: number): string => `${groupDigits((value / 1000).toFixed(1))} KB`;

/** The size of a file: `25.7 KB`, from a megabyte `3.4 MB`, from ten of them whole: `214 MB`, from a gigabyte `1.2 GB`. */
export function fileSize(value: number): string {
  if (value < 1e6) return bytes(value);
  const megabytes = value / 1e6;
  if (megabytes < 9.95) return `${megabytes.toFixed(1)} MB`;
  return megabytes < 999.5 ? `${Math.round(megabytes)} MB` : `${groupDigits((megabytes / 1000).toFixed(1))} GB`;
}
