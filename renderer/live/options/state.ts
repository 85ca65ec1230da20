import type { OptionValues } from '../../../shared/bench-api.ts';
import { isJsonObject, type Json } from '../../../shared/json.ts';
import { optionsFromSession, sameValue } from '../../../shared/protocol/build-session.ts';
import type { OptionSpec } from '../../../shared/protocol/options.ts';
import { last, values } from '../../../shared/session/chunk-list.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { OptionsState } from '../../store/options.ts';

/** Where one option stands, between what was asked and what the service last said. */
export type OptionStanding =
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'default'; readonly inEffect: Json | undefined }
  | { readonly kind: 'accepted'; readonly inEffect: Json }
  /** Asked for in the form and not sent in this session. */
  | { readonly kind: 'unsent'; readonly inEffect: Json | undefined }
  | { readonly kind: 'pending'; readonly inEffect: Json | undefined; readonly waitsFor: string | null }
  | { readonly kind: 'altered'; readonly inEffect: Json; readonly asked: Json; readonly askedAtMs: number }
  | { readonly kind: 'refused'; readonly inEffect: Json | undefined; readonly message: string }
  | { readonly kind: 'locked'; readonly inEffect: Json; readonly why: string };

function lockedSince(view: SessionView): { response: string; t: number } | null {
  for (const response of values(view.responses)) {
    if (response.firstAudioMs !== null) return { response: `R${response.number}`, t: response.firstAudioMs };
  }
  return null;
}

/** Everything the standing of the options is derived from, computed once for the whole panel. */
export interface Standings {
  of(spec: OptionSpec): OptionStanding;
}

/** The standing of every option of a session. `asked` is the form; `view` null or not open: nothing is in effect. */
export function standings(
  view: SessionView | null,
  asked: OptionValues,
  options: OptionsState,
  clock: (ms: number) => string,
): Standings {
  const { effective } = view ?? { effective: null };
  const live = view !== null && (view.phase === 'open' || view.phase === 'closing') && effective !== null;
  if (!live) return { of: () => ({ kind: 'not-connected' }) };
  const inForce = optionsFromSession(effective);
  const { lastUpdate } = view;
  const update = isJsonObject(lastUpdate?.session) ? optionsFromSession(lastUpdate.session) : {};
  const running = last(view.responses);

  const of = (spec: OptionSpec): OptionStanding => {
    const { id } = spec;
    const inEffect = inForce[id];
    const wanted = asked[id];
    if (spec.changeable === 'before-first-audio' && inEffect !== undefined) {
      const since = lockedSince(view);
      if (since !== null) {
        const why = `Fixed since ${since.response} began to speak at ${clock(since.t)}. A new session can have another.`;
        return { kind: 'locked', inEffect, why };
      }
    }
    if (options.waiting.includes(id)) {
      const waitsFor = running?.status === 'in_progress' ? `R${running.number}` : null;
      return { kind: 'pending', inEffect, waitsFor };
    }
    if (options.handed.includes(id)) return { kind: 'pending', inEffect, waitsFor: null };
    const refusal = options.refusals[id];
    if (refusal !== undefined) return { kind: 'refused', inEffect, message: refusal };
    if (wanted === undefined) return { kind: 'default', inEffect };
    const inUpdate = lastUpdate !== null && sameValue(update[id], wanted);
    if (inUpdate && lastUpdate.state === 'pending') return { kind: 'pending', inEffect, waitsFor: null };
    if (inEffect !== undefined && sameValue(inEffect, wanted)) {
      return { kind: sameValue(wanted, spec.default) ? 'default' : 'accepted', inEffect };
    }
    if (inUpdate && lastUpdate.state === 'refused') {
      return { kind: 'refused', inEffect, message: lastUpdate.message ?? 'The service gave no reason.' };
    }
    const sent = options.sent[id];
    if (sent === undefined || !sameValue(sent.value, wanted)) return { kind: 'unsent', inEffect };
    // An empty text asks for the service's own, and what that is the service may or may not say.
    if (inEffect === undefined || wanted === null) return { kind: 'default', inEffect };
    return { kind: 'altered', inEffect, asked: wanted, askedAtMs: sent.t };
  };
  return { of };
}
