import { describe, expect, it } from 'vitest';
import { parseMeterName } from '../../../shared/billing/meter-name.ts';
import { compareImages, compareTranscription } from '../../../shared/reconcile/finding/transcription.ts';

const usage = { model: 'gpt-4o-transcribe', audioIn: 83, textIn: 11, textOut: 19, seconds: null, reports: 1 };
const row = (name: string, tokens: number) => ({ meter: parseMeterName(name), tokens });
const own = [
  row('gpt-4o-transcribe-aud-inp-glbl Tokens', 83),
  row('gpt-4o-transcribe-txt-inp-glbl Tokens', 11),
  row('gpt-4o-transcribe-txt-outp-glbl Tokens', 19),
];

describe('transcription on meters of its own', () => {
  it('agrees with its own reports', () => {
    const compared = compareTranscription(usage, [...own, row('gpt rt aud mn in gl 1215 1M Tokens', 640)]);
    expect(compared?.lines.map(({ status }) => status)).toEqual(['match', 'match', 'match']);
    expect(compared?.statement).toContain('billed on its own meters, as it was reported');
  });

  it('is said to differ, or to have no row', () => {
    expect(compareTranscription(usage, own.slice(0, 1))?.statement).toContain('text in reported 11, billed in no row');
    expect(compareTranscription(usage, [])?.statement).toContain('the bill has no meter of its own');
  });

  it('that is billed by time is held against the seconds that were reported', () => {
    const seconds = { ...usage, audioIn: 0, textIn: 0, textOut: 0, seconds: '3' };
    const whisper = (quantity: string, quantityHalfWidth = '0') => ({
      meter: parseMeterName('Speech-to-Text-Batch-Whisper-glbl Unit'),
      tokens: null,
      quantity,
      quantityHalfWidth,
    });
    // 3 s / 3,600 = 0.00083333 h.
    expect(compareTranscription(seconds, [whisper('0.00083333')])).toMatchObject({
      hours: { reported: '0.00083333', billed: '0.00083333', status: 'match' },
      statement: 'Transcription is billed by time as it was reported: 3 s = 0.00083333 hours.',
    });
    expect(compareTranscription(seconds, [whisper('0.0008', '0.00005')])?.hours?.status).toBe('match');
    expect(compareTranscription(seconds, [whisper('0.00166667')])).toMatchObject({
      hours: { status: 'differs' },
      statement: 'Transcription reported 3 s = 0.00083333 hours, and 0.00166667 hours are billed.',
    });
    expect(compareTranscription(seconds, [])).toMatchObject({
      hours: { billed: null, status: 'missing row' },
      statement: 'Transcription reported 3 s = 0.00083333 hours, and the bill has no row for them.',
    });
    expect(compareTranscription(null, [whisper('0.003')])?.statement).toBe(
      'Billed by time: 0.003 hours, and no session reports any.',
    );
  });

  it('is not spoken of where nobody transcribed', () => {
    expect(compareTranscription(null, [row('gpt rt aud mn in gl 1215 1M Tokens', 640)])).toBeNull();
  });
});

describe('images', () => {
  const image = (tokens: number) => row('gpt rt img mn in gl 1215 1M Tokens', tokens);

  it('are held against meters of their own', () => {
    expect(compareImages({ input: 850, cached: 0 }, [image(850)])?.statement).toBe(
      'Images are billed as they were reported: image in 850.',
    );
    expect(compareImages({ input: 850, cached: 0 }, [image(849)])?.statement).toBe(
      'Images differ: image in reported 850, billed 849.',
    );
    expect(compareImages({ input: 850, cached: 0 }, [])?.lines).toMatchObject([{ status: 'missing row' }]);
    expect(compareImages({ input: 0, cached: 0 }, [])).toBeNull();
  });
});
