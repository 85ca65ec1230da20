import { lookup } from '../../../shared/kit/lookup.ts';
import type { LiveTranscript } from '../model/live-transcript.ts';
import { recogniseBeginning } from '../model/speech.ts';
import { msOf, samplesOf } from '../wire/audio.ts';
import { streamingTranscriber } from '../wire/models.ts';
import type { Session } from './session-state.ts';

export const transcriptionType = 'conversation.item.input_audio_transcription';

/** How far its words stay behind the voice, by `delay`. The simulator's own: the service publishes none. */
const behindMs = lookup<number>({ minimal: 100, low: 200, medium: 400, high: 800, xhigh: 1600 });
const usualDelay = 'medium';

/** The audio is looked at again after so much more of it. */
const stepMs = 100;

/** All that is known of speech that is none of the samples. */
const unknownSpeech = '[speech]';

/** The transcript of what is being said: of the turn under VAD, else of what lies in the buffer. Null: nobody speaks. */
function liveOf(session: Session): LiveTranscript | null {
  const { buffer, turn, config, live } = session;
  const begun = (itemId: string, from: number): LiveTranscript => {
    const fresh: LiveTranscript = { itemId, from, heardTo: from, sent: '', saying: null };
    session.live = fresh;
    return fresh;
  };
  if (turn !== null) return live?.itemId === turn.itemId ? live : begun(turn.itemId, turn.from);
  if (config.audio.input.turn_detection !== null) return null;
  return live ?? begun(session.ids.named('item'), buffer.start);
}

/** Finds out what is being said. */
function listen({ buffer, deployment }: Session, live: LiveTranscript, end: number): void {
  if (live.saying !== null || end - live.heardTo < samplesOf(stepMs)) return;
  live.heardTo = end;
  const begun = recogniseBeginning(buffer.slice(live.from, end), deployment.library.known);
  if (begun.kind === 'silence') live.from = end;
  if (begun.kind === 'unknown') live.saying = { text: unknownSpeech, onset: live.from, durationMs: 0 };
  if (begun.kind === 'known') {
    const { text, heardMs, durationMs } = begun;
    live.saying = { text, onset: end - samplesOf(heardMs), durationMs };
  }
}

/** Whether the words of this session go out while they are said. */
function isLive({ config, switches }: Session): boolean {
  const quiet = switches.lose_transcription || switches.fail_transcription !== undefined;
  return config.audio.input.transcription?.model === streamingTranscriber && !quiet;
}

/** Sends the words that have been said up to `end`, where the transcriber is one that does not wait for the commit. */
export function sendLiveWords(session: Session, end: number): void {
  if (!isLive(session)) return;
  const live = liveOf(session);
  if (live === null) return;
  listen(session, live, end);
  if (live.saying === null) return;
  const { text, onset, durationMs } = live.saying;
  const { delay } = session.config.audio.input.transcription ?? {};
  const saidMs = msOf(end - onset) - (behindMs(delay ?? usualDelay) ?? 0);
  for (const [word] of text.slice(live.sent.length).matchAll(/\s*\S+/g)) {
    const share = (live.sent.length + word.length) / text.length;
    if (saidMs < share * durationMs) return;
    live.sent += word;
    session.send(`${transcriptionType}.delta`, { item_id: live.itemId, content_index: 0, delta: word });
  }
}
