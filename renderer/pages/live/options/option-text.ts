import { assertNever } from '../../../../shared/kit/errors.ts';
import type { Json } from '../../../../shared/kit/json.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import {
  type Changeable,
  type OptionKind,
  type OptionSpec,
  optionText,
  readOptionText,
  shortText,
} from '../../../../shared/protocol/options/options.ts';
import { previewPath } from '../../../../shared/protocol/dialects.ts';
import type { OptionLock, OptionStanding } from '../../../../shared/session/option-standing.ts';
import { clockTime } from '../../../ui/format.ts';

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

/** A value that has no room in its row, in the few words that have: `default`, `3 words`, `2 entries`. */
export function summaryText(spec: OptionSpec, value: Json): string {
  const { kind } = spec;
  if (value === null || value === '') return optionText(spec, null);
  if (kind.type === 'list' && Array.isArray(value)) return plural(value.length, 'word');
  if (kind.type === 'json' && Array.isArray(value)) return plural(value.length, 'entry', 'entries');
  if (kind.type === 'json' && typeof value === 'object') return plural(Object.keys(value).length, 'member');
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

/** Why an option cannot change now, as a sentence. */
export function lockWords(lock: OptionLock): string {
  switch (lock.why) {
    case 'spoken':
      return `Fixed since R${lock.response} began to speak at ${clockTime(lock.sinceMs)}. A new session can have another.`;
    case 'set':
      return 'Fixed since it was switched on. A new session can have it otherwise.';
    case 'started':
      return 'Fixed since the session began. A new session can have another.';
    default:
      return assertNever(lock, 'Option lock');
  }
}

/** The line under a row; null where the row says it all. */
export function standingLine(spec: OptionSpec, standing: OptionStanding): string | null {
  switch (standing.kind) {
    case 'not-connected':
    case 'default':
    case 'accepted':
    case 'locked':
      return null;
    case 'unsent':
      return 'Not asked of this session yet.';
    case 'pending':
      return standing.waitsFor === null
        ? 'Sent, not yet answered.'
        : `Changes only between turns. Waits for R${standing.waitsFor}.`;
    case 'ignored':
      return `Asked for ${shortText(spec, standing.asked)} at ${clockTime(standing.askedMs)}. The service kept ${shortText(spec, standing.inEffect)}.`;
    case 'altered':
      return `Asked for ${shortText(spec, standing.asked)} at ${clockTime(standing.askedMs)}. The service made it ${shortText(spec, standing.inEffect)}.`;
    case 'refused':
      return standing.message;
    default:
      return assertNever(standing, 'Option standing');
  }
}

const changeWords: Readonly<Record<Changeable, string>> = {
  always: 'changes at any time',
  'between-turns': 'changes between turns',
  'before-first-audio': 'changes until the first audio',
  'until-set': 'changes until it is on',
  'at-start': 'set at the start only',
};

function rangeOf({ kind }: OptionSpec): string | null {
  if (kind.type !== 'number') return null;
  return `${kind.min} to ${kind.max}${kind.unit === undefined ? '' : ` ${kind.unit}`}`;
}

/** Facts about an option for its help: path, range, default, models, when it changes. */
export function factLines(spec: OptionSpec): readonly string[] {
  const range = rangeOf(spec);
  const preset = spec.default === null ? optionText(spec, null) || 'off' : optionText(spec, spec.default);
  return [
    spec.path === '' ? 'session' : `session.${spec.path}`,
    [range, `default ${preset}`, changeWords[spec.changeable]].filter((text) => text !== null).join(', '),
    `${spec.since === undefined ? 'Every GA model' : `Since ${spec.since}`}; ${spec.gaOnly === true ? 'not in the preview API' : `${previewPath(spec.path)} in the preview API`}.`,
    ...(spec.honouredBy === undefined ? [] : [spec.honouredBy]),
  ];
}
