import { chargedMoney, type ChargedMoney, type StatedMoney } from '../kit/money.ts';
import { middle, plus, point, type Span } from '../kit/span.ts';
import { type Billed, type MeterKind, meterKindOf } from './meter-kind.ts';
import type { ClassifiedMeter, MeterScope, ParsedMeter } from './meter-name.ts';

/** An amount on one meter. Money is exact. */
export interface MeterTokens {
  readonly meter: ParsedMeter;
  /** Whole; null: they cannot be told. */
  readonly tokens: number | null;
  /** Where rounding leaves several whole numbers open. */
  readonly range?: Span | null;
  readonly cost?: string;
  readonly currency?: string;
  /** The same cost in other currencies, as the file itself states it. */
  readonly stated?: readonly StatedMoney[];
}

/** The six meters of one Realtime model in one scope. Two models are never added to one another. */
export interface BilledModel {
  /** For people: `gpt-realtime-mini 1215, global`. */
  readonly label: string;
  /** null: the bill names plain meters (`audio in`) and no model. */
  readonly model: string | null;
  readonly version: string | null;
  readonly scope: MeterScope | null;
  readonly billed: Billed;
  /** The names the bill uses for each meter. */
  readonly names: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
  /** What each meter costs by the bill itself, as far as it says so, each currency by itself. */
  readonly charges: Readonly<Partial<Record<MeterKind, ChargedMoney>>>;
  /** Meters of which a rounded cost gives a range of tokens and no number. */
  readonly approximate: Readonly<Partial<Record<MeterKind, { readonly tokens: number; readonly giveOrTake: number }>>>;
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
  return [...groups].map(([label, rows]) => {
    const lead = rows.find(({ meter }) => meter.model !== null)?.meter;
    const billed: Partial<Record<MeterKind, number>> = {};
    const names: Partial<Record<MeterKind, string[]>> = {};
    const kinds = [...new Set(rows.map(({ kind }) => kind))];
    // A sum with an unreadable part would be a wrong number: the meter then has none.
    const unreadable = new Set(rows.filter(({ tokens }) => tokens === null).map(({ kind }) => kind));
    for (const row of rows) {
      const { kind, tokens, meter } = row;
      if (!unreadable.has(kind)) billed[kind] = (billed[kind] ?? 0) + (tokens ?? 0);
      if (!(names[kind] ?? []).includes(meter.name)) names[kind] = [...(names[kind] ?? []), meter.name];
    }
    return {
      label,
      model: lead?.model ?? null,
      version: lead?.version ?? null,
      scope: lead?.scope ?? null,
      billed,
      names,
      charges: Object.fromEntries(
        kinds.map((kind) => [kind, chargedMoney(rows.filter((row) => row.kind === kind).map(chargeOf))]),
      ),
      approximate: Object.fromEntries([...unreadable].flatMap((kind) => rangeOf(rows, kind))),
    };
  });
}

/** The range of a meter of which some rows give a range alone; nothing when one of them gives not even that. */
function rangeOf(
  rows: readonly (MeterTokens & { readonly kind: MeterKind })[],
  kind: MeterKind,
): [MeterKind, { tokens: number; giveOrTake: number }][] {
  let sum = point(0);
  for (const { tokens, range = null } of rows.filter((row) => row.kind === kind)) {
    const one = tokens === null ? range : point(tokens);
    if (one === null) return [];
    sum = plus(sum, one);
  }
  const tokens = middle(sum);
  return [[kind, { tokens, giveOrTake: sum.high - tokens }]];
}
