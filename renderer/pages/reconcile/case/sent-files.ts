import type { StoreApi } from 'zustand/vanilla';
import type { Args, BenchApi } from '../../../../shared/contract/bench-api.ts';

type From = Args<'bill.import'>['from'];

/** Where a page holds files that were sent and are not imported yet. */
interface Holding {
  readonly question: { readonly from: From } | null;
  readonly refused: { readonly from: From } | null;
}

export interface SentFiles {
  /** An import of them is asked for: they are meant until it is through, whatever the page holds meanwhile. */
  begin(from: From): void;
  end(from: From): void;
  /** The page leaves. */
  close(): void;
}

const idsOf = (froms: readonly (From | undefined)[]): string[] =>
  froms.flatMap((from) => (from?.kind === 'upload' ? [from.uploadId] : []));

/** Tells the engine of files that were sent to it and that this page no longer means, so that a bill does not lie there unread. */
export function followSentFiles(store: StoreApi<Holding>, bench: Pick<BenchApi, 'call'>): SentFiles {
  const importing = new Set<string>();
  let closed = false;
  const held = ({ question, refused }: Holding): string[] => idsOf([question?.from, refused?.from]);
  const letGo = (ids: readonly string[]): void => {
    const now = closed ? [] : held(store.getState());
    for (const uploadId of ids) {
      if (!now.includes(uploadId) && !importing.has(uploadId)) void bench.call('bill.letGo', { uploadId });
    }
  };
  const stop = store.subscribe((_, before) => letGo(held(before)));
  return {
    begin: (from) => idsOf([from]).forEach((id) => importing.add(id)),
    end(from) {
      const ids = idsOf([from]);
      for (const id of ids) importing.delete(id);
      letGo(ids);
    },
    close() {
      stop();
      closed = true;
      // What is being imported goes when that has come to its end.
      letGo(held(store.getState()));
    },
  };
}
