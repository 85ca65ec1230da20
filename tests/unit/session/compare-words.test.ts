import { describe, expect, it } from 'vitest';
import { compareGroups } from '../../../shared/session/library/compare-groups.ts';
import { compareDigests, digestOf, type SessionDigest } from '../../../shared/session/library/compare-sessions.ts';
import { groupsWords, sessionsWords } from '../../../shared/session/library/compare-words.ts';
import { type CountedFrom, spreadOf } from '../../../shared/session/latency.ts';
import { priced, usageOf } from './priced-sessions.ts';

interface Wish {
  /** Tokens of audio, in and out. */
  readonly audio?: number;
  /** Of text. */
  readonly text?: number;
  readonly waitsMs?: readonly number[];
  readonly from?: CountedFrom;
  /** May be billed on top, dollars. */
  readonly ifBilled?: string;
  /** What has no price. */
  readonly unpriced?: readonly string[];
}

function made({
  audio = 10,
  text = 0,
  waitsMs = [],
  from = 'last word',
  ifBilled = '0',
  unpriced = [],
}: Wish): SessionDigest {
  const usages = [usageOf(audio, text)];
  const digest = digestOf(priced({ usages }));
  const firstAudio = { eachMs: waitsMs, spread: spreadOf(waitsMs), from: waitsMs.length === 0 ? [] : [from] };
  const { figures } = digest;
  return {
    ...digest,
    figures: {
      ...figures,
      firstAudio,
      ifBilled: { ...figures.ifBilled, amount: ifBilled },
      expected: { ...figures.expected, unpriced },
    },
  };
}

const said = (...wishes: readonly Wish[]): readonly string[] =>
  sessionsWords(compareDigests(wishes.map(made))).sentences.slice(0, -1);

const quick = [500, 550, 600];
const slow = [1400, 1500, 1600];
const wide = [550, 1000, 1500];

describe('what can be said of sessions', () => {
  it('is whether their waits lie apart, pair by pair', () => {
    const [first] = said({ waitsMs: quick }, { waitsMs: slow });
    expect(first).toBe('The waits differ by more than their spread.');
    expect(said({ waitsMs: quick }, { waitsMs: wide })[0]).toBe('The waits differ by no more than their spread.');
    // What one reaches the other begins with.
    expect(said({ waitsMs: quick }, { waitsMs: [600, 700, 800] })[0]).toMatch(/no more than their spread/);
    expect(said({ waitsMs: quick }, { waitsMs: [601, 700, 800] })[0]).toMatch(/by more than their spread/);
    expect(said({ waitsMs: quick }, { waitsMs: slow }, { waitsMs: wide })[0]).toBe(
      'The waits of 1 and 2 differ by more than their spread; those of 1 and 3, of 2 and 3 do not.',
    );
    expect(said({ waitsMs: quick }, { waitsMs: slow }, { waitsMs: [520, 530, 540] })[0]).toBe(
      'The waits differ by more than their spread, except those of 1 and 3.',
    );
    // Who waited for nothing is left out, and keeps its number.
    expect(said({}, { waitsMs: quick }, { waitsMs: slow })[0]).toBe('The waits differ by more than their spread.');
  });

  it('is nothing of waits that are too few, or count from other moments', () => {
    expect(said({ waitsMs: quick }, { waitsMs: [1400, 1500] })[0]).toBe(
      'Of fewer than 3 turns nothing is said of the waits.',
    );
    expect(said({ waitsMs: quick }, { waitsMs: slow, from: 'commit' })[0]).toMatch(
      /not all count from the same moment/,
    );
    expect(said({}, { waitsMs: slow }).some((sentence) => sentence.includes('waits'))).toBe(false);
  });

  it('is whether the costs follow the length of the answers', () => {
    expect(said({ audio: 1854 }, { audio: 1459 }, { audio: 1596 })).toEqual([
      'The costs follow the length of the answers: 1,854 audio tokens against 1,459 to 1,596.',
    ]);
    expect(said({ audio: 1854 }, { audio: 1459 })).toEqual([
      'The dearer of the two has the longer answers: 1,854 audio tokens against 1,459.',
    ]);
    // So much text costs more than the audio that is longer: 300 + 30 and 330 + 0 would be equal.
    expect(said({ audio: 10, text: 20 }, { audio: 11 })).toEqual([
      'The costs do not follow the length of the answers (audio tokens 10 and 11).',
    ]);
    expect(said({}, {})).toEqual(['The costs are the same.']);
  });

  it('is nothing of costs that may be otherwise, or have no price', () => {
    expect(said({ audio: 10, ifBilled: '0.00003' }, { audio: 11 })).toEqual([
      'What never reported may be billed on top, which could change which of them costs more.',
    ]);
    // A millionth less, and it stays the cheaper one.
    expect(said({ audio: 10, ifBilled: '0.000029' }, { audio: 11 })[0]).toMatch(/^The dearer of the two/);
    expect(said({}, { unpriced: ['Image in: 3 tokens'] })[0]).toMatch(/^Not all of the use has a price/);
  });

  it('ends with what one session each is worth', () => {
    const { title, sentences } = sessionsWords(compareDigests([made({}), made({})]));
    expect(title).toBe('One session each');
    expect(sentences.at(-1)).toBe('Repeat before you rely on them.');
  });

  it('holds turns against one another where they are not as many', () => {
    const [one, other] = [made({}), made({ audio: 20 })];
    const turns = compareDigests([one, other]).sessions.map(({ turns: own }) => own);
    expect(turns).toEqual([[], []]);
    const two = { ...other, session: { ...other.session, turns: Array.from({ length: 2 }, () => ({}) as never) } };
    const comparison = compareDigests([one, other]);
    const uneven = { ...comparison, sessions: [one.session, two.session] };
    expect(sessionsWords(uneven).sentences[0]).toBe(
      'They have 0 and 2 turns: hold the costs of a turn against one another, not the sums.',
    );
  });
});

describe('what can be said of groups', () => {
  const perTurn = (digest: SessionDigest, amount: string): SessionDigest => ({
    ...digest,
    figures: { ...digest.figures, perTurn: { ...digest.figures.perTurn, amount } },
  });
  const group = (name: string, waitsMs: readonly number[], ...costs: readonly string[]) => ({
    name,
    digests: costs.map((cost) => perTurn(made({ waitsMs }), cost)),
  });

  it('is whether waits and costs of a turn lie apart, and whether that is enough', () => {
    const { title, sentences } = groupsWords(
      compareGroups([group('a', quick, '0.1', '0.2', '0.15'), group('b', slow, '0.3', '0.4', '0.5', '0.6')]),
    );
    expect(title).toBe('Medians of 3 and 4 sessions');
    expect(sentences).toEqual([
      'The waits differ by more than their spread.',
      'The costs of a turn differ by more than their spread.',
      'A group has fewer than 5 sessions: repeat before you rely on them.',
    ]);
  });

  it('is nothing of the costs of two sessions, and no more is asked for of five', () => {
    const five = ['0.1', '0.2', '0.3', '0.4', '0.5'];
    expect(groupsWords(compareGroups([group('a', quick, ...five), group('b', slow, ...five)])).sentences).toEqual([
      'The waits differ by more than their spread.',
      'The costs of a turn differ by no more than their spread.',
    ]);
    expect(groupsWords(compareGroups([group('a', [], ...five), group('b', [], '0.1', '0.2')])).sentences[0]).toBe(
      'Of fewer than 3 sessions in a group nothing is said of the costs.',
    );
  });
});
