import { z } from 'zod';
import { priceChangeSchema } from '../pricing/own-book.ts';
import type { PriceBook } from '../pricing/price-book.ts';

const bookId = z.string().min(1).max(80);

/** Price books: the application's, refreshed ones, and a person's own. */
export const priceArgs = {
  'prices.list': z.object({}),
  /** The book `id`, else the list of `day` (UTC), as it stood on that day. */
  'prices.read': z.object({ id: bookId.nullable(), day: z.iso.date() }),
  /**
   * Keeps a price book of the bench, or makes books of one price sheet or saved price list, one a currency. Files of an upload of this
   * page, by the id its upload port was given, or on this computer.
   */
  'prices.import': z.object({
    from: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
      z.object({ kind: z.literal('paths'), paths: z.array(z.string().min(1).max(4096)).min(1).max(1000) }),
    ]),
    /** Of the new books; null: by the files. */
    name: z.string().trim().min(1).max(80).nullable(),
    /** First UTC day, for lists that name none; of a published list that of its book. */
    day: z.string().max(40).nullable(),
    /** Only prices of this region, by its code or name. */
    region: z.string().trim().min(1).max(80).nullable(),
  }),
  /** The file of a book, to be kept or sent on. */
  'prices.export': z.object({ id: bookId }),
  'prices.remove': z.object({ id: bookId }),
  /** Makes an own book of another: a discount on all of it, then single prices. */
  'prices.derive': z.object({
    from: bookId,
    name: z.string().trim().min(1).max(80),
    currency: z.string(),
    discountPercent: z.string(),
    changes: z.array(priceChangeSchema).max(1000),
  }),
  /** Reads the Azure Retail Prices API into a new dated book. */
  'prices.refresh': z.object({ region: z.string(), currency: z.string() }),
} as const satisfies Record<string, z.ZodType>;

/** A book as a list shows it. */
export interface BookInfo {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly kind: PriceBook['kind'];
  readonly validFrom: string;
  readonly readAt: string | null;
  readonly models: number;
  readonly prices: number;
  /** Part of the application, so that it cannot be removed. */
  readonly shipped: boolean;
}

export interface PriceAnswers {
  'prices.list': { books: BookInfo[]; problems: readonly string[] };
  'prices.read': { book: PriceBook; how: 'chosen' | 'by date' | 'earliest' };
  /** `notes` say in whole sentences what the books hold and what was passed over. */
  'prices.import': { ids: readonly string[]; notes: readonly string[] };
  'prices.export': { text: string; fileName: string };
  'prices.remove': object;
  'prices.derive': { id: string };
  'prices.refresh': { id: string; notes: readonly string[] };
}
