import type { Conventions } from '../../../../shared/billing/columns/conventions.ts';
import type { Result } from '../../../../shared/errors.ts';
import type { BooksByCurrency } from '../../../../shared/pricing/books-by-currency.ts';
import type { ImportAnswer, ImportProgress } from './import-bill.ts';
import type { BillSource } from './sources.ts';

/** What a worker is started with: one import, as plain data. */
export interface ImportOrder {
  readonly source: BillSource;
  readonly books: BooksByCurrency;
  readonly answers: Partial<Conventions>;
}

/** What it says: how far it is, as often as a bar can move, and once how it ended. */
export type ImportNews =
  | { readonly type: 'progress'; readonly progress: ImportProgress }
  | { readonly type: 'ended'; readonly result: Result<{ answer: ImportAnswer }> };
