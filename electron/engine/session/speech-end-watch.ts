import { pcm16FromBytes } from '../../../shared/audio/samples.ts';
import { SpeechEndFinder } from '../../../shared/audio/speech-end.ts';
import { findLast } from '../../../shared/kit/chunk-list.ts';
import { asString, type JsonObject } from '../../../shared/kit/json.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';

export interface SpeechEndParts {
  readonly view: () => SessionView;
  readonly bench: (event: BenchEvent) => void;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Says in the record where the speech of a turn ended, when the turn is committed and no VAD says it. */
export class SpeechEndWatch {
  readonly #parts: SpeechEndParts;
  readonly #finder = new SpeechEndFinder();
  /** Audio sent when the bench last asked for a commit: what was sent since belongs to the next turn. */
  #commitAtMs: number | null = null;

  constructor(parts: SpeechEndParts) {
    this.#parts = parts;
  }

  /** PCM16 at 24 kHz that has just gone out and stands in the view. */
  heard(pcm24k: Uint8Array): void {
    this.#finder.push(pcm16FromBytes(pcm24k), this.#parts.view().input.sentMs);
  }

  /** A client event that has just gone out. */
  sent({ type }: JsonObject): void {
    if (type === 'input_audio_buffer.commit') this.#commitAtMs = this.#parts.view().input.sentMs;
  }

  /** A server event, in the GA dialect, that stands in the view. */
  received(event: JsonObject): void {
    if (event['type'] === 'input_audio_buffer.cleared') this.#finder.forget(this.#parts.view().input.sentMs);
    if (event['type'] === 'input_audio_buffer.committed') this.#committed(asString(event['item_id']) ?? '');
  }

  #committed(itemId: string): void {
    const { input, turns, speech } = this.#parts.view();
    const spoken = findLast(speech, (one) => one.itemId === itemId);
    const toMs = spoken?.audioEndMs ?? this.#commitAtMs ?? input.sentMs;
    this.#commitAtMs = null;
    const turn = findLast(turns, (one) => one.itemId === itemId);
    if (turn !== undefined && turn.endFrom !== 'vad') {
      const end = this.#finder.between(spoken?.audioStartMs ?? 0, toMs);
      if (end !== null) {
        const { endMs, noiseDbfs, speechDbfs } = end;
        this.#parts.bench({
          type: 'bench.speech-end',
          itemId,
          bufferMs: tenth(endMs),
          noiseDbfs: tenth(noiseDbfs),
          speechDbfs: tenth(speechDbfs),
        });
      }
    }
    this.#finder.forget(toMs);
  }
}
