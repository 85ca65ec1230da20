import type { BookInfo } from '../../../shared/contract/prices.ts';
import type { BenchError } from '../../../shared/errors.ts';

/** What was done last, or why it was not. */
export type Said = { readonly text: string } | { readonly error: BenchError } | null;

/** What every section of the dialog is given: the books there are, and where it tells what it did. */
export interface BooksSectionProps {
  readonly books: readonly BookInfo[];
  readonly onSaid: (said: Said) => void;
}
