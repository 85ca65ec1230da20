import type { ClassifiedMeter } from './meter-name.ts';

/** Versions and generations whose meters count in millions; the older ones count in thousands. */
const inMillions: readonly string[] = ['1215', '1.5', '2', '2.1'];

/** Tokens in one priced unit of a meter: what its name says, else what the price list has for its version; null for plain words. */
export function usualBlock(meter: ClassifiedMeter): number | null {
  if (meter.block !== null) return meter.block;
  if (meter.model === null || (meter.unit !== null && meter.unit !== 'tokens')) return null;
  const generation = /-(\d+(?:\.\d+)?)(?:-|$)/.exec(meter.model)?.[1];
  return [meter.version, generation].some((one) => one !== null && one !== undefined && inMillions.includes(one))
    ? 1_000_000
    : 1000;
}
