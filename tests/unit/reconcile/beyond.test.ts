import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { LogEvidence, UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import { beyondOf, isAudioBeyond } from '../../../shared/reconcile/stories/space.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import { noWidth } from '../../../shared/usage/expected.ts';
import { gaAzure } from './by-the-rules.ts';
import { threadBill, threadTurn } from './thread.ts';

const cancelled: UnreportedResponse = {
  number: 2,
  status: 'cancelled',
  reason: 'turn_detected',
  after: 1,
  audioIn: 530,
  textIn: 238,
  audioOut: 40,
  textOut: 11,
  basis: 'if billed',
};
const logOf = (...unreported: readonly UnreportedResponse[]): LogEvidence => ({
  responsesCreated: 1 + unreported.length,
  responsesReported: 1,
  unreported,
});
const beyond = (billed: WholeTokens, log: LogEvidence | null = null): ReturnType<typeof beyondOf> =>
  beyondOf(spaceOf([threadTurn], billed, log, gaAzure));

describe('what is billed beyond the report', () => {
  it('is counted with the cached tokens of an input, wherever they were billed', () => {
    const whole = { audioIn: 530, textIn: 238, audioOut: 211, textOut: 64, told: true };
    expect(beyond(threadBill)).toEqual(whole);
    expect(beyond({ ...threadBill, audio_in: 576, audio_cached: 64, text_in: 293, text_cached: 64 })).toEqual(whole);
  });

  it('is nothing on a meter that is as reported, below it, or without a row', () => {
    const asReported = { audio_in: 110, audio_out: 420, text_in: 119, text_out: 117 };
    const nothing = { audioIn: 0, textIn: 0, audioOut: 0, textOut: 0, told: true };
    expect(beyond(asReported)).toEqual(nothing);
    expect(beyond({ ...asReported, audio_in: 100, audio_out: 400 })).toEqual(nothing);
    expect(beyond({ text_in: 120, audio_cached: 64 })).toEqual({ ...nothing, textIn: 1 });
  });

  it('begins above the most that every response without a report can come to', () => {
    const width = { ...noWidth, audioIn: 1, textIn: 2, audioOut: 3, textOut: 4, reasoning: 100 };
    const bill = { audio_in: 110 + 530 + 1, audio_out: 420 + 40 + 3, text_in: 119 + 238 + 2, text_out: 117 + 11 + 104 };
    expect(beyond(bill, logOf({ ...cancelled, width }))).toEqual({
      audioIn: 0,
      textIn: 0,
      audioOut: 0,
      textOut: 0,
      told: true,
    });
    const more = {
      audio_in: bill.audio_in + 1,
      audio_out: bill.audio_out + 2,
      text_in: bill.text_in + 3,
      text_out: 500,
    };
    expect(beyond(more, logOf({ ...cancelled, width }))).toEqual({
      audioIn: 1,
      textIn: 3,
      audioOut: 2,
      textOut: 500 - bill.text_out,
      told: true,
    });
    expect(beyond(threadBill, logOf(cancelled, { ...cancelled, number: 3 }))).toEqual({
      audioIn: 0,
      textIn: 0,
      audioOut: 211 - 2 * 40,
      textOut: 64 - 2 * 11,
      told: true,
    });
  });

  it('is not told where such a response has no known size, unless it came to nothing', () => {
    const unknown = { ...cancelled, audioIn: null };
    expect(beyond(threadBill, logOf(unknown))).toMatchObject({ audioIn: 0, textIn: 0, audioOut: 0, told: false });
    expect(beyond(threadBill, logOf({ ...cancelled, textIn: null }))).toMatchObject({ told: false });
    expect(beyond(threadBill, logOf({ ...unknown, nothing: true }))).toMatchObject({ audioIn: 530, told: true });
  });

  it('begins above what stands at its place where only that is known, whose outputs have no bound', () => {
    const pasted = {
      number: 1,
      status: 'cancelled',
      reason: null,
      audioIn: null,
      textIn: null,
      audioOut: 0,
      byPlace: true,
    };
    // Before the first response it can only have read the question.
    expect(beyond(threadBill, logOf({ ...pasted, after: 0 }))).toEqual({
      audioIn: 420,
      textIn: 119,
      audioOut: 0,
      textOut: 0,
      told: true,
    });
    expect(beyond({ ...threadBill, audio_in: 220, text_in: 238 }, logOf({ ...pasted, after: 0 }))).toMatchObject({
      audioIn: 0,
      textIn: 0,
    });
  });

  it('speaks of sound where audio in or audio out is beyond, by one token at least', () => {
    const none = { audioIn: 0, textIn: 9, audioOut: 0, textOut: 9, told: true };
    expect(isAudioBeyond(none)).toBe(false);
    expect(isAudioBeyond({ ...none, audioIn: 1 })).toBe(true);
    expect(isAudioBeyond({ ...none, audioOut: 1 })).toBe(true);
  });
});
