import type { Json } from '../../shared/json.ts';
import { optionSpec, valueOf } from '../../shared/protocol/build-session.ts';
import type { OptionSpec } from '../../shared/protocol/options.ts';
import type { Stores } from '../store/stores.ts';

const asked = ({ preferences }: Stores, spec: OptionSpec): Json =>
  valueOf(spec, preferences.getState().preferences.options);

/** The next value of a choice, off included, round and round. */
export function nextOf(stores: Stores, id: string): void {
  const spec = optionSpec(id);
  if (spec?.kind.type !== 'choice') return;
  const values: Json[] = [...spec.kind.values, ...(spec.kind.offLabel === undefined ? [] : [null])];
  const next = values[(values.indexOf(asked(stores, spec)) + 1) % values.length] ?? null;
  void stores.options.ask({ [id]: next });
}

/** On or off: a switch turns over; a choice goes off, or back to what it was, else to the first it knows. */
export function flipOption(stores: Stores, id: string): void {
  const spec = optionSpec(id);
  if (spec === undefined) return;
  const value = asked(stores, spec);
  const next: Json =
    spec.kind.type === 'boolean'
      ? value !== true
      : value === null && spec.kind.type === 'choice'
        ? (stores.options.getState().wasOn[id] ?? spec.kind.values[0] ?? null)
        : null;
  void stores.options.ask({ [id]: next });
}
