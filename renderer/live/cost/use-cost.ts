import { useMemo } from 'react';
import { costOf, type SessionCost } from '../../../shared/pricing/cost.ts';
import type { ModelMatch } from '../../../shared/pricing/model.ts';
import type { UsageField, UsageLedger } from '../../../shared/usage/ledger.ts';
import { useThrottled } from '../../parts/use-throttled.ts';
import { useAppInfo, useStores, useView } from '../../store/context.ts';
import { modelOf } from '../inspector/event-cost.ts';

/** Money repaints at most this often, however quickly reports come. */
const repaintMs = 250;

export interface CostState {
  readonly cost: SessionCost;
  /** What the same tokens would have cost had none come from the cache. */
  readonly uncachedUsd: string;
  readonly model: ModelMatch | null;
  readonly bookName: string;
  readonly bookDate: string;
}

const cached = (field: UsageField): boolean => field.path.includes('cached_tokens');

/** The ledger as if nothing had been cached: cached counts are taken for nought, the input they are part of stays. */
export function withoutCache(ledger: UsageLedger): UsageLedger {
  return { ...ledger, fields: ledger.fields.map((field) => (cached(field) ? { ...field, total: 0 } : field)) };
}

/** The running cost of the session on screen; null while prices or session are missing. */
export function useCost(): CostState | null {
  const { session } = useStores();
  const usage = useThrottled(
    useView((view) => view?.usage ?? null),
    repaintMs,
  );
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const effective = useView((view) => view?.effective ?? null);
  return useMemo(() => {
    const { view } = session.getState();
    if (view === null || usage === null || book === null) return null;
    const match = modelOf({ ...view, effective }, book);
    const priced = match?.model ?? null;
    return {
      cost: costOf(usage, priced, book),
      uncachedUsd: costOf(withoutCache(usage), priced, book).total,
      model: match,
      bookName: book.name,
      bookDate: book.validFrom,
    };
  }, [session, usage, book, effective]);
}
