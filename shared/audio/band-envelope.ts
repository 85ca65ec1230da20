import { wireRateHz } from './frames.ts';

/** So long is one block of a course. */
export const blockMs = 10;
const blockSamples = (wireRateHz * blockMs) / 1000;

/** Middles of the bands, a little over two in an octave: where a voice lies, and a small loudspeaker plays. */
const middlesHz = [250, 400, 630, 1000, 1600, 2500, 4000] as const;
export const bandCount = middlesHz.length;
const quality = 2;

/** Below a tenth of a step of 16 bits nothing is told apart from silence. */
const floorPower = 9;
/** Powers as the ear weighs them, roughly: a whisper counts beside a shout, and the room does not count as much as either. */
const loudness = (power: number): number => (power + floorPower) ** 0.15;

/** A band-pass of second order, one sample after the other. */
class BandPass {
  readonly #gain: number;
  readonly #back1: number;
  readonly #back2: number;
  #in1 = 0;
  #in2 = 0;
  #out1 = 0;
  #out2 = 0;
  #power = 0;

  constructor(middleHz: number) {
    const turn = (2 * Math.PI * middleHz) / wireRateHz;
    const width = Math.sin(turn) / (2 * quality);
    this.#gain = width / (1 + width);
    this.#back1 = (-2 * Math.cos(turn)) / (1 + width);
    this.#back2 = (1 - width) / (1 + width);
  }

  /** The samples from `from` up to `to`. State is held in variables meanwhile: this runs for every sample there is. */
  add(pcm24k: Int16Array, from: number, to: number): void {
    let [in1, in2, out1, out2, power] = [this.#in1, this.#in2, this.#out1, this.#out2, this.#power];
    const [gain, back1, back2] = [this.#gain, this.#back1, this.#back2];
    for (let at = from; at < to; at += 1) {
      const sample = pcm24k[at] as number;
      const out = gain * (sample - in2) - back1 * out1 - back2 * out2;
      in2 = in1;
      in1 = sample;
      out2 = out1;
      out1 = out;
      power += out * out;
    }
    [this.#in1, this.#in2, this.#out1, this.#out2, this.#power] = [in1, in2, out1, out2, power];
  }

  /** Mean power since it was last taken. */
  take(): number {
    const mean = this.#power / blockSamples;
    this.#power = 0;
    return mean;
  }
}

/** How loud a voice at 24 kHz is in each band, block by block as it comes: its course, by which it is known again in a room. */
export class BandEnvelope {
  readonly #bands = middlesHz.map((middle) => new BandPass(middle));
  readonly #most: number;
  #blocks: Float64Array[] = [];
  #powers: number[] = [];
  #dropped = 0;
  #filled = 0;

  /** @param mostMs so much of its end is kept */
  constructor(mostMs: number) {
    this.#most = mostMs / blockMs;
  }

  /** Blocks there have been, kept or not. */
  get length(): number {
    return this.#dropped + this.#blocks.length;
  }

  /** The first block that is still there. */
  get first(): number {
    return this.#dropped;
  }

  push(pcm24k: Int16Array): void {
    for (let at = 0; at < pcm24k.length;) {
      const to = Math.min(pcm24k.length, at + blockSamples - this.#filled);
      for (const band of this.#bands) band.add(pcm24k, at, to);
      this.#filled += to - at;
      at = to;
      if (this.#filled < blockSamples) break;
      this.#filled = 0;
      const powers = this.#bands.map((band) => band.take());
      this.#blocks.push(Float64Array.from(powers, loudness));
      this.#powers.push(powers.reduce((sum, power) => sum + power, 0));
    }
    // Seldom, and many at once: moving them costs more than keeping them.
    if (this.#blocks.length < 2 * this.#most) return;
    const over = this.#blocks.length - this.#most;
    this.#blocks = this.#blocks.slice(over);
    this.#powers = this.#powers.slice(over);
    this.#dropped += over;
  }

  /** Loudness of the blocks from `from` up to `to`, band after band; those that are not there count as silent. */
  loudness(from: number, to: number): Float64Array {
    const count = to - from;
    const all = new Float64Array(bandCount * count);
    for (let at = 0; at < count; at += 1) {
      const block = this.#blocks[from + at - this.#dropped] ?? silent;
      for (let band = 0; band < bandCount; band += 1) all[band * count + at] = block[band] ?? 0;
    }
    return all;
  }

  /** Power of all bands together, summed over these blocks. */
  power(from: number, to: number): number {
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += this.#powers[at - this.#dropped] ?? 0;
    return sum;
  }
}

const silent: Float64Array = Float64Array.from({ length: bandCount }, () => loudness(0));
