import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { assertNever } from '../../../shared/kit/errors.ts';
import type { ConnectionFacts } from '../../../shared/protocol/endpoints/connection-facts.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type { StartIntent } from '../../store/start.ts';
import {
  afterSaving,
  emptyForm,
  formOfPreferences,
  formOfProfile,
  type NetworkDraft,
  type StartForm,
} from './start-form.ts';

/** A way that has to be accepted before it is used. */
export interface AskedWay {
  /** null: it stood in the form. */
  readonly profile: Profile | null;
  /** What is accepted: the very way whose facts are shown. */
  readonly way: Pick<Profile, 'endpoint' | 'network'>;
  readonly facts: ConnectionFacts;
  /** The form that it stood in: of another one nobody asks any more. */
  readonly form?: StartForm;
  /** What is done with the form once it is accepted. */
  readonly next?: 'start' | 'save';
  /** A start waits for it: the focus goes there. */
  readonly isWanted?: boolean;
}

/** What waits for a person, in a few words. */
export const askedWords = ({ profile }: AskedWay): string =>
  profile === null
    ? 'This way has not been accepted for your key'
    : `${profile.name} has not been accepted on this machine`;

/** What the start page holds beside the preferences, which are kept. */
export interface StartPageState {
  readonly form: StartForm;
  /** The network as it came into the form. */
  readonly came: NetworkDraft;
  /** The form of a deployment is chosen, not the simulator. */
  readonly other: boolean;
  /** Something was tried with the form: it says what is missing. Before that it would only scold. */
  readonly strict: boolean;
  /** The rows that few need are shown. */
  readonly moreOpen: boolean;
  /** Why what was last tried here was not done; null: it was, or nobody tried since. */
  readonly refused: string | null;
  /** What waits for a person to accept it; null: nothing. */
  readonly asked: AskedWay | null;
  /** A profile is chosen, and it is being asked whether it has to be accepted first. */
  readonly choosing: boolean;
  /** Start was pressed meanwhile, and means that profile. */
  readonly startWanted: boolean;
  /** Where the focus is wanted; a new object each time it is. Null: nowhere. */
  readonly focus: { readonly intent: StartIntent } | null;
}

/** What can happen to it. */
export type StartPageChange =
  | { readonly type: 'edited'; readonly part: Partial<StartForm> }
  /** What the page was opened for, or is asked for while it is open. */
  | { readonly type: 'intent-came'; readonly intent: StartIntent }
  | { readonly type: 'simulator-chosen' }
  | { readonly type: 'other-chosen' }
  /** Null: the profile that was chosen is gone. */
  | { readonly type: 'profile-chosen'; readonly profile: Profile | null }
  /** `asked`: the form that was saved as this profile. */
  | { readonly type: 'profile-saved'; readonly profile: Profile; readonly asked: StartForm }
  | { readonly type: 'asked'; readonly asked: AskedWay | null }
  /** A secret was stored: it need not stand in the form any longer, unless another one was typed since. */
  | { readonly type: 'handed'; readonly secret: string }
  | { readonly type: 'choosing' }
  | { readonly type: 'start-wanted'; readonly wanted: boolean }
  | { readonly type: 'tried' }
  | { readonly type: 'refused'; readonly problem: string | null }
  | { readonly type: 'more'; readonly open: boolean };

const filled = (form: StartForm): Pick<StartPageState, 'form' | 'came'> => ({ form, came: form.network });

/** The page as the preferences leave it. `profile`: the one they name, where it is still there. */
export const openedWith = (preferences: Preferences, profile: Profile | null): StartPageState => ({
  ...filled(profile === null ? formOfPreferences(preferences) : formOfProfile(profile)),
  other: preferences.endpoint.kind !== 'simulator',
  strict: false,
  moreOpen: false,
  refused: null,
  asked: null,
  choosing: false,
  startWanted: false,
  focus: null,
});

/** The page as it stands once it leads to what it was opened for. */
function openedFor(state: StartPageState, intent: StartIntent): StartPageState {
  const next = { ...state, other: true, focus: { intent } };
  switch (intent) {
    case 'new':
      return { ...next, ...filled(emptyForm) };
    case 'entra':
      return { ...next, form: { ...state.form, draft: { ...state.form.draft, auth: 'entra' } } };
    case 'network':
      return { ...next, moreOpen: true };
    case 'key':
    case 'address':
      return next;
    default:
      return assertNever(intent, 'Intent of the start page');
  }
}

export function startPageReducer(state: StartPageState, change: StartPageChange): StartPageState {
  switch (change.type) {
    case 'edited':
      return { ...state, refused: null, asked: null, form: { ...state.form, ...change.part } };
    case 'intent-came':
      return openedFor(state, change.intent);
    case 'simulator-chosen':
      return { ...state, other: false, asked: null };
    case 'other-chosen':
      return { ...state, other: true };
    case 'profile-chosen': {
      const { profile } = change;
      const calm = { ...state, strict: false, refused: null, asked: null, choosing: false };
      return profile === null
        ? { ...calm, ...filled(emptyForm) }
        : { ...calm, other: true, ...filled(formOfProfile(profile)) };
    }
    case 'profile-saved': {
      const form = afterSaving(state.form, change.asked, change.profile);
      const came = formOfProfile(change.profile).network;
      return { ...state, strict: false, refused: null, asked: null, other: true, form, came };
    }
    case 'asked': {
      const { asked } = change;
      const isPast = asked?.form !== undefined && asked.form !== state.form;
      return isPast ? state : { ...state, asked, choosing: false };
    }
    case 'handed': {
      const { key, proxyPassword } = state.form;
      const left = (typed: string): string => (typed === change.secret ? '' : typed);
      return { ...state, form: { ...state.form, key: left(key), proxyPassword: left(proxyPassword) } };
    }
    case 'choosing':
      return { ...state, choosing: true, refused: null };
    case 'start-wanted':
      return { ...state, startWanted: change.wanted };
    case 'tried':
      return { ...state, strict: true };
    case 'refused':
      return { ...state, refused: change.problem, choosing: false, startWanted: false };
    case 'more':
      return { ...state, moreOpen: change.open };
    default:
      return assertNever(change, 'Change of the start page');
  }
}

/** Fields that an intent leads to, by id; the first that is there gets the focus. */
export const fieldsOf: Readonly<Record<StartIntent, readonly string[]>> = {
  new: ['deployment-host', 'deployment-url'],
  key: ['deployment-key', 'deployment-host'],
  address: ['deployment-host', 'deployment-url'],
  entra: ['entra-tenant'],
  network: ['proxy-url', 'deployment-more'],
};
