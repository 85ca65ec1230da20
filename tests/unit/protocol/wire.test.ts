import { describe, expect, it } from 'vitest';
import {
  optionsFromSession,
  projectOn,
  sameValue,
  sessionFromOptions,
} from '../../../shared/protocol/options/options.ts';

describe('options that are more than a value at a path', () => {
  it('name the rate of PCM, which G.711 does not have', () => {
    expect(sessionFromOptions({ 'input.format': 'audio/pcm', 'output.format': 'audio/pcmu' })).toEqual({
      type: 'realtime',
      audio: {
        input: { format: { type: 'audio/pcm', rate: 24_000 } },
        output: { format: { type: 'audio/pcmu' } },
      },
    });
  });

  it('say truncation by a word, or by an object with the ratio that the service demands', () => {
    expect(sessionFromOptions({ truncation: 'disabled', 'truncation.ratio': 0.5 })).toEqual({
      type: 'realtime',
      truncation: 'disabled',
    });
    expect(sessionFromOptions({ truncation: 'retention_ratio' })).toEqual({
      type: 'realtime',
      truncation: { type: 'retention_ratio', retention_ratio: 0.8 },
    });
    expect(sessionFromOptions({ truncation: 'retention_ratio', 'truncation.limit': 5000 })).toMatchObject({
      truncation: { retention_ratio: 0.8, token_limits: { post_instructions: 5000 } },
    });
  });

  it('trace by a word, by a name, or not at all', () => {
    expect(sessionFromOptions({ tracing: 'auto' })).toMatchObject({ tracing: 'auto' });
    expect(sessionFromOptions({ tracing: 'named', 'tracing.workflow': 'tests' })).toMatchObject({
      tracing: { workflow_name: 'tests' },
    });
    expect(sessionFromOptions({ tracing: null, 'tracing.workflow': 'tests' })).toEqual({
      type: 'realtime',
      tracing: null,
    });
  });

  it('force a function by its name and a custom voice by its id', () => {
    const session = sessionFromOptions({ tool_choice: { type: 'function', name: 'lookup' }, voice: { id: 'voice_7' } });
    expect(session).toMatchObject({
      tool_choice: { type: 'function', name: 'lookup' },
      audio: { output: { voice: { id: 'voice_7' } } },
    });
  });

  it('include log probabilities as a word in a list, and clear the list', () => {
    const on = { 'transcription.model': 'gpt-4o-transcribe', 'transcription.logprobs': true };
    expect(sessionFromOptions(on)).toMatchObject({ include: ['item.input_audio_transcription.logprobs'] });
    expect(sessionFromOptions({ ...on, 'transcription.logprobs': false })).toMatchObject({ include: [] });
    expect(optionsFromSession({ include: null })).toEqual({ 'transcription.logprobs': false });
  });

  it('clear text by an empty text and a list by an empty list', () => {
    expect(sessionFromOptions({ instructions: null, tools: null })).toEqual({
      type: 'realtime',
      instructions: '',
      tools: [],
    });
  });

  it('leave everything but the input out of a transcription session', () => {
    const asked = { type: 'transcription', voice: 'marin', instructions: 'Hi.', 'transcription.model': 'whisper-1' };
    expect(sessionFromOptions(asked)).toEqual({
      type: 'transcription',
      audio: { input: { transcription: { model: 'whisper-1' } } },
    });
  });
});

describe('raw JSON', () => {
  it('is merged in last and member by member: it wins over the rows and takes nothing else away', () => {
    const asked = {
      voice: 'marin',
      speed: 1.2,
      json: { audio: { output: { voice: 'cedar' } }, unheard_of: { a: [1] } },
    };
    expect(sessionFromOptions(asked)).toEqual({
      type: 'realtime',
      audio: { output: { voice: 'cedar', speed: 1.2 } },
      unheard_of: { a: [1] },
    });
  });

  it('is held against the members of the session that it names', () => {
    const effective = { audio: { output: { voice: 'alloy', speed: 1 } }, other: 1 };
    expect(projectOn(effective, { audio: { output: { voice: 'cedar' } }, gone: 1 })).toEqual({
      audio: { output: { voice: 'alloy' } },
    });
  });
});

describe('two values are the same', () => {
  it('when they are the same number in single precision, as services echo them', () => {
    expect(sameValue(0.7, 0.699_999_988_079_071)).toBe(true);
    expect(sameValue(0.7, 0.71)).toBe(false);
  });

  it('when objects differ in the order of their members only', () => {
    expect(sameValue({ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue(undefined, null)).toBe(false);
  });
});
