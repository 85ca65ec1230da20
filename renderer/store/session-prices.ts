import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { BookChoice } from '../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../shared/pricing/model.ts';
import { deploymentKey } from '../../shared/session/costs/model-of-view.ts';
import { useAppInfo, usePreferences, useStores, useView } from './context.ts';

/** The book that prices the session on screen; the list of today until it is read, null before there is any. */
export function useBook(): BookChoice | null {
  const { prices } = useStores();
  const choice = useStore(prices, (state) => state.choice);
  const today = useAppInfo((state) => state.info?.priceBook ?? null);
  return useMemo(() => choice ?? (today === null ? null : { book: today, how: 'by date' }), [choice, today]);
}

/** What a person set for the deployment of the session on screen. */
export function useModelChoice(): ModelChoice | null {
  const endpoint = useView((view) => view?.header?.endpoint ?? null);
  return usePreferences((all) => (endpoint === null ? null : (all.pricing.models[deploymentKey(endpoint)] ?? null)));
}
