import { expect, it } from 'vitest';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import { turnByHand } from '../../../shared/session/turn-by-hand.ts';

const view = emptySession(null);
const types = (effective: typeof view.effective): string[] =>
  turnByHand({ ...view, effective }).map(({ type }) => type);

it('a turn without a VAD is committed, and answered only where the session answers at all', () => {
  expect(types(null)).toEqual(['input_audio_buffer.commit', 'response.create']);
  expect(types({ type: 'realtime' })).toEqual(['input_audio_buffer.commit', 'response.create']);
  expect(types({ type: 'transcription' })).toEqual(['input_audio_buffer.commit']);
});
