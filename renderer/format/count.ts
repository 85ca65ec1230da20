import { minus } from '../../shared/money/format.ts';

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** A whole number grouped by comma: `4,068`. A number with a fraction (seconds) keeps at most four decimals. */
export function count(value: number): string {
  const [whole = '0', rest] = Math.abs(value)
    .toFixed(Number.isInteger(value) ? 0 : 4)
    .split('.');
  const fraction = rest?.replace(/0+$/, '') ?? '';
  return `${value < 0 ? minus : ''}${group(whole)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A difference, always signed; equal is `0` without a sign. */
export const signed = (difference: number): string =>
  difference > 0 ? `+${count(difference)}` : difference === 0 ? '0' : count(difference);

/** A whole percentage. */
export const percent = (ratio: number): string => `${Math.round(ratio * 100)}%`;

/** `1 response`, `2 responses`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes as kilobytes with one decimal: `25.7 KB`. */
export function bytes(value: number): string {
  const [whole = '0', tenth = '0'] = (value / 1000).toFixed(1).split('.');
  return `${group(whole)}.${tenth} KB`;
}

/** What something takes on a disk: `25.7 KB`, from a megabyte `3.4 MB`, from ten of them whole: `214 MB`. */
export function diskSize(value: number): string {
  if (value < 1e6) return bytes(value);
  const megabytes = value / 1e6;
  return `${megabytes < 10 ? megabytes.toFixed(1) : count(Math.round(megabytes))} MB`;
}
