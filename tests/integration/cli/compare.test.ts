import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

describe('voxtally compare --by tag', () => {
  const library = () => join(folder, 'library');
  const tagged = async (name: string, tags: readonly string[], answers: number): Promise<void> => {
    const responses = Array.from({ length: answers }, (_, index) => ({ id: `r${index}`, usage: threadUsage }));
    const place = await writeSession(library(), responses, { sessionId: `2026-03-31T14-05-33Z-voice-00000${name}` });
    await writeFile(join(place, 'about.json'), JSON.stringify({ name: null, note: null, tags }));
  };

  beforeAll(async () => {
    await tagged('a1', ['pilot', 'slow'], 1);
    await tagged('a2', ['pilot', 'slow'], 3);
    await tagged('a3', ['pilot', 'slow'], 2);
    await tagged('b1', ['pilot', 'quick'], 4);
    await tagged('b2', ['pilot', 'quick', 'slow'], 1);
    await tagged('b3', ['pilot'], 1);
  });

  it('prints the medians of each group with the number of sessions, and tells who is left out', async () => {
    const { code, out, err } = await cli(['compare', '--by', 'tag', library()]);
    expect(code).toBe(0);
    expect(out).toMatch(/^1 +slow, 3 sessions, /m);
    expect(out).toMatch(/^2 +quick, 1 session, /m);
    // 1, 2 and 3 responses; 4.
    expect(out).toMatch(/Responses created +2 +4 \(\+2\)/);
    expect(out).toMatch(/^Medians of 3 and 1 sessions$/m);
    expect(err).toContain('1 session has none of the tags and is left out.');
    expect(err).toContain('1 session has more than one of the tags and is left out.');
  });

  it('prints the same as JSON, in the order of the tags that are named', async () => {
    const { code, out } = await cli(['compare', '--by', 'tag', '--tag', 'quick', '--tag', 'slow', library(), '--json']);
    expect(code).toBe(0);
    // 0.00919684 each, as the sum above.
    expect(JSON.parse(out)).toMatchObject({
      voxtally: 1,
      groups: [
        { name: 'quick', sessionIds: [expect.any(String)] },
        { name: 'slow', sessionIds: ['a1', 'a2', 'a3'].map((name) => `2026-03-31T14-05-33Z-voice-00000${name}`) },
      ],
      reported: [
        { amount: '0.03678736', n: 1, least: '0.03678736', most: '0.03678736', less: null },
        { amount: '0.01839368', n: 3, least: '0.00919684', most: '0.02759052', less: '-0.01839368' },
      ],
      leftOut: { untagged: 1, ambiguous: 1 },
    });
  });

  it('refuses one tag, a tag that nobody has, and --tag by itself', async () => {
    const one = await cli(['compare', '--by', 'tag', '--tag', 'slow', library()]);
    expect(one).toMatchObject({ code: 2, out: '' });
    expect(one.err).toContain('voxtally compare takes 2 to 4 different tags; one was given.');
    const nobody = await cli(['compare', '--by', 'tag', '--tag', 'slow', '--tag', 'nobody', library()]);
    expect(nobody.code).toBe(1);
    expect(nobody.err).toContain('No session has the tag "nobody" and none of the others.');
    const nowhere = await cli(['compare', '--by', 'tag', join(folder, 'nowhere')]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.err).toMatch(/There is no recorded session at .*nowhere/);
    const alone = await cli(['compare', '--tag', 'slow', 'x', 'y']);
    expect(alone).toMatchObject({ code: 2, out: '' });
    expect(alone.err).toContain('Give --by tag beside it.');
  });
});
