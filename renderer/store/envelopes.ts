import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { PeakColumns } from '../../shared/contract/player.ts';
import { isUnderWay, type SessionView } from '../../shared/session/view.ts';
import { type Envelopes, type EnvelopeNews, type Lane, peaksOfBytes, reachesTo } from '../drawing/told/envelopes.ts';
import { leftEdge, type Viewport } from '../drawing/told/viewport.ts';

/** Columns of what is in view and of as much beside it: two a pixel of a wide window. */
const nearColumns = 4096;
/** More than the overview and a whole axis have pixels. */
const wholeColumns = 2048;
/** Asked for anew where it is known this much too coarsely. */
const tooCoarse = 2.2;
/** Of a session that runs only this much behind what was asked for is asked for again. */
const staleMs = 5000;

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Lanes whose every sound file is missing. */
const lanesOf = (missing: readonly string[]): Lane[] =>
  missing.flatMap((file): Lane[] => (file.startsWith('input') ? ['input'] : ['output', 'unheard']));

/** Envelopes as they are drawn, of columns as they are answered. */
export const envelopesOf = (peaks: PeakColumns): Envelopes => ({
  fromMs: peaks.fromMs,
  toMs: peaks.toMs,
  columns: peaks.columns,
  knownToMs: peaks.knownToMs,
  input: peaksOfBytes(bytesOf(peaks.input)),
  output: peaksOfBytes(bytesOf(peaks.output)),
  unheard: peaksOfBytes(bytesOf(peaks.unheard)),
  notKept: lanesOf(peaks.missing),
});

interface Wanted {
  readonly fromMs: number;
  readonly toMs: number;
  readonly whole: boolean;
}

export interface EnvelopeParts {
  readonly bench: BenchApi;
  /** The session on screen. */
  readonly view: () => SessionView | null;
  readonly viewport: () => Viewport;
  /** What is followed: the present, or in a session that is over the cursor. Session time in ms. */
  readonly followedMs: () => number;
  readonly tell: (news: EnvelopeNews) => void;
}

/**
 * Sees to it that the sound of what is in view is known as finely as it is shown. One question at a time; whatever is in view by then
 * is the next.
 */
export class EnvelopeKeeper {
  readonly #parts: EnvelopeParts;
  #sessionId: string | null = null;
  #near: Envelopes | null = null;
  #whole: Envelopes | null = null;
  #asking = false;
  /** Nothing came of it: this session is not asked for again. */
  #refused = false;

  constructor(parts: EnvelopeParts) {
    this.#parts = parts;
  }

  /** To be called whenever what is in view may be another. */
  look(): void {
    const view = this.#parts.view();
    const sessionId = view?.header?.sessionId ?? null;
    if (sessionId !== this.#sessionId) {
      this.#sessionId = sessionId;
      this.#near = null;
      this.#whole = null;
      this.#refused = false;
      this.#tell();
    }
    if (view === null || sessionId === null || this.#asking || this.#refused) return;
    const wanted = this.#wanted(view);
    if (wanted !== null) void this.#ask(sessionId, wanted);
  }

  #wanted(view: SessionView): Wanted | null {
    const running = isUnderWay(view.phase);
    const lengthMs = view.t;
    if (lengthMs < 1) return null;
    if (!running && this.#whole === null) return { fromMs: 0, toMs: lengthMs, whole: true };
    const port = this.#parts.viewport();
    const left = leftEdge(port, this.#parts.followedMs());
    const right = Math.min(left + port.spanMs, lengthMs);
    if (right <= left) return null;
    // What this page heard of the present it draws by itself.
    if (running && port.following && this.#near !== null) return null;
    const near = this.#near;
    const msPerColumn = near === null ? Number.POSITIVE_INFINITY : (near.toMs - near.fromMs) / near.columns;
    const isFine = msPerColumn <= (tooCoarse * port.spanMs * 2) / nearColumns;
    const late = running ? staleMs : 0;
    const isThere = near !== null && near.fromMs <= left && reachesTo(near) + late >= right - 1;
    if (isFine && isThere) return null;
    const fromMs = Math.max(0, left - port.spanMs / 2);
    return { fromMs, toMs: fromMs + port.spanMs * 2, whole: false };
  }

  async #ask(sessionId: string, wanted: Wanted): Promise<void> {
    this.#asking = true;
    const { fromMs, toMs, whole } = wanted;
    const columns = whole ? wholeColumns : nearColumns;
    const answer = await this.#parts.bench.call('sound.peaks', { sessionId, fromMs, toMs, columns });
    this.#asking = false;
    if (this.#sessionId === sessionId) {
      this.#refused = !answer.ok;
      if (answer.ok && whole) this.#whole = envelopesOf(answer.peaks);
      else if (answer.ok) this.#near = envelopesOf(answer.peaks);
      this.#tell();
    }
    this.look();
  }

  #tell(): void {
    this.#parts.tell({ kind: 'envelopes', near: this.#near, whole: this.#whole });
  }
}
