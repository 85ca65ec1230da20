import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { followSentFiles } from '../../../renderer/pages/reconcile/case/sent-files.ts';
import type { Args, BenchApi } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';

type From = Args<'bill.import'>['from'];
const upload = (uploadId: string): { from: From } => ({ from: { kind: 'upload', uploadId } });

function page() {
  const gone: string[] = [];
  const store = createStore<{ question: { from: From } | null; refused: { from: From } | null }>(() => ({
    question: null,
    refused: null,
  }));
  const call = (name: string, { uploadId }: { uploadId: string }): Promise<unknown> => {
    if (name === 'bill.letGo') gone.push(uploadId);
    return Promise.resolve(ok({}));
  };
  return { gone, store, sent: followSentFiles(store, { call: call as BenchApi['call'] }) };
}

it('lets go of refused files once another choice, a word of the person or the page that leaves drops them', () => {
  const { gone, store, sent } = page();
  store.setState({ refused: upload('a') });
  expect(gone).toEqual([]);
  store.setState({ refused: upload('b') });
  expect(gone).toEqual(['a']);
  store.setState({ refused: null });
  expect(gone).toEqual(['a', 'b']);
  store.setState({ question: upload('c') });
  sent.close();
  expect(gone).toEqual(['a', 'b', 'c']);
});

it('holds them while they are imported again, and where a question follows', () => {
  const { gone, store, sent } = page();
  store.setState({ refused: upload('a') });
  sent.begin(upload('a').from);
  store.setState({ refused: null });
  store.setState({ question: upload('a') });
  sent.end(upload('a').from);
  expect(gone).toEqual([]);
  sent.begin(upload('a').from);
  store.setState({ question: null });
  sent.end(upload('a').from);
  expect(gone).toEqual(['a']);
});

it('lets go, once it is through, of what was imported while the page left', () => {
  const { gone, store, sent } = page();
  sent.begin(upload('a').from);
  sent.close();
  expect(gone).toEqual([]);
  store.setState({ refused: upload('a') });
  sent.end(upload('a').from);
  expect(gone).toEqual(['a']);
});

it('means files on this computer and fetched ones by nothing: they were not sent', () => {
  const { gone, store } = page();
  store.setState({ refused: { from: { kind: 'paths', paths: ['/a'] } } });
  store.setState({ refused: { from: { kind: 'fetched', fetchId: 'f' } } });
  store.setState({ refused: null });
  expect(gone).toEqual([]);
});
