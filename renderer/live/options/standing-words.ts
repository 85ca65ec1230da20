import { assertNever } from '../../../shared/assert-never.ts';
import type { Changeable, OptionSpec } from '../../../shared/protocol/options.ts';
import { optionText, shortText } from '../../../shared/protocol/options/text.ts';
import type { OptionLock, OptionStanding } from '../../../shared/session/options/standing.ts';
import { clockTime } from '../../format/time.ts';

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
    `${spec.since === undefined ? 'Every GA model' : `Since ${spec.since}`}; ${spec.beta === null ? 'not in the preview API' : `${spec.beta} in the preview API`}.`,
    ...(spec.honouredBy === undefined ? [] : [spec.honouredBy]),
  ];
}
