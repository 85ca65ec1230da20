import { BandEnvelope, blockMs } from '../../../shared/audio/band-envelope.ts';
import { EchoFinder } from '../../../shared/audio/echo-likeness.ts';
import { pcm16FromBytes } from '../../../shared/audio/samples.ts';
import { asNumber, asString, type JsonObject } from '../../../shared/kit/json.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { AudioOut } from './audio-out.ts';

export interface EchoWatchParts {
  readonly view: () => SessionView;
  readonly bench: (event: BenchEvent) => void;
  readonly audioOut: Pick<AudioOut, 'sounding'>;
}

/** More than is ever compared. */
const keptMs = 4000;

const hundredth = (value: number): number => Math.round(value * 100) / 100;

/**
 * Says in the record how like an answer that what a microphone heard is, where speech begins while an answer plays: whether the
 * assistant hears itself, or somebody speaks.
 */
export class EchoWatch {
  readonly #parts: EchoWatchParts;
  readonly #heard = new BandEnvelope(keptMs);
  readonly #finder = new EchoFinder();

  constructor(parts: EchoWatchParts) {
    this.#parts = parts;
  }

  /** PCM16 at 24 kHz that has just gone out and stands in the view. */
  heard(pcm24k: Uint8Array): void {
    if (this.#parts.view().input.kind === 'microphone') this.#heard.push(pcm16FromBytes(pcm24k));
  }

  /** A server event, in the GA dialect, that stands in the view. What plays is asked for before anything cuts it. */
  received(event: JsonObject): void {
    if (event['type'] !== 'input_audio_buffer.speech_started') return;
    const { input } = this.#parts.view();
    const sounding = this.#parts.audioOut.sounding();
    if (sounding === null || input.kind !== 'microphone' || input.muted || input.file !== null) return;
    const heardTo = this.#heard.length;
    const sinceMs = Math.max(0, input.sentMs - (asNumber(event['audio_start_ms']) ?? input.sentMs));
    const found = this.#finder.began({
      heard: this.#heard,
      heardTo,
      speechFrom: heardTo - Math.round(sinceMs / blockMs),
      played: sounding.course,
      playedTo: Math.floor(sounding.atMs / blockMs),
    });
    if (found === null) return;
    const { likeness, delayMs, overMs } = found;
    const itemId = asString(event['item_id']) ?? '';
    this.#parts.bench({
      type: 'bench.echo',
      itemId,
      ofItemId: sounding.itemId,
      likeness: hundredth(likeness),
      delayMs,
      overMs,
    });
  }
}
