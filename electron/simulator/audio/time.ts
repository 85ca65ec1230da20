/** The rate everything is held at inside the simulator. */
export const rateHz = 24_000;
const samplesPerMs = rateHz / 1000;

export const msOf = (samples: number): number => samples / samplesPerMs;
export const samplesOf = (ms: number): number => Math.round(ms * samplesPerMs);
/** Whole milliseconds, as events carry them. */
export const wholeMs = (samples: number): number => Math.round(msOf(samples));
