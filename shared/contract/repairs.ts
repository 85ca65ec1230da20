import { plural } from '../kit/numbers.ts';

/** What a start did with the records that a crash had left behind. */
export interface RepairNews {
  /** In whole sentences. */
  readonly repaired: readonly { readonly sessionId: string; readonly did: readonly string[] }[];
  /** Why not, as a sentence. Nothing was written there. */
  readonly broken: readonly { readonly sessionId: string; readonly problem: string }[];
}

export const noRepairs: RepairNews = { repaired: [], broken: [] };

/** `3 records were repaired, 1 could not be`; null: there was nothing to do. */
export function repairWords({ repaired, broken }: RepairNews): string | null {
  const done = repaired.length === 0 ? null : plural(repaired.length, 'record was repaired', 'records were repaired');
  if (broken.length === 0) return done;
  return done === null
    ? `${plural(broken.length, 'record')} could not be repaired`
    : `${done}, ${broken.length} could not be`;
}
