/*
 * Speech at another speed and its own pitch: stretches of 40 ms are laid over one another by halves, each taken from near where it is
 * due, at the place where it goes on most like the one before would have (waveform similarity overlap-add).
 */

/** Half a stretch at 24 kHz: what comes out at a time. */
const hopSamples = 480;
const stretchSamples = 2 * hopSamples;
/** How far from where it is due a stretch may be taken: a whole period of the lowest voice. */
const seekSamples = 300;
/** Places looked at first; the ones beside the best of them are looked at after. */
const coarseStep = 4;

/** The rising half of a window whose halves sum to one. */
const rising = Float32Array.from(
  { length: hopSamples },
  (_, i) => Math.sin((Math.PI * (i + 0.5)) / stretchSamples) ** 2,
);

/** Changes the speed of a mono stream at 24 kHz, block by block. At speed 1 what goes in comes out, sample by sample. */
export class TimeStretch {
  readonly #speed: number;
  #input = new Float32Array(0);
  /** Samples of the stream before the first that is held. */
  #dropped = 0;
  /** Stretches made so far. */
  #count = 0;
  /** Where the last stretch was taken. */
  #last = 0;

  /** @throws RangeError for a speed beyond a quarter and four times */
  constructor(speed: number) {
    if (!(speed >= 0.25 && speed <= 4)) throw new RangeError(`No speed to stretch by: ${speed}.`);
    this.#speed = speed;
  }

  /** All that can be made now. */
  push(block: Float32Array): Float32Array {
    if (this.#speed === 1) return block;
    const joined = new Float32Array(this.#input.length + block.length);
    joined.set(this.#input);
    joined.set(block, this.#input.length);
    this.#input = joined;
    const made: Float32Array[] = [];
    while (this.#hasNext()) made.push(this.#next());
    this.#drop();
    return concat(made);
  }

  /** What is left at the end of the stream. */
  flush(): Float32Array {
    if (this.#speed === 1) return new Float32Array(0);
    const end = this.#dropped + this.#input.length;
    const dueSamples = Math.round(end / this.#speed) - this.#count * hopSamples;
    const silence = new Float32Array(stretchSamples + seekSamples + Math.ceil(hopSamples * this.#speed));
    return this.push(silence).subarray(0, Math.max(0, dueSamples));
  }

  get #due(): number {
    return Math.round(this.#count * hopSamples * this.#speed);
  }

  #hasNext(): boolean {
    const end = this.#dropped + this.#input.length;
    return Math.max(this.#due + seekSamples, this.#last + hopSamples) + stretchSamples <= end;
  }

  #next(): Float32Array {
    const out = new Float32Array(hopSamples);
    if (this.#count === 0) {
      out.set(this.#input.subarray(0, hopSamples));
      this.#last = 0;
    } else {
      const goesOn = this.#last + hopSamples - this.#dropped;
      const at = this.#best(goesOn, this.#due - this.#dropped);
      for (let i = 0; i < hopSamples; i += 1) {
        const up = rising[i] as number;
        out[i] = (this.#input[goesOn + i] as number) * (1 - up) + (this.#input[at + i] as number) * up;
      }
      this.#last = at + this.#dropped;
    }
    this.#count += 1;
    return out;
  }

  /** The place near `due` that is most like what goes on at `goesOn`. */
  #best(goesOn: number, due: number): number {
    const from = Math.max(0, due - seekSamples);
    const to = due + seekSamples;
    let best = due;
    let most = Number.NEGATIVE_INFINITY;
    const look = (at: number): void => {
      const likeness = this.#likeness(goesOn, at);
      if (likeness <= most) return;
      most = likeness;
      best = at;
    };
    for (let at = from; at <= to; at += coarseStep) look(at);
    const coarse = best;
    for (let at = Math.max(from, coarse - coarseStep + 1); at < coarse + coarseStep && at <= to; at += 1) look(at);
    return best;
  }

  #likeness(one: number, other: number): number {
    let product = 0;
    let energy = 1e-9;
    for (let i = 0; i < hopSamples; i += 1) {
      const value = this.#input[other + i] as number;
      product += (this.#input[one + i] as number) * value;
      energy += value * value;
    }
    return product / Math.sqrt(energy);
  }

  #drop(): void {
    const keepFrom = Math.max(0, Math.min(this.#last + hopSamples, this.#due - seekSamples) - this.#dropped);
    this.#input = this.#input.slice(keepFrom);
    this.#dropped += keepFrom;
  }
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
