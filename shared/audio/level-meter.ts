/** One reading of a level meter, `levelMs` after the one before. dBFS, mathematical RMS (a full-scale sine reads -3.01); silence is -Infinity in the worklet and `null` on any port. */
export interface LevelReading {
  readonly peakDbfs: number | null;
  readonly rmsDbfs: number | null;
  /** The highest peak of each `momentMs` that has ended since the reading before, without the bar's slow fall, in order: what a wave is drawn from. */
  readonly momentsDbfs: readonly (number | null)[];
  /** Highest peak of the last 2 s. */
  readonly holdDbfs: number | null;
  /** Samples at full scale since the meter was last reset: latched. */
  readonly clips: number;
  /** Milliseconds for which every sample has been exactly zero. */
  readonly zerosMs: number;
}

/** From one reading to the next: what is drawn of them changes no more often. */
export const levelMs = 100;
/** A step of what a wave is drawn from: two come with each reading. */
export const momentMs = levelMs / 2;

/** All-zero input for this long is a fault, not a pause: a room, and any converter, has noise in it. */
export const zerosAlarmMs = 1000;

/** What nobody reads is dropped from the front. */
const mostMoments = 50;
const rmsWindowMs = 300;
const holdMs = 2000;
/** Fall of the peak bar: 24 dB in 2.8 s, as an IEC type II peak meter falls. */
const fallDbPerSecond = 24 / 2.8;

const toDbfs = (amplitude: number): number | null => (amplitude > 0 ? 20 * Math.log10(amplitude) : null);

/** A sample that a 16-bit converter would hold at its limit. */
const fullScale = 32_767 / 32_768;

/** Samples of a block at full scale. */
export function countClipped(block: Float32Array): number {
  let clipped = 0;
  for (let i = 0; i < block.length; i += 1) if (Math.abs(block[i] as number) >= fullScale) clipped += 1;
  return clipped;
}

/**
 * A level meter for one stream: sample peak with instant attack and slow fall, RMS over 300 ms (a full-scale sine reads
 * -3.01 dBFS), the highest peak of the last 2 s, a latched count of full-scale samples, and how long all was exactly zero.
 * `push` allocates nothing as long as readings are taken.
 */
export class LevelMeter {
  readonly #rateHz: number;
  readonly #squares: Float64Array;
  #squareIndex = 0;
  #squareSum = 0;
  #filled = 0;
  #peak = 0;
  readonly #momentSamples: number;
  readonly #moments: number[] = [];
  #moment = 0;
  #momentLeft: number;
  #hold = 0;
  #holdLeft = 0;
  #clips = 0;
  #zeroSamples = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
    this.#squares = new Float64Array(Math.round((rateHz * rmsWindowMs) / 1000));
    this.#momentSamples = (rateHz * momentMs) / 1000;
    this.#momentLeft = this.#momentSamples;
  }

  /** @param clipped samples at full scale, where the caller has counted them before mixing channels */
  push(block: Float32Array, count = block.length, clipped = countClipped(block)): void {
    let blockPeak = 0;
    for (let i = 0; i < count; i += 1) {
      const sample = block[i] as number;
      const magnitude = Math.abs(sample);
      if (magnitude > blockPeak) blockPeak = magnitude;
      this.#zeroSamples = sample === 0 ? this.#zeroSamples + 1 : 0;
      this.#square(sample * sample);
    }
    this.#clips += clipped;
    this.#step(blockPeak, count);
    this.#ballistics(blockPeak, count);
  }

  #square(square: number): void {
    this.#squareSum += square - (this.#squares[this.#squareIndex] as number);
    this.#squares[this.#squareIndex] = square;
    this.#squareIndex += 1;
    if (this.#filled < this.#squares.length) this.#filled += 1;
    if (this.#squareIndex < this.#squares.length) return;
    this.#squareIndex = 0;
    // A running sum drifts by rounding; once a window it is taken anew.
    this.#squareSum = 0;
    for (let i = 0; i < this.#squares.length; i += 1) this.#squareSum += this.#squares[i] as number;
  }

  /** A block counts for the moment in which it ends. */
  #step(blockPeak: number, count: number): void {
    this.#moment = Math.max(this.#moment, blockPeak);
    this.#momentLeft -= count;
    if (this.#momentLeft > 0) return;
    this.#moments.push(this.#moment);
    if (this.#moments.length > mostMoments) this.#moments.shift();
    this.#moment = 0;
    this.#momentLeft = Math.max(0, this.#momentLeft + this.#momentSamples);
  }

  #ballistics(blockPeak: number, count: number): void {
    const fallen = this.#peak * 10 ** ((-fallDbPerSecond * (count / this.#rateHz)) / 20);
    this.#peak = Math.max(blockPeak, fallen);
    this.#holdLeft -= count;
    if (blockPeak >= this.#hold || this.#holdLeft <= 0) {
      this.#hold = blockPeak;
      this.#holdLeft = (this.#rateHz * holdMs) / 1000;
    }
  }

  /** The meter as it stands, with the moments that nobody has read yet. */
  read(): LevelReading {
    const silent = this.#zeroSamples >= this.#filled;
    const moments = this.#moments.splice(0);
    return {
      peakDbfs: silent ? null : toDbfs(this.#peak),
      rmsDbfs: silent ? null : toDbfs(Math.sqrt(Math.max(0, this.#squareSum) / Math.max(1, this.#filled))),
      momentsDbfs: moments.map(toDbfs),
      holdDbfs: toDbfs(this.#hold),
      clips: this.#clips,
      zerosMs: (this.#zeroSamples / this.#rateHz) * 1000,
    };
  }

  /** Puts out the latched clip light. */
  resetClips(): void {
    this.#clips = 0;
  }
}
