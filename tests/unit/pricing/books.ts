import { readFileSync } from 'node:fs';
import { type PriceBook, readPriceBook } from '../../../shared/pricing/price-book.ts';

/** The text of a book of the application. */
export const shippedText = (date: string): string =>
  readFileSync(new URL(`../../../assets/prices/${date}.json`, import.meta.url), 'utf8');

/** A book of the application. */
export function shipped(date: string): PriceBook {
  const read = readPriceBook(shippedText(date), `${date}.json`);
  if (!read.ok) throw new Error(read.error.message);
  return read.book;
}
