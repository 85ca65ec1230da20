/** How long frames took from their first sample to the socket, over one stretch of them. Whole milliseconds. */
export interface CaptureLatency {
  readonly frames: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Delays from here on share one bucket; the longest is kept exactly all the same. */
const bucketsMs = 1000;

/**
 * Counts delays in buckets of one millisecond, the resolution of the wall clock they are measured with, so that
 * percentiles are exact below a second. Noting a delay allocates nothing.
 */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(bucketsMs + 1);
  #frames = 0;
  #maxMs = 0;

  get frames(): number {
    return this.#frames;
  }

  /** A wall clock that was set back gives a negative delay, which counts as none; what is no number is passed over. */
  note(delayMs: number): void {
    if (!Number.isFinite(delayMs)) return;
    const ms = Math.max(0, Math.round(delayMs));
    const bucket = Math.min(bucketsMs, ms);
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#frames += 1;
    if (ms > this.#maxMs) this.#maxMs = ms;
  }

  /** What was noted since the last take, and forgets it; null when that is nothing. */
  take(): CaptureLatency | null {
    if (this.#frames === 0) return null;
    const taken = { frames: this.#frames, p50Ms: this.#below(0.5), p95Ms: this.#below(0.95), maxMs: this.#maxMs };
    this.#counts.fill(0);
    this.#frames = 0;
    this.#maxMs = 0;
    return taken;
  }

  /** The shortest delay that at least this share of the frames does not exceed. */
  #below(share: number): number {
    const wanted = Math.ceil(this.#frames * share);
    let seen = 0;
    for (let ms = 0; ms < bucketsMs; ms += 1) {
      seen += this.#counts[ms] as number;
      if (seen >= wanted) return ms;
    }
    return this.#maxMs;
  }
}
