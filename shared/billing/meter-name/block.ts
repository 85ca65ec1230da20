import { listedBlock, newIn } from './words.ts';
import type { ClassifiedMeter } from './meter-name.ts';

/** Tokens in one priced unit of a meter: what its name says, else what the price list has for its version; null where neither is known, and for plain words. */
export function usualBlock(meter: ClassifiedMeter): number | null {
  if (meter.block !== null) return meter.block;
  return meter.model === null || (meter.unit !== null && meter.unit !== 'tokens') ? null : listedBlock(meter);
}

/** A sentence for a meter of models that this version of the bench does not know; null: it knows them. */
export function newMeterNote(meter: ClassifiedMeter): string | null {
  const what = newIn(meter);
  if (what === null) return null;
  const block = usualBlock(meter);
  const holds = block === null ? ', and how many tokens one unit of it holds is not known unless its row says so' : '';
  return `${meter.name}: ${what} is new to this version of Voxtally. The name is read like those before it${holds}.`;
}
