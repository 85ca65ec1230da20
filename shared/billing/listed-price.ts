import type { Price, PricedModel } from '../pricing/price-book.ts';
import { Exact } from '../kit/money.ts';
import { priceFieldOf } from './meter-kind.ts';
import { type ClassifiedMeter, meterNamed, newMeterNote } from './meter-name.ts';
import { quotedPrice } from './price-unit.ts';

/** Families a Realtime session can be billed on. */
const families: readonly (ClassifiedMeter['family'] | undefined)[] = ['realtime', 'transcribe', 'whisper', 'translate'];

/** Why a row of a price list is not taken, as what its rows are. A new reason is one entry here. */
export const passedOver = {
  other: 'of other products',
  'no meter': 'without a meter',
  reservation: 'of reservations',
  'savings plan': 'of savings plans',
  'dev/test': 'for development and testing',
  'other type': 'of another price type',
  tier: 'of later tiers, of which the first is taken',
  batch: 'of batch work',
  'no scope': 'of voice meters that name no scope',
  'no field': 'of voice meters that no session is billed on',
  unit: 'in a unit that is no number of tokens and no time',
  region: 'of other regions',
} as const;
export type PassedOver = keyof typeof passedOver;

const priceTypes: readonly (readonly [type: RegExp, why: PassedOver | null])[] = [
  [/^(?:consumption)?$/, null],
  [/^reserv/, 'reservation'],
  [/^savingsplan/, 'savings plan'],
  [/^devtest/, 'dev/test'],
];

/** The offer of Enterprise Agreements for development and testing, by its number; Customer Agreements name a plan so. */
const devTestOffer = /0148P|dev\W?test/i;

/** What kind of price it is, if not that of consumption. */
export function otherKind(type: string, offer: string): PassedOver | null {
  const key = type.toLowerCase().replaceAll(/[^a-z]/g, '');
  const [, why] = priceTypes.find(([pattern]) => pattern.test(key)) ?? [null, 'other type' as const];
  return why ?? (devTestOffer.test(offer) ? 'dev/test' : null);
}

/** Where a price of a list belongs in a book. */
export interface Place {
  readonly model: string;
  readonly version: string | undefined;
  readonly scope: PricedModel['scope'];
  readonly field: Price['field'];
  /** A sentence where the meter's models are new. */
  readonly note: string | null;
}

/** Where the price of a meter belongs, by its name, or why it belongs nowhere. */
export function placeOf(meterName: string): Place | PassedOver {
  if (meterName.trim() === '') return 'no meter';
  const meter = meterNamed(meterName);
  if (meter.kind !== 'classified' || meter.model === null || !families.includes(meter.family)) return 'other';
  if (meter.batch && meter.family !== 'whisper') return 'batch';
  const field = priceFieldOf(meter);
  if (field === null) return 'no field';
  if (meter.scope === null) return 'no scope';
  const { model, version, scope } = meter;
  return { model, version: version ?? undefined, scope, field, note: newMeterNote(meter) };
}

/** A price of a list with its place in a book. */
export interface ListedPrice extends Omit<Place, 'note'> {
  readonly price: Price;
  /** Where it holds, as the list names the region; empty: it names none. */
  readonly region: string;
}

/** One price as its list states it. `price`: an exact decimal string, of one unit of measure. */
export interface StatedPrice {
  readonly meterName: string;
  readonly unitOfMeasure: string;
  readonly price: string;
  readonly validFrom: string;
  readonly region: string;
  readonly source: string;
}

/** A stated price in the unit of a book, without rounding; null: its unit is none that a book quotes. */
export function listedPrice(
  { model, version, scope, field }: Place,
  { meterName, unitOfMeasure, price, validFrom, region, source }: StatedPrice,
): ListedPrice | null {
  const quoted = quotedPrice(new Exact(price), unitOfMeasure, field === 'duration');
  if (quoted === null) return null;
  return { model, version, scope, field, region, price: { field, ...quoted, validFrom, meter: meterName, source } };
}
