import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGroups, type SessionGroup } from '../../../shared/session/library/compare-groups.ts';
import { compareSessions, digestOf, type SessionDigest } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
import { spreadOf } from '../../../shared/session/latency.ts';
import { priced, usageOf, vad } from './priced-sessions.ts';

const digest = (audio: number, text: number): SessionDigest => digestOf(priced({ usages: [usageOf(audio, text)] }));

const waited = (of: SessionDigest, ...eachMs: readonly number[]): SessionDigest => ({
  ...of,
  figures: { ...of.figures, firstAudio: { eachMs, spread: spreadOf(eachMs), from: ['last word'] } },
});

const turn = (number: number, low: string | null, waitMs: number | null): ComparedTurn => ({
  number,
  clip: null,
  said: '',
  answered: '',
  unheard: '',
  fromMs: 0,
  toMs: 0,
  low,
  high: low,
  isEstimated: false,
  isOpen: false,
  input: 100,
  cached: 10 * number,
  output: 5,
  waitMs,
  waitFrom: 'last word',
  waitBeganMs: 0,
  cut: null,
});
const withTurns = (of: SessionDigest, ...turns: readonly ComparedTurn[]): SessionDigest => ({
  ...of,
  session: { ...of.session, turns },
});

const group = (name: string, ...digests: readonly SessionDigest[]): SessionGroup => ({ name, digests });

describe('groups compared', () => {
  it('show the median of each kind of usage and of the costs, with how many sessions it is of', () => {
    const { expected, fields, groups, responses } = compareGroups([
      group('a', digest(10, 100), digest(30, 0), digest(20, 0)),
      group('b', digest(40, 0), digest(60, 0)),
    ]);
    expect(groups.map(({ name, sessionIds }) => [name, sessionIds.length])).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    expect(responses).toEqual([
      { value: 1, less: null },
      { value: 1, less: 0 },
    ]);
    const audioOut = fields.find(({ label }) => label === 'Audio out')?.figures;
    // 10, 20, 30; 40, 60.
    expect(audioOut).toMatchObject([{ value: 20 }, { value: 50, less: 30 }]);
    // Only one of three has text: the others have none of it.
    expect(fields.find(({ label }) => label === 'Text out')?.figures).toMatchObject([{ value: 0 }, { value: 0 }]);
    // Per million: audio $10 in and $20 out, text $0.60 in and $2.40 out: 600, 600, 900; 1200, 1800 millionths.
    expect(expected).toMatchObject([
      { amount: '0.0006', n: 3, least: '0.0006', most: '0.0009', less: null },
      { amount: '0.0015', n: 2, least: '0.0012', most: '0.0018', less: '0.0009' },
    ]);
  });

  it('pool the waits of all turns, and count them', () => {
    const { firstAudio } = compareGroups([
      group('a', waited(digest(1, 0), 900, 1100), waited(digest(1, 0), 1000)),
      group('b', waited(digest(1, 0), 500, 600), waited(digest(1, 0), 700, 800)),
    ]);
    expect(firstAudio[0]).toMatchObject({ eachMs: [900, 1100, 1000], spread: { count: 3, medianMs: 1000 } });
    expect(firstAudio[1]).toMatchObject({ spread: { count: 4, medianMs: 650 }, less: -350, why: null });
  });

  it('tell options that differ between groups from those that vary within one', () => {
    const silence = (ms: number): SessionDigest =>
      digestOf(priced({ session: vad({ type: 'server_vad', silence_duration_ms: ms }), usages: [] }));
    const { options } = compareGroups([
      group('a', silence(500), silence(500)),
      group('b', silence(200), silence(700), silence(200)),
    ]);
    expect(options.different).toMatchObject([
      {
        id: 'vad.silence',
        values: [
          { text: '500 ms', differs: false, among: [] },
          { text: 'varies', differs: true, among: ['200 ms', '700 ms'] },
        ],
      },
    ]);
  });

  it('have for each turn the medians of the sessions that have it', () => {
    const { groups } = compareGroups([
      group(
        'a',
        withTurns(digest(1, 0), turn(1, '0.1', 900), turn(2, '0.5', null)),
        withTurns(digest(1, 0), turn(1, '0.3', 1000)),
        withTurns(digest(1, 0), turn(1, '0.6', 1100)),
      ),
      group('b', withTurns(digest(1, 0), turn(1, null, null))),
    ]);
    expect(groups[0]?.turns).toEqual([
      { n: 3, low: '0.3', cachedShare: 0.1, waitMs: 1000, output: 5 },
      { n: 1, low: '0.5', cachedShare: 0.2, waitMs: null, output: 5 },
    ]);
    expect(groups[1]?.turns).toEqual([
      { n: 1, low: null, cachedShare: 0.1, waitMs: null, output: 5 },
      { n: 0, low: null, cachedShare: null, waitMs: null, output: null },
    ]);
  });

  it('have no median of amounts in two currencies', () => {
    const euro = digest(10, 0);
    const { figures } = euro;
    const inEuro = { ...euro, figures: { ...figures, expected: { ...figures.expected, currency: 'EUR' } } };
    const { expected } = compareGroups([group('a', digest(10, 0), inEuro), group('b', digest(10, 0))]);
    expect(expected).toMatchObject([
      { amount: null, n: 0 },
      { amount: '0.0003', n: 1, less: null },
    ]);
  });

  it('of one session each say what the sessions do', () => {
    const audio = fc.nat(5000);
    fc.assert(
      fc.property(audio, audio, (one, other) => {
        const [a, b] = [priced({ usages: [usageOf(one, 3)] }), priced({ usages: [usageOf(other, 3), null] })];
        const alone = compareSessions([a, b]);
        const grouped = compareGroups([group('a', digestOf(a)), group('b', digestOf(b))]);
        expect(grouped.fields).toEqual(alone.fields);
        expect(grouped.expected).toMatchObject(alone.expected);
        expect(grouped.ifBilled).toMatchObject(alone.ifBilled);
        expect(grouped.options).toEqual(alone.options);
        expect(grouped.notReported).toEqual(alone.notReported);
      }),
      { numRuns: 20 },
    );
  });
});
