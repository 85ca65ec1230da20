import { expect, it } from 'vitest';
import { createCaseStore } from '../../../renderer/pages/reconcile/case/case-store.ts';
import { ok } from '../../../shared/kit/errors.ts';

type Parts = Parameters<typeof createCaseStore>;

/** Two reconciliations in an engine whose fetch ends when the test says so. */
function desk() {
  const cases = new Map(
    ['one', 'two'].map((caseId) => [
      caseId,
      { caseId, billed: { kind: 'table', text: `pasted in ${caseId}` }, metrics: '' },
    ]),
  );
  const answers: Record<string, (args: { caseId: string; change: object }) => unknown> = {
    'reconcile.list': () => ok({ cases: [] }),
    'bill.list': () => ok({ imports: [] }),
    'reconcile.look': ({ caseId }) => ok({ view: { case: cases.get(caseId) } }),
    'reconcile.change': ({ caseId, change }) => {
      const changed = { ...cases.get(caseId), ...change };
      cases.set(caseId, changed as never);
      return ok({ view: { case: changed } });
    },
  };
  let came: (answer: unknown) => void = () => undefined;
  const bench = {
    call: (command: string, args: never) =>
      command === 'bill.fetch'
        ? new Promise((resolve) => {
            came = resolve;
          })
        : Promise.resolve(answers[command]?.(args)),
    onPush: () => () => undefined,
  } as unknown as Parts[0];
  const outcome = { kind: 'imported', imports: [{ importId: 'bill-1' }] };
  return {
    cases,
    store: createCaseStore(bench, {} as Parts[1]),
    come: (witness: string | null = null) =>
      came(
        ok({ outcome, fetchId: 'f', folder: '', witness: witness === null ? null : { fileName: 'w', text: witness } }),
      ),
  };
}

it('a fetch goes to the reconciliation that asked for it, whichever is on screen when it ends', async () => {
  const { store, cases, come } = desk();
  await store.open('one');
  const fetched = store.fetchCosts({} as Parameters<typeof store.fetchCosts>[0]);
  await store.open('two');
  come();
  expect(await fetched).toBeNull();
  expect(cases.get('one')?.billed).toEqual({ kind: 'imports', importIds: ['bill-1'] });
  expect(cases.get('two')?.billed).toEqual({ kind: 'table', text: 'pasted in two' });
  expect(store.getState().view?.case.caseId).toBe('two');
});

it('a day of a period that has nothing to be compared is not opened: it is said why, and the period stays', async () => {
  const { store, cases } = desk();
  await store.open('one');
  const dayOf = (day: string, sessions: string[], state: string) => ({ day, sessions, state });
  const days = [
    dayOf('2026-10-05', [], 'no session'),
    dayOf('2026-10-06', ['a'], 'no row'),
    dayOf('', ['a'], 'open'),
    dayOf('2026-10-07', ['a'], 'open'),
  ];
  const report = { blocks: [{ model: 'm', resource: 'r', resourceId: null, days }] } as unknown as Parameters<
    typeof store.openDay
  >[0];
  const before = cases.get('one');
  for (const [day, says] of [
    [0, 'No session here ran on 2026-10-05'],
    [1, 'The file has no row of 2026-10-06'],
    [2, 'The file names no day for these rows'],
  ] as const) {
    await store.openDay(report, { block: 0, day });
    expect(store.getState().problem?.message).toContain(says);
    expect(cases.get('one')).toBe(before);
  }
  await store.openDay(report, { block: 0, day: 3 });
  expect(cases.get('one')).toMatchObject({ wanted: { days: ['2026-10-07'], model: 'm', resource: 'r' } });
});

it('what the service counted comes along with a fetch, and takes the place of no counts that were given', async () => {
  const { store, cases, come } = desk();
  await store.open('one');
  const first = store.fetchCosts({} as Parameters<typeof store.fetchCosts>[0]);
  await store.open('two');
  come('counted');
  await first;
  expect([cases.get('one')?.metrics, cases.get('two')?.metrics]).toEqual(['counted', '']);
  await store.change({ metrics: 'given' });
  const second = store.fetchCosts({} as Parameters<typeof store.fetchCosts>[0]);
  // The call leaves after what it waits for.
  await Promise.resolve();
  come('counted');
  await second;
  expect(cases.get('two')?.metrics).toBe('given');
});
