import type { Json, JsonObject } from '../../json.ts';
import { optionsFromSession, sameValue } from '../../protocol/build-session.ts';
import type { OptionSpec } from '../../protocol/options.ts';
import { at, findLastIndex, values } from '../chunk-list.ts';
import type { SessionView } from '../view.ts';
import { grants, inEffectOf } from './grants.ts';

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

const responseNumber = (view: SessionView, id: string | null): number | null =>
  at(
    view.responses,
    findLastIndex(view.responses, (response) => response.id === id),
  )?.number ?? null;

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
      if (fact.state === 'refused') {
        return { kind: 'refused', inEffect, message: fact.message ?? 'The service gave no reason.' };
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
