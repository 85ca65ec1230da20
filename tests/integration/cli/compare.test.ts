import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { commandLines } from '../support/cli.ts';
import { writeSession } from '../support/session.ts';

const { here: cli } = commandLines();
let folder = '';
let one = '';
let other = '';

const heard = { heard: 'Where is my parcel?', said: 'On its way.' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-compare-'));
  one = await writeSession(join(folder, 'one'), [{ id: 'r1', usage: threadUsage, ...heard }]);
  other = await writeSession(join(folder, 'other'), [
    { id: 'r1', usage: threadUsage, ...heard },
    { id: 'r2', usage: threadUsage, heard: 'How many are in it?', said: 'Two.' },
    { id: 'r3', usage: null },
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('voxtally compare', () => {
  it('prints options, usage, waits and money of each session with the difference to the first, and each turn', async () => {
    const { code, out } = await cli(['compare', one, other]);
    expect(code).toBe(0);
    expect(out).toMatch(/^All \d+ options equal\.$/m);
    expect(out).toMatch(/Responses created +1 +3 \(\+2\)/);
    expect(out).toMatch(/of them never reported +0 +1 \(\+1\)/);
    expect(out).toMatch(/Median +none +none/);
    expect(out).toContain('Turns are matched by their order.');
    expect(out).toContain('2 turns are not in every session.');
    expect(out).toMatch(/Turn 3 +none +/);
  });

  it('prints the same as JSON, with words and money of each turn', async () => {
    const { code, out } = await cli(['compare', one, other, one, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      voxtally: 1,
      options: { different: [] },
      responses: [
        { value: 1, less: null },
        { value: 3, less: 2 },
        { value: 1, less: 0 },
      ],
      // What a transcription without a report comes to has no price here: a lower bound is held against none.
      expected: [{ less: null }, { less: null }, { less: null }],
      sessions: [
        { turns: [{ number: 1, said: 'Where is my parcel?', answered: 'On its way.', waitMs: null }] },
        { turns: [{ number: 1 }, { number: 2, said: 'How many are in it?' }, { number: 3, isOpen: true }] },
        {},
      ],
      matches: {
        by: 'order',
        matches: [{ turns: [1, 1, 1] }, { turns: [null, 2, null] }, { turns: [null, 3, null] }],
        unmatched: 2,
      },
    });
  });

  it('holds exact amounts against each other where all of both is priced', async () => {
    const silent = await writeSession(join(folder, 'silent'), [{ id: 'r1', usage: threadUsage }]);
    const twice = await writeSession(join(folder, 'twice'), [
      { id: 'r1', usage: threadUsage },
      { id: 'r2', usage: threadUsage },
    ]);
    const { out } = await cli(['compare', silent, twice, '--json']);
    // Per million: 46 audio in and 420 out at $10 and $20, 64 cached at $0.30; 55 text in and 117 out at $0.60 and $2.40, 64 at $0.06.
    expect(JSON.parse(out)).toMatchObject({
      reported: [
        { amount: '0.00919684', less: null },
        { amount: '0.01839368', less: '0.00919684' },
      ],
    });
  });

  it('refuses fewer than two and more than four with exit 2, and a session that is not there with exit 1', async () => {
    for (const [words, given] of [
      [[], 'none was'],
      [[one], 'one was'],
      [[one, other, one, other, one], '5 were'],
    ] as const) {
      const ran = await cli(['compare', ...words]);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain(`voxtally compare takes 2 to 4 sessions; ${given} given.`);
    }
    const gone = await cli(['compare', one, join(folder, 'gone')]);
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('There is no recorded session at');
  });
});
