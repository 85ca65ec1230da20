import { z } from 'zod';

/** One reading of a level meter, about 30 a second. dBFS, mathematical RMS (a full-scale sine reads -3.01); silence is -Infinity in the worklet and `null` on any port. */
export const levelReadingSchema = z.object({
  peakDbfs: z.number().nullable(),
  rmsDbfs: z.number().nullable(),
  /** Highest peak since the reading before, without the bar's slow fall: what a wave is drawn from. */
  momentDbfs: z.number().nullable(),
  /** Highest peak of the last 2 s. */
  holdDbfs: z.number().nullable(),
  /** Samples at full scale since the meter was last reset: latched. */
  clips: z.number().int().nonnegative(),
  /** Milliseconds for which every sample has been exactly zero. */
  zerosMs: z.number().nonnegative(),
});
export type LevelReading = z.infer<typeof levelReadingSchema>;
