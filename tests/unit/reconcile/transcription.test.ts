import { describe, expect, it } from 'vitest';
import { parseMeterName } from '../../../shared/billing/meter-name.ts';
import { compareTranscription } from '../../../shared/reconcile/finding/transcription.ts';

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

  it('that is billed by time is told in hours', () => {
    const whisper = {
      meter: parseMeterName('Speech-to-Text-Batch-Whisper-glbl Unit'),
      tokens: null,
      quantity: '0.003',
    };
    expect(
      compareTranscription({ ...usage, audioIn: 0, textIn: 0, textOut: 0, seconds: '11' }, [whisper])?.statement,
    ).toBe('Transcription reported no tokens. Billed by time: Speech-to-Text-Batch-Whisper-glbl Unit 0.003 hours.');
  });

  it('is not spoken of where nobody transcribed', () => {
    expect(compareTranscription(null, [row('gpt rt aud mn in gl 1215 1M Tokens', 640)])).toBeNull();
  });
});
