import { describe, expect, it } from 'vitest';
import { type ComparedTurn, matchTurns } from '../../../shared/session/library/compare-turns.ts';

const turn = (number: number, clip: string | null): ComparedTurn => ({
  number,
  clip,
  said: '',
  answered: '',
  fromMs: 0,
  toMs: 0,
  low: '0',
  high: '0',
  isEstimated: false,
  isOpen: false,
  input: 0,
  cached: 0,
  output: 0,
  waitMs: null,
  waitFrom: null,
});
const turnsOf = (...clips: readonly (string | null)[]): ComparedTurn[] =>
  clips.map((clip, index) => turn(index + 1, clip));

describe('turns of sessions', () => {
  it('are the same where the same file spoke, in whatever order, the second time with the second', () => {
    const { by, matches, unmatched } = matchTurns([
      turnsOf('a.wav', 'b.wav', 'a.wav'),
      turnsOf('b.wav', 'a.wav', 'a.wav'),
    ]);
    expect(by).toBe('clip');
    expect(matches).toEqual([
      { clip: 'a.wav', turns: [1, 2] },
      { clip: 'b.wav', turns: [2, 1] },
      { clip: 'a.wav', turns: [3, 3] },
    ]);
    expect(unmatched).toBe(0);
  });

  it('that one does not have come last, and are counted', () => {
    const { matches, unmatched } = matchTurns([turnsOf('a.wav', 'b.wav'), turnsOf('c.wav', 'b.wav'), turnsOf('b.wav')]);
    expect(matches).toEqual([
      { clip: 'a.wav', turns: [1, null, null] },
      { clip: 'b.wav', turns: [2, 2, 1] },
      { clip: 'c.wav', turns: [null, 1, null] },
    ]);
    expect(unmatched).toBe(2);
  });

  it('are matched by their order where a microphone spoke, or no file is common to all', () => {
    expect(matchTurns([turnsOf('a.wav', 'b.wav'), turnsOf(null)])).toEqual({
      by: 'order',
      matches: [
        { clip: null, turns: [1, 1] },
        { clip: null, turns: [2, null] },
      ],
      unmatched: 1,
    });
    expect(matchTurns([turnsOf('a.wav'), turnsOf('b.wav')])).toMatchObject({ by: 'order', unmatched: 0 });
  });

  it('of sessions in which nobody spoke are none', () => {
    expect(matchTurns([[], []])).toEqual({ by: 'order', matches: [], unmatched: 0 });
  });
});
