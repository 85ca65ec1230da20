import type { ParsedMeter } from './meter-name.ts';
import { parseMeterName } from './parse.ts';

/** A bill names a few hundred meters in millions of rows. */
const mostNames = 10_000;
const names = new Map<string, ParsedMeter>();

/** A meter's name parsed, remembered for the next row that has it. */
export function meterNamed(name: string): ParsedMeter {
  const known = names.get(name);
  if (known !== undefined) return known;
  const meter = parseMeterName(name);
  if (names.size >= mostNames) names.clear();
  names.set(name, meter);
  return meter;
}
