import { type RefObject, useEffect, useReducer, useRef } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import { defaultEndpoint, endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { usePreferences, useStores } from '../../store/context.ts';
import type { StartIntent } from '../../store/start.ts';
import { proxyLogin } from './network-fields.tsx';
import { readForm, type StartForm, suggestedName } from './start-form.ts';
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
  const { bench, control, host, preferences, profiles, start } = useStores();
  const settings = usePreferences((all) => all);
  const [state, dispatch] = useReducer(startPageReducer, null, () =>
    openedWith(settings, profiles.find(settings.profileId)),
  );
  const { form, other, focus } = state;

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

  // After the page is drawn: the field may be drawn by what the intent changed.
  useEffect(() => {
    if (focus === null) return;
    const fields = fieldsOf[focus.intent].map((id) => formElement.current?.elements.namedItem(id));
    for (const field of fields) {
      if (!(field instanceof HTMLElement)) continue;
      field.focus();
      return;
    }
  }, [focus, formElement]);

  const edit = (part: Partial<StartForm>): void => dispatch({ type: 'edited', part });
  const take = (profile: Profile | null): void => {
    dispatch({ type: 'profile-chosen', profile });
    if (profile === null) {
      void preferences.change({ profileId: null });
      return;
    }
    const options = Object.keys(profile.options).length === 0 ? {} : { options: profile.options };
    void preferences.change({
      profileId: profile.id,
      // An address that may not be used is not written a second time; the form says what is wrong with it.
      ...(endpointUrl(profile.endpoint).ok ? { endpoint: profile.endpoint } : {}),
      network: profile.network,
      ...options,
    });
  };
  /** Counts choices: an answer about one that was left meanwhile is passed over. */
  const choices = useRef(0);
  const chooseProfile = async (profile: Profile | null): Promise<void> => {
    choices.current += 1;
    const choice = choices.current;
    if (profile === null) return take(null);
    const answer = await bench.call('connection.ask', { endpoint: profile.endpoint, network: profile.network });
    if (choice !== choices.current) return;
    if (answer.ok && answer.ask !== null) dispatch({ type: 'asked', asked: { profile, facts: answer.ask } });
    else take(profile);
  };
  /** Hands over what was typed and not stored; whoever presses Start means it to be used. */
  const handOver = async (to: Endpoint): Promise<void> => {
    const login = proxyLogin(form.network);
    if (form.key !== '') await host.storeSecret(to, form.key);
    if (form.proxyPassword !== '' && login !== null) await host.storeSecret(login, form.proxyPassword);
    edit({ key: '', proxyPassword: '' });
  };
  const begin = async (): Promise<void> => {
    // A profile that waits to be accepted is on screen: nothing else is started in its place.
    if (state.asked !== null && state.asked.profile !== null) return;
    if (other) {
      const reading = readForm(form);
      dispatch({ type: 'tried' });
      if (!reading.ok) return;
      const way = { endpoint: reading.endpoint, network: reading.network };
      const typed = form.key !== '';
      await handOver(reading.endpoint);
      // A key is entered for the way that stands beside it.
      if (typed) await bench.call('connection.accept', way);
      const answer = await bench.call('connection.ask', way);
      if (answer.ok && answer.ask !== null) {
        return dispatch({ type: 'asked', asked: { profile: null, facts: answer.ask } });
      }
      await preferences.change({ endpoint: reading.endpoint, network: reading.network, profileId: form.profileId });
    }
    await control.start();
  };
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
      const reading = readForm(form);
      const way = asked.profile ?? (reading.ok ? { endpoint: reading.endpoint, network: reading.network } : null);
      if (way === null) return;
      const answer = await bench.call('connection.accept', { endpoint: way.endpoint, network: way.network });
      if (!answer.ok) return dispatch({ type: 'refused', problem: errorText(answer.error) });
      dispatch({ type: 'asked', asked: null });
      if (asked.profile === null) await begin();
      else take(asked.profile);
    },
    leaveAsked: () => dispatch({ type: 'asked', asked: null }),
    async save() {
      const reading = readForm(form);
      dispatch({ type: 'tried' });
      if (!reading.ok) return;
      const name = form.name.trim() || suggestedName(form);
      const options = form.keepOptions ? settings.options : {};
      const draft = { name, endpoint: reading.endpoint, network: reading.network, options };
      const saved = await profiles.save(draft, form.profileId);
      if (saved === null) {
        dispatch({ type: 'refused', problem: profiles.getState().problem });
        return;
      }
      await handOver(saved.endpoint);
      take(saved);
    },
  };
}
