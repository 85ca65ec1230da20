import { type RefObject, useEffect, useReducer, useRef } from 'react';
import { type BenchError, errorText, ok, type Result } from '../../../shared/kit/errors.ts';
import { defaultEndpoint, endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import type { SecretOwner } from '../../../shared/protocol/endpoints/credential-id.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { useAllStores, useFirst, usePreferences } from '../../store/context.ts';
import type { StartIntent } from '../../store/start.ts';
import { useLate } from '../../ui/late.ts';
import { deploymentForm } from './late-parts.ts';
import { isTyped, settleWay } from './settle-way.ts';
import { type FormReading, proxyLogin, readForm, type StartForm, suggestedName } from './start-form.ts';
import { fieldsOf, openedWith, startPageReducer, type StartPageState } from './start-state.ts';

export interface StartPageControl {
  readonly state: StartPageState;
  edit(part: Partial<StartForm>): void;
  chooseSimulator(): void;
  chooseOther(): void;
  chooseProfile(profile: Profile | null): void;
  openMore(open: boolean): void;
  /** The person takes what was asked about. */
  accept(): Promise<void>;
  leaveAsked(): void;
  begin(): Promise<void>;
  save(): Promise<void>;
}

/**
 * The start page's own state, and what its buttons do. The focus goes to a field of `formElement`, or to `startButton`
 * when the page is opened for nothing else.
 */
export function useStartPage(
  formElement: RefObject<HTMLFormElement | null>,
  startButton: RefObject<HTMLButtonElement | null>,
): StartPageControl {
  const { bench, host, preferences, profiles, start } = useFirst();
  const all = useAllStores();
  const settings = usePreferences((all) => all);
  const [state, dispatch] = useReducer(startPageReducer, null, () =>
    openedWith(settings, profiles.find(settings.profileId)),
  );
  const { form, other, focus, choosing, startWanted } = state;

  useEffect(() => {
    const follow = (intent: StartIntent | null): void => {
      if (intent === null) return;
      start.followed();
      dispatch({ type: 'intent-came', intent });
    };
    const { intent } = start.getState();
    if (intent === null) startButton.current?.focus({ preventScroll: true });
    else follow(intent);
    return start.subscribe((next) => follow(next.intent));
  }, [start, startButton]);

  // After the page is drawn: the field may be drawn by what the intent changed, and its form is read behind the page.
  const isDrawn = useLate(deploymentForm) !== null;
  useEffect(() => {
    if (focus === null || !isDrawn) return;
    const fields = fieldsOf[focus.intent].map((id) => formElement.current?.elements.namedItem(id));
    for (const field of fields) {
      if (!(field instanceof HTMLElement)) continue;
      field.focus();
      return;
    }
  }, [focus, isDrawn, formElement]);

  const refuse = (error: BenchError): void => dispatch({ type: 'refused', problem: errorText(error) });
  const edit = (part: Partial<StartForm>): void => dispatch({ type: 'edited', part });
  const keep = (profile: Profile): void => {
    const options = Object.keys(profile.options).length === 0 ? {} : { options: profile.options };
    void preferences.change({
      profileId: profile.id,
      // An address that may not be used is not written a second time; the form says what is wrong with it.
      ...(endpointUrl(profile.endpoint).ok ? { endpoint: profile.endpoint } : {}),
      network: profile.network,
      ...options,
    });
  };
  const take = (profile: Profile | null): void => {
    dispatch({ type: 'profile-chosen', profile });
    if (profile === null) void preferences.change({ profileId: null });
    else keep(profile);
  };
  /** Counts choices: an answer about one that was left meanwhile is passed over. */
  const choices = useRef(0);
  const chooseProfile = async (profile: Profile | null): Promise<void> => {
    choices.current += 1;
    const choice = choices.current;
    if (profile === null) return take(null);
    dispatch({ type: 'choosing' });
    const way = { endpoint: profile.endpoint, network: profile.network };
    const answer = await bench.call('connection.ask', way);
    if (choice !== choices.current) return;
    if (!answer.ok) refuse(answer.error);
    else if (answer.ask === null) take(profile);
    else dispatch({ type: 'asked', asked: { profile, way, facts: answer.ask } });
  };
  /** Hands over what was typed and not stored; whoever presses Start means it to be used. Refuses where one of them is not kept. */
  const handOver = async (to: Endpoint): Promise<Result> => {
    const login = proxyLogin(form.network);
    const secrets: readonly (readonly [SecretOwner | null, string])[] = [
      [to, form.key],
      [login, form.proxyPassword],
    ];
    for (const [owner, secret] of secrets) {
      if (owner === null || secret === '') continue;
      const stored = await host.storeSecret(owner, secret);
      if (!stored.ok) return stored;
      dispatch({ type: 'handed', secret });
    }
    return ok({});
  };
  /** Whether the way in the form may be used; where a person has to see it first, it is shown. */
  const mayUse = async (
    { endpoint, network }: Extract<FormReading, { ok: true }>,
    next: 'start' | 'save',
  ): Promise<boolean> => {
    const typedNetwork = isTyped(form.network, state.came);
    const settled = await settleWay(bench, { endpoint, network, withKey: form.key !== '', typedNetwork });
    if (!settled.ok) refuse(settled.error);
    else if (settled.ask === null) return true;
    else {
      const way = { endpoint, network };
      dispatch({ type: 'asked', asked: { profile: null, way, form, facts: settled.ask, next, isWanted: true } });
    }
    return false;
  };
  const begin = async (): Promise<void> => {
    if (choosing) return dispatch({ type: 'start-wanted', wanted: true });
    // A profile that waits to be accepted is on screen: nothing else is started in its place.
    if (state.asked !== null && state.asked.profile !== null) {
      return dispatch({ type: 'asked', asked: { ...state.asked, isWanted: true } });
    }
    if (other) {
      const reading = readForm(form);
      dispatch({ type: 'tried' });
      if (!reading.ok) return;
      if (!(await mayUse(reading, 'start'))) return;
      const { endpoint, network } = reading;
      const handed = await handOver(endpoint);
      if (!handed.ok) return refuse(handed.error);
      const kept = await preferences.change({ endpoint, network, profileId: form.profileId });
      // A file that takes nothing costs the next run its memory; a refused way must not start what was there before it.
      if (!kept.ok && kept.error.reason !== 'disk') return refuse(kept.error);
    }
    await (await all.come()).control.start();
  };
  const save = async (): Promise<void> => {
    const reading = readForm(form);
    dispatch({ type: 'tried' });
    if (!reading.ok || !(await mayUse(reading, 'save'))) return;
    const name = form.name.trim() || suggestedName(form);
    const options = form.keepOptions ? settings.options : {};
    const draft = { name, endpoint: reading.endpoint, network: reading.network, options };
    const choice = choices.current;
    const saved = await profiles.save(draft, form.profileId);
    if (saved === null) return dispatch({ type: 'refused', problem: profiles.getState().problem });
    if (choice === choices.current) {
      dispatch({ type: 'profile-saved', profile: saved, asked: form });
      keep(saved);
    }
    const handed = await handOver(saved.endpoint);
    if (!handed.ok) refuse(handed.error);
  };
  // Once the page is drawn with what was chosen, `begin` means it.
  const beginNow = useRef(begin);
  useEffect(() => {
    beginNow.current = begin;
  });
  useEffect(() => {
    if (!startWanted || choosing) return;
    dispatch({ type: 'start-wanted', wanted: false });
    void beginNow.current();
  }, [startWanted, choosing]);
  return {
    state,
    edit,
    chooseSimulator() {
      dispatch({ type: 'simulator-chosen' });
      const { endpoint } = settings;
      void preferences.change({
        profileId: null,
        endpoint: endpoint.kind === 'simulator' ? endpoint : defaultEndpoint,
      });
    },
    chooseOther: () => dispatch({ type: 'other-chosen' }),
    chooseProfile: (profile) => void chooseProfile(profile),
    openMore: (open) => dispatch({ type: 'more', open }),
    begin,
    async accept() {
      const { asked } = state;
      if (asked === null) return;
      const answer = await bench.call('connection.accept', asked.way);
      if (!answer.ok) return refuse(answer.error);
      dispatch({ type: 'asked', asked: null });
      if (asked.profile !== null) take(asked.profile);
      else await (asked.next === 'save' ? save() : begin());
    },
    leaveAsked: () => dispatch({ type: 'asked', asked: null }),
    save,
  };
}
