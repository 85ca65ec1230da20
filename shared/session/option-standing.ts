import { at, values } from '../kit/chunk-list.ts';
import { isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { optionsFromSession, type OptionSpec, optionSpec, projectOn, sameValue } from '../protocol/options/options.ts';
import { noReason } from './failure.ts';
import { responseOf, type SessionView } from './view.ts';

/** Whether a value has everything that was asked; services add members of their own to tools and the like. */
function contains(asked: Json, found: Json | undefined): boolean {
  if (isJsonObject(asked)) {
    return isJsonObject(found) && Object.entries(asked).every(([key, value]) => contains(value, found[key]));
  }
  if (Array.isArray(asked)) {
    return (
      Array.isArray(found) &&
      found.length === asked.length &&
      (asked as readonly Json[]).every((value, index) => contains(value, (found as readonly Json[])[index]))
    );
  }
  return sameValue(asked, found);
}

/**
 * Whether `found` is what was asked for. An option that the session does not mention counts as granted, since there is
 * nothing to hold it against; so does a cleared text, which asks for the service's own, whatever that is.
 */
export function grants(spec: OptionSpec, asked: Json, found: Json | undefined): boolean {
  if (found === undefined) return true;
  if (asked === null && (spec.kind.type === 'text' || spec.kind.type === 'json')) return true;
  return contains(asked, found);
}

/** What is in effect for an option; raw JSON is held against the members that it names. */
export function inEffectOf(
  spec: OptionSpec,
  session: JsonObject,
  byId: JsonObject,
  asked: Json | undefined,
): Json | undefined {
  if (spec.path !== '') return byId[spec.id];
  return isJsonObject(asked) ? projectOn(session, asked) : undefined;
}

/** Why an option cannot change now. */
export type OptionLock =
  /** The session has spoken, since this response and time. */
  | { readonly why: 'spoken'; readonly response: number; readonly sinceMs: number }
  /** It is fixed once it is on. */
  | { readonly why: 'set' }
  /** It is fixed as soon as the session is open. */
  | { readonly why: 'started' };

/** Where one option stands, between what is asked and what the service last said. */
export type OptionStanding =
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'default'; readonly inEffect: Json | undefined }
  | { readonly kind: 'accepted'; readonly inEffect: Json | undefined }
  /** Asked for in the form and not sent in this session. */
  | { readonly kind: 'unsent'; readonly inEffect: Json | undefined }
  | {
      readonly kind: 'pending';
      readonly inEffect: Json | undefined;
      /** Number of the response whose end it waits for; null: it was sent. */ readonly waitsFor: number | null;
    }
  | {
      readonly kind: 'ignored' | 'altered';
      readonly inEffect: Json;
      readonly asked: Json;
      readonly askedMs: number;
    }
  | { readonly kind: 'refused'; readonly inEffect: Json | undefined; readonly message: string }
  | { readonly kind: 'locked'; readonly inEffect: Json; readonly lock: OptionLock };

/** What the window knows beside the record: values on their way to the engine, and what it would not send. */
export interface OptionDraftFacts {
  readonly handed: readonly string[];
  readonly refusals: Readonly<Record<string, string>>;
}

/** The first response with audio, from which some options are fixed. */
export function firstSpoken(view: SessionView): Extract<OptionLock, { why: 'spoken' }> | null {
  for (const { number, firstAudioMs } of values(view.responses)) {
    if (firstAudioMs !== null) return { why: 'spoken', response: number, sinceMs: firstAudioMs };
  }
  return null;
}

/** Why the option cannot change in a session that is open; null when it can. */
export function lockOf(spec: OptionSpec, view: SessionView, inEffect: Json | undefined): OptionLock | null {
  switch (spec.changeable) {
    case 'before-first-audio':
      return firstSpoken(view);
    case 'until-set':
      return inEffect === undefined || inEffect === null ? null : { why: 'set' };
    case 'at-start':
      return { why: 'started' };
    case 'always':
    case 'between-turns':
      return null;
  }
}

const responseNumber = (view: SessionView, id: string | null): number | null => responseOf(view, id)?.number ?? null;

/**
 * Where every option of a session stands. `wanted` is what is asked of it: the form of a window; left out, what the
 * session itself was asked. Of a session that has ended it says how it ended.
 */
export function standings(
  view: SessionView | null,
  wanted?: JsonObject,
  drafts: OptionDraftFacts = { handed: [], refusals: {} },
): (spec: OptionSpec) => OptionStanding {
  const effective = view?.effective ?? null;
  if (view === null || effective === null) return () => ({ kind: 'not-connected' });
  const open = view.phase === 'open' || view.phase === 'closing';
  const byId = optionsFromSession(effective);

  return (spec) => {
    const fact = view.options.facts[spec.id];
    const asked = wanted === undefined ? fact?.asked : wanted[spec.id];
    const inEffect = inEffectOf(spec, effective, byId, asked ?? fact?.asked);
    const lock = open ? lockOf(spec, view, inEffect) : null;
    const refusal = drafts.refusals[spec.id];
    if (lock !== null && inEffect !== undefined) return { kind: 'locked', inEffect, lock };
    if (drafts.handed.includes(spec.id)) return { kind: 'pending', inEffect, waitsFor: null };
    if (refusal !== undefined) return { kind: 'refused', inEffect, message: refusal };
    if (asked === undefined) return { kind: 'default', inEffect };
    if (fact !== undefined && sameValue(fact.asked, asked)) {
      if (fact.state === 'waiting') {
        return { kind: 'pending', inEffect, waitsFor: responseNumber(view, fact.waitsFor) };
      }
      if (fact.state === 'pending') return { kind: 'pending', inEffect, waitsFor: null };
      if (fact.state === 'refused') return { kind: 'refused', inEffect, message: fact.message ?? noReason };
      if (fact.state === 'perhaps-refused' && (inEffect === undefined || !grants(spec, asked, inEffect))) {
        const why = fact.message ?? noReason;
        return {
          kind: 'refused',
          inEffect,
          message: `Perhaps refused, for an error came that names no request: ${why}`,
        };
      }
      if ((fact.state === 'ignored' || fact.state === 'altered') && inEffect !== undefined) {
        if (!grants(spec, asked, inEffect)) return { kind: fact.state, inEffect, asked, askedMs: fact.askedMs };
      }
    }
    const granted = grants(spec, asked, inEffect);
    if (granted && sameValue(asked, spec.default)) return { kind: 'default', inEffect };
    if (granted && (fact !== undefined || inEffect !== undefined)) return { kind: 'accepted', inEffect };
    return open ? { kind: 'unsent', inEffect } : { kind: 'default', inEffect };
  };
}

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
