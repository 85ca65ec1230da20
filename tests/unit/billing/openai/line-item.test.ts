import { describe, expect, it } from 'vitest';
import { meterKindOf } from '../../../../shared/billing/meter-kind.ts';
import { newMeterNote, type ParsedMeter, parseMeterName, usualBlock } from '../../../../shared/billing/meter-name.ts';
import { isVoiceItem } from '../../../../shared/billing/openai/line-item.ts';

const read = (name: string): unknown[] => {
  const meter: ParsedMeter = parseMeterName(name);
  if (meter.kind === 'unclassified') return [meter.reason];
  const { model, version, modality, direction, cached, unit } = meter;
  return [model, version, `${cached ? 'cached ' : ''}${modality} ${direction}`, unit];
};

describe("line items of OpenAI's costs", () => {
  it.each([
    ['gpt-realtime-mini-2025-12-15, cached audio input', 'gpt-realtime-mini', '1215', 'cached audio input'],
    ['gpt-realtime-mini-2025-12-15 audio, cached input', 'gpt-realtime-mini', '1215', 'cached audio input'],
    ['gpt-realtime-mini-2025-12-15, audio output', 'gpt-realtime-mini', '1215', 'audio output'],
    [
      'realtime api | gpt-4o-realtime-preview-2024-12-17 audio, input',
      'gpt-4o-realtime-preview',
      '1217',
      'audio input',
    ],
    [
      'realtime api | gpt-4o-realtime-preview-2024-12-17 text, output',
      'gpt-4o-realtime-preview',
      '1217',
      'text output',
    ],
    ['gpt-realtime-2025-08-28, image input', 'gpt-realtime', '0828', 'image input'],
    ['gpt-realtime-2.1-mini audio, input', 'gpt-realtime-2.1-mini', null, 'audio input'],
    ['gpt-realtime-2, audio_input_tokens', 'gpt-realtime-2', null, 'audio input'],
    ['gpt-4o-mini-transcribe-2025-12-15 text, output', 'gpt-4o-mini-transcribe', '1215', 'text output'],
    ['gpt-4o-transcribe audio, input', 'gpt-4o-transcribe', null, 'audio input'],
    ['gpt-4o-transcribe-diarize, audio input', 'gpt-4o-transcribe-diarize', null, 'audio input'],
    ['gpt-audio-mini-2025-10-06 audio, input', 'gpt-audio-mini', '1006', 'audio input'],
  ])('%s', (name, model, version, what) => {
    expect(read(name)).toEqual([model, version, what, 'tokens']);
    const meter = parseMeterName(name);
    if (meter.kind === 'unclassified') throw new Error(meter.reason);
    expect([meter.scope, usualBlock(meter), newMeterNote(meter)]).toEqual(['global', 1, null]);
  });

  it.each([
    ['whisper', 'whisper-1'],
    ['whisper-1', 'whisper-1'],
    ['whisper-1, audio', 'whisper-1'],
    ['gpt-transcribe, duration', 'gpt-transcribe'],
    ['gpt-realtime-whisper, audio input', 'gpt-realtime-whisper'],
  ])('%s is billed by time', (name, model) => {
    expect(read(name)).toEqual([model, null, 'audio input', 'hours']);
  });

  it.each([
    ['gpt-realtime-mini-2025-12-15, input', 'it names neither audio, text nor image'],
    ['gpt-realtime-mini-2025-12-15 audio', 'it says neither input nor output'],
    ['gpt-realtime-mini-2025-12-15, audio text input', 'it names two kinds of tokens'],
    ['gpt-realtime-mini-2025-12-15, audio input output', 'it says both input and output'],
    ['gpt-realtime-mini-2025-12-15 audio, cached output', 'cached tokens are input, and it says output'],
    ['priority | gpt-realtime-2.1 audio, input', '"priority" is not a word of a line item'],
    ['gpt-5-nano-2025-08-07, input', 'it names no realtime, audio or transcription model'],
  ])('%s is left out, and says why: %s', (name, reason) => {
    expect(read(name)).toEqual([reason]);
  });

  it('land on the six meters of a response', () => {
    const kinds = [
      'audio, input',
      'audio, cached input',
      'audio, output',
      'text, input',
      'text, cached input',
      'text, output',
    ];
    expect(
      kinds.map((kind) => {
        const meter = parseMeterName(`gpt-realtime-mini-2025-12-15 ${kind}`);
        return meter.kind === 'classified' ? meterKindOf(meter) : meter.reason;
      }),
    ).toEqual(['audio_in', 'audio_cached', 'audio_out', 'text_in', 'text_cached', 'text_out']);
  });

  it('of other models are nobody’s concern, those of voice models are', () => {
    expect(isVoiceItem('gpt-realtime-mini-2025-12-15, input')).toBe(true);
    expect(isVoiceItem('gpt-5-nano, input_tokens')).toBe(false);
    expect(isVoiceItem('web search tool calls')).toBe(false);
  });

  it('of a model with an unknown date are read, and said to be new', () => {
    const meter = parseMeterName('gpt-realtime-mini-2027-03-09, audio input');
    expect(meter.kind === 'classified' && newMeterNote(meter)).toBe(
      'gpt-realtime-mini-2027-03-09, audio input: version 0309 is new to this version of Voxtally. The name is read like those before it.',
    );
  });

  it('leave meters of Azure alone', () => {
    expect(parseMeterName('gpt-realtime-2.1-mini Text inp Gl 1M Tokens')).toMatchObject({
      kind: 'classified',
      model: 'gpt-realtime-2.1-mini',
      block: 1_000_000,
    });
    expect(parseMeterName('gpt-realtime-mini, audio in gl 1215')).toMatchObject({ version: '1215', block: null });
  });

  it('are found quickly in a cell that holds anything', () => {
    const long = `a${' '.repeat(200_000)}|`;
    expect(parseMeterName(long).kind).toBe('unclassified');
  });
});
