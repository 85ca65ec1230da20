import type { Json } from '../../../shared/json.ts';
import type { OptionKind, OptionSpec } from '../../../shared/protocol/options.ts';
import { optionText, readOptionText } from '../../../shared/protocol/options/text.ts';

type NumberKind = Extract<OptionKind, { type: 'number' }>;

/** The next value up or down by the option's own step, inside its range. */
export function stepped(spec: OptionSpec, kind: NumberKind, text: string, by: number): string {
  const read = readOptionText(spec, text);
  const value = read.ok ? read.value : null;
  const from = typeof value === 'number' ? value : by > 0 ? kind.min - kind.step : kind.max + kind.step;
  const next = Math.min(kind.max, Math.max(kind.min, from + by * kind.step));
  const decimals = (String(kind.step).split('.')[1] ?? '').length;
  return String(Number(next.toFixed(decimals)));
}

const counted = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`;

/** A value that has no room in its row, in the few words that have: `default`, `3 words`, `2 entries`. */
export function summaryText(spec: OptionSpec, value: Json): string {
  const { kind } = spec;
  if (value === null || value === '') return optionText(spec, null);
  if (kind.type === 'list' && Array.isArray(value)) return counted(value.length, 'word');
  if (kind.type === 'json' && Array.isArray(value)) return counted(value.length, 'entry').replace('entrys', 'entries');
  if (kind.type === 'json' && typeof value === 'object') return counted(Object.keys(value).length, 'member');
  return optionText(spec, value).replaceAll(/\s+/g, ' ').slice(0, 80);
}

/** A value as it is edited in a field of several lines. */
export function editText({ kind }: OptionSpec, value: Json): string {
  if (value === null) return '';
  if (kind.type === 'list' && Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What is in effect of a long option that is not as asked, in the room there is: whether there is anything at all. */
export function otherText(value: Json): string {
  const empty = value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
  return empty ? 'none' : 'other';
}

/** Letters that fit beside a control, for what is in effect. */
export const roomInEffect = 7;
/** Letters that fit into the control of a row, beside its arrow. */
const roomForLetters = 12;

/** True of a name that would be cut in its row: it is asked of the service, so it is shown whole, on a line of its own. */
export const hasNoRoom = (spec: OptionSpec, value: Json): boolean =>
  (spec.kind.type === 'choice' || (spec.kind.type === 'text' && spec.kind.oneLine === true)) &&
  optionText(spec, value).length > roomForLetters;
