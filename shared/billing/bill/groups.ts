import { sumExact } from '../units/exact.ts';
import type { Billed, MeterKind } from '../meter-kind.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ClassifiedMeter, ParsedMeter } from '../meter-name/meter-name.ts';
import type { MeterScope } from '../meter-name/words.ts';

/** An amount on one meter. Money is exact. */
export interface MeterTokens {
  readonly meter: ParsedMeter;
  /** Whole; null: they cannot be told. */
  readonly tokens: number | null;
  readonly approximate?: { readonly tokens: number; readonly giveOrTake: number } | null;
  readonly cost?: string;
  readonly currency?: string;
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
  /** What each meter costs by the bill itself, where it says so in one currency. */
  readonly costs: Readonly<Partial<Record<MeterKind, BilledCost>>>;
  /** Meters of which a rounded cost gives a range of tokens and no number. */
  readonly approximate: Readonly<Partial<Record<MeterKind, { readonly tokens: number; readonly giveOrTake: number }>>>;
}

export interface BilledCost {
  readonly cost: string;
  readonly currency: string;
}

/** Costs of one meter added up; null when they are in two currencies or one of them is not known. */
function addCost(sum: BilledCost | null, { cost, currency }: MeterTokens): BilledCost | null {
  if (sum === null || cost === undefined || currency === undefined || currency === '') return null;
  if (sum.currency !== '' && sum.currency !== currency) return null;
  return { cost: sumExact([sum.cost, cost]), currency };
}

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
    const costs: Partial<Record<MeterKind, BilledCost | null>> = {};
    // A sum with an unreadable part would be a wrong number: the meter then has none.
    const unreadable = new Set(rows.filter(({ tokens }) => tokens === null).map(({ kind }) => kind));
    for (const row of rows) {
      const { kind, tokens, meter } = row;
      costs[kind] = addCost(costs[kind] === undefined ? { cost: '0', currency: '' } : costs[kind], row);
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
      costs: Object.fromEntries(Object.entries(costs).filter(([, cost]) => cost !== null)),
      approximate: Object.fromEntries([...unreadable].flatMap((kind) => rangeOf(rows, kind))),
    };
  });
}

/** The range of a meter of which some rows give a range alone; nothing when one of them gives not even that. */
function rangeOf(
  rows: readonly (MeterTokens & { readonly kind: MeterKind })[],
  kind: MeterKind,
): [MeterKind, { tokens: number; giveOrTake: number }][] {
  const sum = { tokens: 0, giveOrTake: 0 };
  for (const { tokens, approximate } of rows.filter((row) => row.kind === kind)) {
    if (tokens === null && (approximate ?? null) === null) return [];
    sum.tokens += tokens ?? approximate?.tokens ?? 0;
    sum.giveOrTake += tokens === null ? (approximate?.giveOrTake ?? 0) : 0;
  }
  return [[kind, sum]];
}
