import { toArray } from '../kit/chunk-list.ts';
import type { Json, JsonObject } from '../kit/json.ts';
import { optionsFromSession, type OptionSpec, optionSpecs, sameValue } from '../protocol/options/options.ts';
import type { OptionUpdateView } from './options-view.ts';
import type { SessionView } from './view.ts';

/** What of a session's fold says how its options stood, at its end or at any moment of it. */
export type OptionsThen = Pick<SessionView, 'effective' | 'options'>;

/** One option of a record: nothing here can be changed any more. */
export interface RecordedOption {
  readonly spec: OptionSpec;
  /** undefined: the service did not say. */
  readonly atStart: Json | undefined;
  /** At the moment that is looked at. */
  readonly now: Json | undefined;
  readonly isChanged: boolean;
  /** The last update by then that asked for another value; null: none did. */
  readonly update: OptionUpdateView | null;
}

/** The update that asked for what the session began with, if it was begun with anything: a place in the list, or -1. */
const openingUpdate = ({ header }: Pick<SessionView, 'header'>): number =>
  Object.keys(header?.requested ?? {}).length > 0 ? 0 : -1;

/** By option id what was in effect once the session had begun: what stands at its end, with every later update taken back. */
function valuesAtStart(view: Pick<SessionView, 'header' | 'effective' | 'options'>): ReadonlyMap<string, Json> {
  const values = new Map(Object.entries(optionsFromSession(view.effective ?? {})));
  const later = toArray(view.options.updates).slice(openingUpdate(view) + 1);
  for (const { changed, before } of later.toReversed()) {
    for (const id of changed) {
      const value = before[id];
      if (value !== undefined) values.set(id, value);
    }
  }
  return values;
}

/**
 * Every option of a record, in the order of the table of options.
 * @param view the session as it ended
 * @param then the session as it stood at a moment; the end of it, where nobody looks at one
 */
export function recordedOptions(
  view: Pick<SessionView, 'header' | 'effective' | 'options'>,
  then: OptionsThen,
): RecordedOption[] {
  const atStart = valuesAtStart(view);
  const now = then.effective === null ? atStart : new Map(Object.entries(optionsFromSession(then.effective)));
  const later = toArray(then.options.updates).slice(openingUpdate(view) + 1);
  return optionSpecs
    .filter(({ path }) => path !== '')
    .map((spec): RecordedOption => {
      const [start, value] = [atStart.get(spec.id), now.get(spec.id)];
      const isChanged = start === undefined || value === undefined ? start !== value : !sameValue(start, value);
      const update = later.findLast(({ changed }) => changed.includes(spec.id)) ?? null;
      return { spec, atStart: start, now: value, isChanged, update };
    });
}

/** What was asked of the session by then, by option id: what would ask another session for the same. */
export function askedByThen(view: Pick<SessionView, 'header'>, then: Pick<SessionView, 'options'>): JsonObject {
  const asked = new Map(Object.entries(view.header?.requested ?? {}));
  for (const [id, { asked: value, state }] of Object.entries(then.options.facts)) {
    if (state !== 'refused') asked.set(id, value);
  }
  return Object.fromEntries(asked);
}
