import { describe, expect, it } from 'vitest';
import { sessionChange } from '../../../electron/engine/session/option-control.ts';

describe('changing options of a running session', () => {
  it('sends only what changed', () => {
    expect(sessionChange({ voice: 'marin', instructions: 'Be brief.' }, { instructions: 'Be kind.' })).toEqual({
      type: 'realtime',
      instructions: 'Be kind.',
    });
  });

  it('sends an object that is replaced whole with the values already in force', () => {
    expect(sessionChange({ 'vad.silence': 300, voice: 'marin' }, { 'vad.threshold': 0.7 })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: { type: 'server_vad', threshold: 0.7, silence_duration_ms: 300 } } },
    });
  });

  it('turns the whole object off with its switch', () => {
    expect(sessionChange({ 'vad.silence': 300 }, { 'vad.type': null })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: null } },
    });
  });
});

describe('an object that is sent again', () => {
  it('keeps what raw JSON had put into it', () => {
    const inForce = { 'vad.silence': 300, json: { audio: { input: { turn_detection: { brand_new: 1 } } }, other: 2 } };
    expect(sessionChange(inForce, { 'vad.threshold': 0.7 })).toEqual({
      type: 'realtime',
      audio: {
        input: {
          turn_detection: { type: 'server_vad', threshold: 0.7, silence_duration_ms: 300, brand_new: 1 },
        },
      },
    });
    expect(sessionChange(inForce, { 'vad.type': null })).toEqual({
      type: 'realtime',
      audio: { input: { turn_detection: null } },
    });
  });

  it('is built for the type of the session', () => {
    expect(sessionChange({ type: 'transcription' }, { 'noise.type': 'far_field', voice: 'marin' })).toEqual({
      type: 'transcription',
      audio: { input: { noise_reduction: { type: 'far_field' } } },
    });
  });
});
