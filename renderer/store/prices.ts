import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { BookChoice } from '../../shared/pricing/choose-book.ts';
import type { SessionStore } from './session.ts';

export interface PricesState {
  /** The book of the session on screen; null while it is being read, and without a session. */
  readonly choice: BookChoice | null;
  /** A book that prices the session on screen instead of its own, as long as the window stands. */
  readonly instead: string | null;
}

export interface PricesStore extends StoreApi<PricesState> {
  /** Prices the session on screen by another book; null: by the one of its record. */
  priceBy(bookId: string | null): Promise<void>;
}

/** Prices of the session on screen: those its record names, else those of its day. */
export function createPricesStore(bench: BenchApi, session: SessionStore): PricesStore {
  const store = createStore<PricesState>(() => ({ choice: null, instead: null }));
  let asked = '';

  const read = async (): Promise<void> => {
    const { header } = session.getState().view ?? { header: null };
    const { instead } = store.getState();
    const id = instead ?? header?.priceBookId ?? null;
    const day = header?.startedAt.slice(0, 10) ?? '';
    const question = header === null ? '' : `${id} ${day}`;
    if (question === asked) return;
    asked = question;
    if (question === '') {
      store.setState({ choice: null });
      return;
    }
    const answer = await bench.call('prices.read', { id, day });
    if (asked !== question) return;
    store.setState({ choice: answer.ok ? { book: answer.book, how: answer.how } : null });
    // One that could not be read is asked for again with the next session or reconnection.
    if (!answer.ok) asked = '';
  };

  let followed: string | null = null;
  session.subscribe(({ view }) => {
    const id = view?.header?.sessionId ?? null;
    if (id === followed) return;
    followed = id;
    store.setState({ instead: null });
    void read();
  });
  return Object.assign(store, {
    async priceBy(bookId: string | null) {
      store.setState({ instead: bookId });
      await read();
    },
  });
}
