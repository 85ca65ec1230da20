import { describe, expect, it } from 'vitest';
import {
  applies,
  checkOption,
  checkOptions,
  optionsFromSession,
  optionSpec,
  optionSpecs,
  sessionFromOptions,
} from '../../../shared/protocol/options/options.ts';
import { readServerValue } from '../../../shared/protocol/events.ts';

describe('the session object built from options', () => {
  it('holds only what was set, and the type that the service demands', () => {
    expect(sessionFromOptions({})).toEqual({ type: 'realtime' });
    expect(sessionFromOptions({ voice: 'marin', instructions: 'Be brief.' })).toEqual({
      type: 'realtime',
      instructions: 'Be brief.',
      audio: { output: { voice: 'marin' } },
    });
  });

  it('sends turn detection whole when any part of it was set', () => {
    expect(sessionFromOptions({ 'vad.silence': 700 })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 700 } } },
    });
  });

  it('sends null for turn detection or transcription that is off, and none of their parts', () => {
    expect(sessionFromOptions({ 'vad.type': null, 'vad.threshold': 0.7, 'transcription.model': null })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: null, transcription: null } },
    });
  });

  it('leaves out the numbers that semantic VAD does not have', () => {
    expect(sessionFromOptions({ 'vad.type': 'semantic_vad', 'vad.threshold': 0.7, 'vad.create': false })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: { type: 'semantic_vad', create_response: false } } },
    });
  });

  it('puts the modality in a list, as the service wants it, and reads it out again', () => {
    expect(sessionFromOptions({ modality: 'text' })).toEqual({ type: 'realtime', output_modalities: ['text'] });
    expect(optionsFromSession({ output_modalities: ['audio'] })).toEqual({ modality: 'audio' });
  });

  it('reads back from the service what it was asked', () => {
    const values = {
      'vad.type': 'server_vad',
      'vad.threshold': 0.4,
      'vad.prefix': 200,
      voice: 'cedar',
      'transcription.model': 'whisper-1',
    };
    expect(optionsFromSession(sessionFromOptions(values))).toEqual({ type: 'realtime', ...values });
    expect(optionsFromSession({ audio: { input: { turn_detection: null } } })).toMatchObject({ 'vad.type': null });
  });
});

describe('an option value', () => {
  it('has a default that passes its own check, for every option', () => {
    for (const spec of optionSpecs) expect([spec.id, checkOption(spec, spec.default)]).toEqual([spec.id, null]);
  });

  it.each([
    ['vad.threshold', 1.5, 'Threshold is 0 to 1; 1.5 is outside.'],
    ['vad.silence', 0.5, 'Silence is a whole number from 0 to 10000 ms.'],
    ['vad.type', 'psychic_vad', 'Kind is one of server_vad, semantic_vad, not psychic_vad.'],
    ['vad.create', 'yes', 'Create response is on or off, not "yes".'],
    ['voice', null, 'Voice cannot be off.'],
  ] as const)('of %s refuses %s with a sentence', (id, value, sentence) => {
    expect(checkOptions({ [id]: value })).toEqual([sentence]);
  });

  it('of an unknown option is refused by name', () => {
    expect(checkOptions({ temperature: 0.8 })).toEqual(['There is no option called temperature.']);
  });

  it('may be inf where the service takes it', () => {
    expect(checkOptions({ max_output_tokens: 'inf' })).toEqual([]);
  });

  it('applies only beside the options it belongs to', () => {
    const threshold = optionSpec('vad.threshold');
    const language = optionSpec('transcription.language');
    if (threshold === undefined || language === undefined) throw new Error('The table lost an option.');
    expect(applies(threshold, {})).toBe(true);
    expect(applies(threshold, { 'vad.type': 'semantic_vad' })).toBe(false);
    expect(applies(language, {})).toBe(false);
    expect(applies(language, { 'transcription.model': 'whisper-1' })).toBe(true);
  });
});

describe('the tolerant reader', () => {
  it('knows the protocol, passes on what is new, and takes nothing else for an event', () => {
    expect(readServerValue({ type: 'response.created' })).toMatchObject({ kind: 'known' });
    expect(readServerValue({ type: 'response.brand_new', x: 1 })).toMatchObject({ kind: 'generic', event: { x: 1 } });
    expect(readServerValue({ type: 'toString' })).toMatchObject({ kind: 'generic' });
    expect(['{"type":', [1], null, {}, { type: '' }].map(readServerValue)).toEqual([null, null, null, null, null]);
  });
});
