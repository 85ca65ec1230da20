import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../../../shared/errors.ts';
import { retailBook } from '../../../../shared/billing/retail-book.ts';
import type { PriceBooks } from '../../price-books.ts';
import { readRetailPrices, type RetailQuery, type RetailServices } from './client.ts';

/** The clock of this machine. */
export const systemClock: Pick<RetailServices, 'wait'> = {
  // Waiting ends early when the reading is cancelled; the next try then says so.
  wait: async (ms, signal) => await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/** Reads a region's list prices into a new book of today and keeps it. Earlier books stay as they are. */
export async function refreshPrices(
  prices: PriceBooks,
  query: RetailQuery,
  services: RetailServices,
): Promise<Result<{ id: string; notes: readonly string[] }>> {
  const read = await readRetailPrices(query, services);
  if (!read.ok) return read;
  const made = retailBook(read.items, {
    region: query.region,
    currency: query.currency,
    day: new Date().toISOString().slice(0, 10),
    base: prices.current(),
    taken: prices.all.map(({ id }) => id),
  });
  if (!made.ok) return made;
  const added = await prices.add(made.book);
  if (!added.ok) return added;
  const passed =
    read.passedOver === 0 ? [] : [`${read.passedOver} rows lack a price, a meter or a unit and were passed over.`];
  return ok({ id: added.book.id, notes: [...made.notes, ...passed] });
}
