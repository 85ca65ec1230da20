import { chargedMoney, type ChargedMoney, type StatedMoney, sumExact } from '../kit/money.ts';
import { plus, point, type Span } from '../kit/span.ts';
import { type BilledSpans, type MeterKind, meterKindOf } from './meter-kind.ts';
import type { ClassifiedMeter, MeterScope, ParsedMeter } from './meter-name.ts';

/** An amount on one meter. Money is exact. */
export interface MeterTokens {
  readonly meter: ParsedMeter;
  /** Whole; null: rounding leaves several numbers open, or they cannot be told. */
  readonly tokens: number | null;
  /** Where rounding leaves several whole numbers open. */
  readonly range?: Span | null;
  /** A charge of an earlier time put right: it is added with its sign. */
  readonly correction?: boolean;
  /** What the tokens were read from; left out: they stand there. */
  readonly from?: 'quantity' | 'cost';
  /** Half of the last digit that its costs are written with, added over its rows: an exact decimal; left out: exact. */
  readonly costHalfWidth?: string;
  /** Why its amount cannot be told: `Row 12: quantity "1.2.3" cannot be read.` */
  readonly problem?: string | null;
  readonly cost?: string;
  readonly currency?: string;
  /** The same cost in other currencies, as the file itself states it. */
  readonly stated?: readonly StatedMoney[];
}

/** A corrected meter: its gross amount and the sum of its corrections, which is below zero where something was taken back. */
export interface Corrected {
  readonly gross: Span;
  readonly corrections: Span;
}

/** The six meters of one Realtime model in one scope. Two models are never added to one another. */
export interface BilledModel {
  /** For people: `gpt-realtime-mini 1215, global`. */
  readonly label: string;
  /** null: the bill names plain meters (`audio in`) and no model. */
  readonly model: string | null;
  readonly version: string | null;
  readonly scope: MeterScope | null;
  /** Net of corrections. A meter whose rows cannot be told has no number here. */
  readonly billed: BilledSpans;
  /** The names the bill uses for each meter. */
  readonly names: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
  /** What each meter costs by the bill itself, as far as it says so, each currency by itself. */
  readonly charges: Readonly<Partial<Record<MeterKind, ChargedMoney>>>;
  /** How far each charge may be off by its rounding, as an exact decimal in the billing currency; left out: exact. */
  readonly chargeHalfWidths: Readonly<Partial<Record<MeterKind, string>>>;
  /** Tokens of some meters are worked out from their cost, so that whatever changes a price changes them. */
  readonly fromCost: boolean;
  /** Meters that a correction changed: what was billed at first, and what was taken off it. */
  readonly corrected: Readonly<Partial<Record<MeterKind, Corrected>>>;
  /** Meters that have rows whose tokens cannot be told, and why. */
  readonly unreadable: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
}

/** A row's cost in every currency that it is stated in, the billed one first; nothing for a table that says no cost. */
const chargeOf = ({ cost, currency, stated = [] }: MeterTokens): readonly StatedMoney[] =>
  cost === undefined || currency === undefined ? [] : [{ cost, currency, by: null }, ...stated];

export const labelOf = (meter: ClassifiedMeter): string =>
  meter.model === null
    ? 'no model named'
    : `${meter.model}${meter.version === null ? '' : ` ${meter.version}`}${meter.scope === null ? '' : `, ${meter.scope}`}`;

/** Adds the Realtime meters up, model by model, in the order of the bill. Meters of anything else are left out. */
export function billedModels(rows: readonly MeterTokens[]): BilledModel[] {
  const known = rows.flatMap((row) => {
    const { meter } = row;
    const kind = meter.kind === 'classified' ? meterKindOf(meter) : null;
    return meter.kind === 'classified' && kind !== null ? [{ ...row, meter, kind }] : [];
  });
  const labels = [...new Set(known.filter(({ meter }) => meter.model !== null).map(({ meter }) => labelOf(meter)))];
  // Plain words beside one model's meters can only mean that model.
  const only = labels.length === 1 ? labels[0] : undefined;
  const groups = new Map<string, typeof known>();
  for (const row of known) {
    const label = row.meter.model === null ? (only ?? labelOf(row.meter)) : labelOf(row.meter);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [row]);
    else group.push(row);
  }
  return [...groups].map(([label, rows]) => modelOf(label, rows));
}

type KnownRow = MeterTokens & { readonly meter: ClassifiedMeter; readonly kind: MeterKind };

const rangeOf = ({ tokens, range = null }: MeterTokens): Span | null => (tokens === null ? range : point(tokens));

/** The sum of rows; null: the tokens of one of them cannot be told, and a sum without it would be a wrong number. */
function sumOf(rows: readonly KnownRow[]): Span | null {
  return rows.reduce<Span | null>((sum, row) => {
    const one = rangeOf(row);
    return sum === null || one === null ? null : plus(sum, one);
  }, point(0));
}

function modelOf(label: string, rows: readonly KnownRow[]): BilledModel {
  const lead = rows.find(({ meter }) => meter.model !== null)?.meter;
  const billed: Partial<Record<MeterKind, Span>> = {};
  const corrected: Partial<Record<MeterKind, Corrected>> = {};
  const names: Partial<Record<MeterKind, string[]>> = {};
  const unreadable: Partial<Record<MeterKind, string[]>> = {};
  const charges: Partial<Record<MeterKind, ChargedMoney>> = {};
  const chargeHalfWidths: Partial<Record<MeterKind, string>> = {};
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const own = rows.filter((row) => row.kind === kind);
    const corrections = own.filter(({ correction = false }) => correction);
    names[kind] = [...new Set(own.map(({ meter }) => meter.name))];
    charges[kind] = chargedMoney(own.map(chargeOf));
    chargeHalfWidths[kind] = sumExact(own.map(({ costHalfWidth = '0' }) => costHalfWidth));
    const [net, gross, less] = [own, own.filter((row) => !corrections.includes(row)), corrections].map(sumOf);
    if (net === null || net === undefined) {
      unreadable[kind] = own.flatMap(({ tokens, range = null, problem, meter }) =>
        tokens === null && range === null ? [problem ?? `The tokens of ${meter.name} cannot be told.`] : [],
      );
      continue;
    }
    billed[kind] = net;
    if (corrections.length > 0 && gross && less) corrected[kind] = { gross, corrections: less };
  }
  return {
    label,
    model: lead?.model ?? null,
    version: lead?.version ?? null,
    scope: lead?.scope ?? null,
    billed,
    names,
    charges,
    chargeHalfWidths,
    fromCost: rows.some(({ from }) => from === 'cost'),
    corrected,
    unreadable,
  };
}
