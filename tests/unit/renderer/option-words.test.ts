import { expect, it } from 'vitest';
import { optionWords, unasked } from '../../../renderer/pages/start/option-words.ts';
import { optionSpec } from '../../../shared/protocol/options/options.ts';

it('takes for unasked what the table of options has as the default', () => {
  for (const [id, value] of Object.entries(unasked)) expect([id, optionSpec(id)?.default]).toEqual([id, value]);
});

it('says what is asked of the session', () => {
  expect(optionWords({})).toBe('Default voice, server VAD, no transcription.');
  expect(optionWords({ voice: 'cedar', 'vad.type': null, 'transcription.model': 'whisper-1' })).toBe(
    'Voice cedar, no VAD, hold to talk, whisper-1 transcription.',
  );
  expect(optionWords({ 'vad.type': 'semantic_vad', 'transcription.model': null })).toBe(
    'Default voice, semantic VAD, no transcription.',
  );
});
