import type { Json, JsonObject } from '../../json.ts';
import { optionSpec, sameValue } from '../../protocol/build-session.ts';
import { at } from '../chunk-list.ts';
import type { SessionView } from '../view.ts';
import { standings } from './standing.ts';

/**
 * What the form must go back to so that it asks for nothing the service has not granted: by option id the value in
 * effect, undefined where the option was not asked for before. Empty when everything asked is granted.
 */
export function ungranted(view: SessionView, asked: JsonObject): Readonly<Record<string, Json | undefined>> {
  const standing = standings(view, asked);
  const back = new Map<string, Json | undefined>();
  for (const id of Object.keys(asked)) {
    const spec = optionSpec(id);
    if (spec === undefined) continue;
    const now = standing(spec);
    const granted = ['default', 'accepted', 'pending', 'locked', 'not-connected'].includes(now.kind);
    if (!granted && 'inEffect' in now) back.set(id, id === 'json' ? undefined : now.inEffect);
  }
  return Object.fromEntries(back);
}

/** One accepted change and what was in effect before it. */
export interface UndoStep {
  /** Its place among the updates. */
  readonly index: number;
  readonly values: JsonObject;
}

/**
 * The newest accepted change before the update `below` that is no step back itself; null when there is none. What a
 * session began with is not undone: it is where it began.
 */
export function undoStep(view: SessionView, below: number, stepsBack: readonly string[]): UndoStep | null {
  const { updates } = view.options;
  for (let index = Math.min(below, updates.length) - 1; index >= 0; index -= 1) {
    const update = at(updates, index);
    const first = index === 0 && Object.keys(view.header?.requested ?? {}).length > 0;
    if (update === undefined || first || update.state !== 'accepted' || stepsBack.includes(update.eventId)) continue;
    const values = Object.fromEntries(
      update.changed.flatMap((id): [string, Json][] => {
        const before = update.before[id];
        return before === undefined || id === 'json' || sameValue(before, update.asked[id]) ? [] : [[id, before]];
      }),
    );
    if (Object.keys(values).length > 0) return { index, values };
  }
  return null;
}
