import type { Json, JsonObject } from '../../../shared/json.ts';
import { optionSpecs } from '../../../shared/protocol/options.ts';
import { optionText } from '../../../shared/protocol/options/text.ts';
import { toArray } from '../../../shared/session/chunk-list.ts';
import { standings } from '../../../shared/session/options/standing.ts';
import type { SessionView } from '../../../shared/session/view.ts';

/** One option as the session had it: asked, in effect, the service's default, and what came of it. */
export interface ReportedOption {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  /** null: not asked for, or off; `asked` tells which. */
  readonly requested: Json;
  readonly asked: boolean;
  /** What the service last said; absent when it does not mention the option. */
  readonly effective?: Json;
  readonly default: Json;
  readonly state: 'default' | 'accepted' | 'pending' | 'ignored' | 'altered' | 'refused' | 'locked' | 'unsent';
  /** The service's words when it refused. */
  readonly message: string | null;
}

/** One `session.update` and its answer. */
export interface ReportedUpdate {
  readonly t: number;
  readonly eventId: string;
  readonly asked: JsonObject;
  readonly before: JsonObject;
  readonly state: string;
  readonly answeredMs: number | null;
  readonly kept: JsonObject;
  readonly error: { readonly code: string; readonly message: string; readonly param: string | null } | null;
}

/** Every option that was asked for, and every one that the service says something about. */
export function reportedOptions(view: SessionView): ReportedOption[] {
  const standing = standings(view);
  return optionSpecs.flatMap((spec): ReportedOption[] => {
    const now = standing(spec);
    const fact = view.options.facts[spec.id];
    if (now.kind === 'not-connected') return [];
    if (fact === undefined && now.inEffect === undefined) return [];
    return [
      {
        id: spec.id,
        label: spec.label,
        path: spec.path,
        requested: fact?.asked ?? null,
        asked: fact !== undefined,
        ...(now.inEffect === undefined ? {} : { effective: now.inEffect }),
        default: spec.default,
        state: now.kind,
        message: now.kind === 'refused' ? now.message : null,
      },
    ];
  });
}

export const reportedUpdates = (view: SessionView): ReportedUpdate[] =>
  toArray(view.options.updates).map(({ t, eventId, asked, before, state, answeredMs, kept, refusal }) => ({
    t,
    eventId,
    asked,
    before,
    state,
    answeredMs,
    kept,
    error: refusal,
  }));

/** The rows of a table of what was asked for: label, asked, in effect, default, what came of it. */
export function optionRows(options: readonly ReportedOption[]): string[][] {
  const asked = options.filter((option) => option.asked);
  return asked.map((option) => {
    const spec = optionSpecs.find(({ id }) => id === option.id);
    const text = (value: Json | undefined): string => {
      const full = spec === undefined ? JSON.stringify(value) : optionText(spec, value);
      return full.length > 40 ? `${full.slice(0, 39)}…` : full;
    };
    const { state, message } = option;
    const outcome = state === 'default' ? 'accepted' : state;
    return [
      option.id,
      text(option.requested),
      text(option.effective),
      text(option.default),
      message === null ? outcome : `${outcome}: ${message}`,
    ];
  });
}
