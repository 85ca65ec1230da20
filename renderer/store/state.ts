import { createStore, type StoreApi } from 'zustand/vanilla';

/** A store as others see it: read and watched by everybody, changed only by its own transitions. */
export type State<T> = Omit<StoreApi<T>, 'setState'>;

/** A small store and the named ways in which it changes. */
export function createState<T extends object, Transitions extends object>(
  initial: T,
  transitions: (store: Pick<StoreApi<T>, 'getState' | 'setState'>) => Transitions,
): State<T> & Transitions {
  const { getState, getInitialState, subscribe, setState } = createStore<T>(() => initial);
  return { getState, getInitialState, subscribe, ...transitions({ getState, setState }) };
}
