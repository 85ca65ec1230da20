import type { UnclassifiedMeter } from './meter-name.ts';
import { parseMeterName } from './parse.ts';
import { knownWords } from './words.ts';

/** Whether one slip of the hand makes one word of the other: a letter too many, too few, another, or two exchanged. */
function oneSlipApart(one: string, other: string): boolean {
  const length = Math.max(one.length, other.length);
  if (Math.abs(one.length - other.length) > 1 || length < 3) return false;
  let from = 0;
  while (from < length && one[from] === other[from]) from += 1;
  const rest = one.slice(from);
  const otherRest = other.slice(from);
  const exchanged = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return [exchanged, rest.slice(1)].includes(otherRest) || [rest, rest.slice(1)].includes(otherRest.slice(1));
}

/** The meter that was meant, where one slip in one word made a name unknown and one word alone mends it; null: none. */
export function meantMeter({ name, words }: UnclassifiedMeter): string | null {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) return null;
  const at = name.toLowerCase().indexOf(word);
  if (at < 0) return null;
  const meant = knownWords
    .filter((known) => oneSlipApart(word, known))
    .map((known) => `${name.slice(0, at)}${known}${name.slice(at + word.length)}`)
    .filter((name) => parseMeterName(name).kind === 'classified');
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

/** Why a line is not compared, with the meter that was probably meant. */
export function whyUnclassified(meter: UnclassifiedMeter): string {
  const meant = meantMeter(meter);
  return meant === null ? meter.reason : `${meter.reason}; ${meant} is a meter`;
}
