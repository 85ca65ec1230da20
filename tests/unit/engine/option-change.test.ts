import { describe, expect, it } from 'vitest';
import { sessionChange } from '../../../electron/engine/session/option-change.ts';

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
