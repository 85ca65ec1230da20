import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { madeSessions } from '../../e2e/support/made-sessions.ts';
import { startBench, temporaryFolder, type TestBench } from '../support/bench.ts';
import { builtFolder } from '../support/bundle.ts';

let bench: TestBench;
let ids: string[] = [];
let built = '';

beforeAll(async () => {
  built = await builtFolder();
}, 120_000);

beforeEach(async () => {
  const dataFolder = await temporaryFolder();
  ids = await madeSessions(dataFolder, [
    { profile: 'One', reported: 1 },
    { profile: 'Other', reported: 2, silent: 1 },
  ]);
  bench = await startBench({ dataFolder, workersFolder: built });
});
afterEach(() => bench.engine.shutdown(0));

const usage = (sessionIds: string[], format: 'csv' | 'json' | 'markdown') =>
  bench.client.api.call('library.usage', { sessionIds, format });

describe('the library', () => {
  it('writes usage and cost of several sessions as one file that names each', async () => {
    const json = await usage(ids, 'json');
    const reports = JSON.parse(json.ok ? json.text : '[]') as { sessionId: string }[];
    expect(reports.map(({ sessionId }) => sessionId)).toEqual(ids);
    const csv = await usage(ids, 'csv');
    const lines = csv.ok ? csv.text.trim().split('\r\n') : [];
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set(['session', ...ids]));
    expect(csv).toMatchObject({ fileName: 'usage-of-2-sessions.csv', mediaType: 'text/csv' });
  });

  it('compares two sessions by what their records say', async () => {
    const [one = '', other = ''] = ids;
    const answer = await bench.client.api.call('library.compare', { sessionIds: [one, other] });
    expect(answer).toMatchObject({
      ok: true,
      comparison: {
        sessions: [{ sessionId: one }, { sessionId: other }],
        responses: [
          { value: 1, less: null },
          { value: 3, less: 2 },
        ],
        notReported: [
          { value: 0, less: null },
          { value: 1, less: 1 },
        ],
        // What never reported is in no low end, and beside it at what it may come to.
        expected: [{ about: false }, { about: false }],
        ifBilled: [{ amount: '0' }, {}],
      },
    });
  });

  it('compares groups of sessions, none of which is in two of them', async () => {
    const [one = '', other = ''] = ids;
    const groups = [
      { name: 'before', sessionIds: [one] },
      { name: 'after', sessionIds: [other] },
    ];
    expect(await bench.client.api.call('library.compareGroups', { groups })).toMatchObject({
      ok: true,
      comparison: {
        groups: [
          { name: 'before', sessionIds: [one] },
          { name: 'after', sessionIds: [other] },
        ],
        responses: [
          { value: 1, less: null },
          { value: 3, less: 2 },
        ],
        ifBilled: [{ amount: '0', n: 1 }, { n: 1 }],
      },
    });
    const twice = [...groups, { name: 'again', sessionIds: [one] }];
    expect(await bench.client.api.call('library.compareGroups', { groups: twice })).toMatchObject({
      ok: false,
      error: { message: 'A session is in two groups, where it would be held against itself.' },
    });
  });

  it('says which session is not there', async () => {
    const gone = '2026-01-01T00-00-00Z-gone-abc123';
    const [one = ''] = ids;
    const refused = { ok: false, error: { reason: 'not-found', message: expect.stringContaining(gone) as string } };
    expect(await usage([one, gone], 'csv')).toMatchObject(refused);
    expect(await bench.client.api.call('library.compare', { sessionIds: [one, gone] })).toMatchObject(refused);
  });
});
