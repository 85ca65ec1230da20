import type { Json } from '../../../shared/json.ts';
import type { OptionKind, OptionSpec } from '../../../shared/protocol/options.ts';
import { count } from '../../format/count.ts';

const offLabel = (kind: OptionKind): string =>
  'offLabel' in kind && kind.offLabel !== undefined ? kind.offLabel : kind.type === 'text' ? 'default' : 'off';

/** Decimals the option is stepped in: 0.05 shows two. */
const decimalsOf = (step: number): number => (String(step).split('.')[1] ?? '').length;

/** An option's value as people read it: `off`, `on`, `0.50`, `700`, `near_field`. */
export function valueText({ kind }: OptionSpec, value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null || value === '') return offLabel(kind);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') {
    if (kind.type !== 'number') return count(value);
    const decimals = decimalsOf(kind.step);
    const exact = (String(value).split('.')[1] ?? '').length;
    return value.toFixed(Math.max(decimals === 0 ? 0 : 1, exact));
  }
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** What a person typed for a number, as a value to send; undefined when it is no value at all. */
export function readNumber(kind: Extract<OptionKind, { type: 'number' }>, text: string): Json | undefined {
  const typed = text.trim().toLowerCase();
  if (kind.inf === true && typed === 'inf') return 'inf';
  if (kind.offLabel !== undefined && (typed === '' || typed === kind.offLabel)) return null;
  const value = Number(typed.replace(',', '.'));
  return typed === '' || Number.isNaN(value) ? undefined : value;
}

/** The next value up or down by the option's own step, inside its range. */
export function stepped(kind: Extract<OptionKind, { type: 'number' }>, text: string, by: number): string {
  const value = readNumber(kind, text);
  const from = typeof value === 'number' ? value : by > 0 ? kind.min - kind.step : kind.max + kind.step;
  const next = Math.min(kind.max, Math.max(kind.min, from + by * kind.step));
  return String(Number(next.toFixed(decimalsOf(kind.step))));
}
