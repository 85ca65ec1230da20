import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterKey, meterKindOf } from '../../../shared/billing/meter-kind.ts';
import { type ClassifiedMeter, type ParsedMeter, parseMeterName } from '../../../shared/billing/meter-name.ts';

const list = readFileSync(new URL('../../fixtures/billing/meter-names.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',') as [name: string, unit: string]);

const understood = (name: string): ClassifiedMeter => {
  const parsed = parseMeterName(name);
  if (parsed.kind === 'unclassified') throw new Error(`${name}: ${parsed.reason}`);
  return parsed;
};

describe('the names on the price list', () => {
  const parsed = list.map(([name]) => parseMeterName(name));
  const classified = parsed.filter((one): one is ClassifiedMeter => one.kind === 'classified');

  it('are all understood but the two that bill characters of speech, which say why', () => {
    expect(classified.length).toBe(258);
    const rest = parsed.filter((one): one is Exclude<ParsedMeter, ClassifiedMeter> => one.kind === 'unclassified');
    expect(rest.map((one) => [one.name, one.words])).toEqual([
      ['Speech-Text to Speech HD-Regional Characters', ['speech', 'to', 'speech', 'hd']],
      ['Speech-Text to Speech HD-global Characters', ['speech', 'to', 'speech', 'hd']],
    ]);
  });

  it('are told apart: no two have one key', () => {
    const keys = new Map<string, string>();
    for (const meter of classified) {
      expect([meter.name, keys.get(meterKey(meter)) ?? meter.name]).toEqual([meter.name, meter.name]);
      keys.set(meterKey(meter), meter.name);
    }
  });

  it('name the block in the name exactly when it is a million', () => {
    for (const [name, unit] of list) {
      const meter = parseMeterName(name);
      if (meter.kind === 'unclassified' || meter.unit !== 'tokens') continue;
      expect([name, meter.block]).toEqual([name, unit === '1M' ? 1_000_000 : null]);
    }
  });

  it('keep their meaning in any order of words and any case', () => {
    const plain = list.map(([name]) => name).filter((name) => /^gpt rt [\w. ]+$/.test(name));
    expect(plain.length).toBeGreaterThan(60);
    fc.assert(
      fc.property(fc.constantFrom(...plain), fc.infiniteStream(fc.nat()), fc.boolean(), (name, order, upper) => {
        const shuffled = name
          .split(' ')
          .map((word) => ({ word, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ word }) => word)
          .join(' ');
        const meter = understood(upper ? shuffled.toUpperCase() : shuffled);
        expect(meterKey(meter)).toBe(meterKey(understood(name)));
      }),
    );
  });
});

describe('one name', () => {
  const cases: [name: string, expected: Partial<ClassifiedMeter>, kind: string | null][] = [
    [
      'gpt rt aud mn in gl 1215 1M Tokens',
      { model: 'gpt-realtime-mini', version: '1215', scope: 'global', block: 1_000_000 },
      'audio_in',
    ],
    ['gpt rt txt mn Out gl 1215', { model: 'gpt-realtime-mini', direction: 'output' }, 'text_out'],
    [
      'gpt rt aud mini cchd Inp glbl Tokens',
      { model: 'gpt-realtime-mini', version: null, cached: true },
      'audio_cached',
    ],
    ['gpt rt 1.5 aud opt Gl 1M Tokens', { model: 'gpt-realtime-1.5', direction: 'output' }, 'audio_out'],
    [
      'gpt-realtime-2.1-mini Audio cd inp DZ 1M Tokens',
      { model: 'gpt-realtime-2.1-mini', scope: 'data-zone' },
      'audio_cached',
    ],
    ['gpt4o realtimePrvwTxtOutp DataZone Tokens', { model: 'gpt-4o-realtime-preview', scope: 'data-zone' }, 'text_out'],
    ['gpt4omini-rt-aud1217 Inp regnl Tokens', { model: 'gpt-4o-mini-realtime-preview', version: '1217' }, 'audio_in'],
    ['gpt rt img mn in gl 1215 1M Tokens', { modality: 'image' }, null],
    ['gpt aud 0828 Inp glbl Tokens', { family: 'audio-chat', model: 'gpt-audio', modality: 'audio' }, null],
    ['gpt aud 0828 txt Inp glbl Tokens', { family: 'audio-chat', modality: 'text' }, null],
    ['gpt4o mn trscb aud in gl 1215 1M Tokens', { model: 'gpt-4o-mini-transcribe' }, null],
    ['gpt 4o tcrb d txt out glbl Tokens', { model: 'gpt-4o-transcribe-diarize' }, null],
    ['Speech-to-Text-Batch-Whisper-glbl Unit', { model: 'whisper-1', unit: 'hours', batch: true }, null],
    ['gpt-realtime-whisper Opt Gl Unit', { model: 'gpt-realtime-whisper', unit: 'hours' }, null],
    [
      'gpt-realtime-3 Audio inp Gl 1M Tokens',
      { model: 'gpt-realtime-3', generation: '3', block: 1_000_000 },
      'audio_in',
    ],
    ['gpt rt 2.5 aud mn opt Gl', { model: 'gpt-realtime-2.5-mini', generation: '2.5', block: null }, 'audio_out'],
    ['audio in', { family: null, model: null, direction: 'input' }, 'audio_in'],
    ['text_cached', { family: null, cached: true, direction: 'input' }, 'text_cached'],
  ];
  it.each(cases)('%s', (name, expected, kind) => {
    const meter = understood(name);
    expect(meter).toMatchObject(expected);
    expect(meterKindOf(meter)).toBe(kind);
  });

  it.each([
    ['gpt rt aud mn in gl 1215 turbo Tokens', '"turbo" is not a word of a token meter'],
    ['audio in 3', '"3" is not a word of a token meter'],
    ['gpt 5.6 txt cd wr Gl 1M Tokens', '"wr" is not a word of a token meter'],
    ['gpt 5.6 txt inp Gl 1M Tokens', 'it names no realtime, audio or transcription model'],
    ['gpt rt aud in out gl Tokens', 'it names two of direction'],
    ['gpt rt aud in gl 1217 1215 Tokens', 'it names two versions'],
    ['gpt rt in gl 1215 1M Tokens', 'it names neither audio, text nor image'],
    ['gpt rt aud gl 1215 1M Tokens', 'it says neither input nor output'],
    ['gpt rt aud cd out gl Tokens', 'cached tokens are input, and it says output'],
    ['gpt 4o in gl Tokens', 'it names no realtime, audio or transcription model'],
    ['', 'the name is empty'],
  ])('%s is not guessed at', (name, reason) => {
    expect(parseMeterName(name)).toMatchObject({ kind: 'unclassified', reason });
  });

  it('has the key of its short form in forums', () => {
    expect(meterKey(understood('gpt rt txt mn Out gl 1215'))).toBe(
      meterKey(understood('gpt rt txt mn out gl 1215 1M Tokens')),
    );
  });

  it('of any letters whatever is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(parseMeterName(name).name).toBe(name);
      }),
    );
  });
});
