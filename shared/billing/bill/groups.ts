import type { Billed, MeterKind } from '../../reconcile/facts.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ClassifiedMeter, ParsedMeter } from '../meter-name/meter-name.ts';
import type { MeterScope } from '../meter-name/words.ts';

/** Whole tokens on one meter. */
export interface MeterTokens {
  readonly meter: ParsedMeter;
  readonly tokens: number;
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
}

export const labelOf = (meter: ClassifiedMeter): string =>
  meter.model === null
    ? 'no model named'
    : `${meter.model}${meter.version === null ? '' : ` ${meter.version}`}${meter.scope === null ? '' : `, ${meter.scope}`}`;

/** Adds the Realtime meters up, model by model, in the order of the bill. Meters of anything else are left out. */
export function billedModels(rows: readonly MeterTokens[]): BilledModel[] {
  const known = rows.flatMap(({ meter, tokens }) => {
    const kind = meter.kind === 'classified' ? meterKindOf(meter) : null;
    return meter.kind === 'classified' && kind !== null ? [{ meter, kind, tokens }] : [];
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
    for (const { kind, tokens, meter } of rows) {
      billed[kind] = (billed[kind] ?? 0) + tokens;
      if (!(names[kind] ?? []).includes(meter.name)) names[kind] = [...(names[kind] ?? []), meter.name];
    }
    return {
      label,
      model: lead?.model ?? null,
      version: lead?.version ?? null,
      scope: lead?.scope ?? null,
      billed,
      names,
    };
  });
}
