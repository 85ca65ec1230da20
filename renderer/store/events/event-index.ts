import type { LogEntry, Origin } from '../../../shared/session/entry.ts';
import { isAudioFrame, searchText } from './summary.ts';

export interface EventFilter {
  readonly text: string;
  readonly origins: Readonly<Record<Origin, boolean>>;
  readonly audioFrames: boolean;
}

export const openFilter: EventFilter = {
  text: '',
  origins: { client: true, server: true, bench: true },
  audioFrames: false,
};

const originCode: Readonly<Record<Origin, number>> = { client: 1, server: 2, bench: 3 };
const audioBit = 8;

/**
 * What the list needs of every entry to count and filter it, and no more: one byte each, and a line of text for those
 * that carry no audio. The entries themselves stay with the engine and are read by range when they come into view.
 */
export class EventIndex {
  #kinds = new Uint8Array(4096);
  readonly #texts = new Map<number, string>();
  #length = 0;
  #noted = 0;

  /** Highest sequence number there is. */
  get length(): number {
    return this.#length;
  }

  /** How many entries are noted; fewer than `length` while older ones are still being read. */
  get noted(): number {
    return this.#noted;
  }

  /** Says that entries up to `seq` exist, noted or not. */
  reach(seq: number): void {
    if (seq <= this.#length) return;
    if (seq > this.#kinds.length) {
      const grown = new Uint8Array(Math.max(this.#kinds.length * 2, seq));
      grown.set(this.#kinds);
      this.#kinds = grown;
    }
    this.#length = seq;
  }

  note(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.reach(entry.seq);
      const at = entry.seq - 1;
      if (this.#kinds[at] !== 0) continue;
      const audio = isAudioFrame(entry.event);
      this.#kinds[at] = originCode[entry.from] + (audio ? audioBit : 0);
      if (!audio) this.#texts.set(entry.seq, searchText(entry));
      this.#noted += 1;
    }
  }

  /** The newest range of at most `most` entries not yet noted, or null. */
  missing(most: number): { readonly fromSeq: number; readonly toSeq: number } | null {
    if (this.#noted === this.#length) return null;
    let toSeq = this.#length;
    while (toSeq > 0 && this.#kinds[toSeq - 1] !== 0) toSeq -= 1;
    let fromSeq = toSeq;
    while (fromSeq > 1 && this.#kinds[fromSeq - 2] === 0 && toSeq - fromSeq + 1 < most) fromSeq -= 1;
    return { fromSeq, toSeq };
  }

  shows(seq: number, filter: EventFilter): boolean {
    const kind = this.#kinds[seq - 1] ?? 0;
    if (kind === 0) return false;
    const audio = (kind & audioBit) !== 0;
    if (audio && !filter.audioFrames) return false;
    const { client, server, bench } = filter.origins;
    const origin = kind & 3;
    if ((origin === 1 && !client) || (origin === 2 && !server) || (origin === 3 && !bench)) return false;
    if (filter.text === '') return true;
    const text = audio
      ? origin === 1
        ? 'input_audio_buffer.append'
        : 'response.output_audio.delta'
      : this.#texts.get(seq);
    return text?.includes(filter.text.toLowerCase()) ?? false;
  }

  /** Adds the sequence numbers after `afterSeq` that the filter lets through. */
  extend(rows: number[], afterSeq: number, filter: EventFilter): void {
    for (let seq = afterSeq + 1; seq <= this.#length; seq += 1) if (this.shows(seq, filter)) rows.push(seq);
  }
}
