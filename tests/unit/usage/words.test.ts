import { describe, expect, it } from 'vitest';
import { accuracyWords, endWords, shareWords, silenceWords } from '../../../shared/usage/estimate-words.ts';

const accuracy = { compared: 2, exact: 1, tokensOff: 3, tokensReported: 900, worstShare: 0.004 };

describe('how far off estimates were', () => {
  it.each([
    [accuracy, 'estimates here were off by 0.4% at most, 2 answers'],
    [{ ...accuracy, worstShare: 0 }, 'estimates here were right to the token, 2 answers'],
    [{ ...accuracy, compared: 1, worstShare: 0.00001 }, 'estimates here were off by less than 0.1% at most, 1 answer'],
    [{ ...accuracy, compared: 0, worstShare: 0 }, 'how far off estimates are here: none to compare yet'],
  ])('is one line', (of, words) => expect(accuracyWords(of)).toBe(words));

  it('is never nothing for something', () => {
    expect([0, 0.0005, 0.0994, 0.1234, 1.5].map(shareWords)).toEqual(['0%', '0.1%', '9.9%', '12%', '150%']);
  });
});

describe('how a response ended that never reported', () => {
  it.each([
    ['cancelled', 'turn_detected', null, 'Cancelled by your voice; it reported no usage.'],
    ['cancelled', 'client_cancelled', { total_tokens: 0 }, 'Cancelled by the client; every field reported as zero.'],
    ['failed', 'rate_limit', undefined, 'Failed (rate_limit); it reported no usage.'],
    ['lost', null, undefined, 'The connection ended before its report came.'],
    ['in_progress', null, undefined, 'Running: its report is still to come.'],
  ])('%s, %s', (status, reason, usage, words) => expect(silenceWords(status, reason, usage)).toBe(words));

  it('keeps a reason that nobody knows', () => {
    expect(endWords('in_progress', null)).toBe('in progress');
    expect(endWords('cancelled', 'moon_rose')).toBe('cancelled (moon_rose)');
  });
});
