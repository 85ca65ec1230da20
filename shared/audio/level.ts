/** One reading of a level meter, about 30 a second. dBFS, mathematical RMS (a full-scale sine reads -3.01); silence is -Infinity in the worklet and `null` on any port. */
export interface LevelReading {
  readonly peakDbfs: number | null;
  readonly rmsDbfs: number | null;
  /** Highest peak since the reading before, without the bar's slow fall: what a wave is drawn from. */
  readonly momentDbfs: number | null;
  /** Highest peak of the last 2 s. */
  readonly holdDbfs: number | null;
  /** Samples at full scale since the meter was last reset: latched. */
  readonly clips: number;
  /** Milliseconds for which every sample has been exactly zero. */
  readonly zerosMs: number;
}
