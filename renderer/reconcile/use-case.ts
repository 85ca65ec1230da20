import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CaseState, CaseStore } from './case-store.ts';

const CaseContext = createContext<CaseStore | null>(null);
export const CaseProvider = CaseContext.Provider;

/** The store of the reconciliation on screen. */
export function useCaseStore(): CaseStore {
  const store = useContext(CaseContext);
  if (store === null) throw new Error('A part of the Reconcile page was drawn outside <CaseProvider>.');
  return store;
}

export const useCase = <T>(pick: (state: CaseState) => T): T => useStore(useCaseStore(), pick);
