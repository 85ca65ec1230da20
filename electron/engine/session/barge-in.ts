import { atPath, type JsonObject } from '../../../shared/json.ts';
import { toArray } from '../../../shared/session/chunk-list.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { AudioOut, CutOff } from './audio/audio-out.ts';

/** The parts of a session that an interruption touches. */
export interface BargeInParts {
  readonly audioOut: AudioOut;
  readonly view: () => SessionView;
  readonly send: (event: JsonObject) => void;
  readonly bench: (event: BenchEvent) => void;
}

/** Whether the service stops its answer by itself when speech begins; it does unless told not to. */
const serviceInterrupts = (view: SessionView): boolean =>
  atPath(view.effective ?? {}, 'audio.input.turn_detection.interrupt_response') !== false;

/** What the service must forget of an item that was cut off: everything after the last whole millisecond played. Null: nothing. */
export function truncation(cut: CutOff): JsonObject | null {
  const receivedMs = Math.floor(cut.receivedMs);
  const playedMs = Math.min(Math.floor(cut.playedMs), receivedMs);
  if (playedMs >= receivedMs) return null;
  return { type: 'conversation.item.truncate', item_id: cut.itemId, content_index: 0, audio_end_ms: playedMs };
}

/** Stops the assistant's voice and tells the service how much of it was heard. */
export async function cutVoice({ audioOut, view, send }: BargeInParts): Promise<void> {
  const running = toArray(view().responses).filter((response) => response.status === 'in_progress');
  audioOut.silence(running.map((response) => response.id));
  for (const cut of await audioOut.interrupt('interrupted')) {
    const event = truncation(cut);
    if (event !== null) send(event);
  }
}

/** With the loudspeaker in the microphone and nothing that takes it out, the assistant hears itself and stops itself. */
function warnOfEcho({ view, bench }: BargeInParts): void {
  const { kind, settings } = view().input;
  if (kind !== 'microphone' || settings === null || settings.echoCancellation) return;
  bench({
    type: 'bench.self-interruption',
    message:
      'Speech was detected while the assistant was playing, and echo cancellation is off: the microphone may be hearing the loudspeaker. Wear headphones, switch echo cancellation on, or raise the VAD threshold.',
  });
}

/** The service heard somebody begin to speak. */
export async function onSpeechStarted(parts: BargeInParts): Promise<void> {
  const { audioOut, view } = parts;
  if (audioOut.playing) warnOfEcho(parts);
  if (!serviceInterrupts(view())) return;
  await cutVoice(parts);
}
