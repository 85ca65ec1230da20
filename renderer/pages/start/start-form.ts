import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import {
  draftOf,
  emptyDraft,
  type EndpointDraft,
  nameOfDraft,
  readDraft,
} from '../../../shared/protocol/endpoints/draft.ts';
import type { ProxyLogin } from '../../../shared/protocol/endpoints/credential-id.ts';
import { defaultNetwork, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';

/** The network settings as they stand in the form. */
export interface NetworkDraft {
  readonly proxy: NetworkSettings['proxy']['kind'];
  readonly url: string;
  readonly user: string;
  readonly systemCertificates: boolean;
  readonly extraCa: NetworkSettings['extraCa'];
}

function networkDraftOf(settings: NetworkSettings = defaultNetwork): NetworkDraft {
  const { proxy, systemCertificates, extraCa } = settings;
  const explicit = proxy.kind === 'explicit' ? proxy : null;
  return { proxy: proxy.kind, url: explicit?.url ?? '', user: explicit?.user ?? '', systemCertificates, extraCa };
}

export type NetworkReading =
  { readonly ok: true; readonly network: NetworkSettings } | { readonly ok: false; readonly problem: string };

export function readNetwork({ proxy, url, user, systemCertificates, extraCa }: NetworkDraft): NetworkReading {
  const rest = { systemCertificates, extraCa };
  if (proxy !== 'explicit') return { ok: true, network: { proxy: { kind: proxy }, ...rest } };
  const read = readProxyAddress(url);
  if (!read.ok) return { ok: false, problem: errorText(read.error) };
  const name = user.trim() === '' ? {} : { user: user.trim() };
  return { ok: true, network: { proxy: { kind: 'explicit', url: read.url, ...name }, ...rest } };
}

/** Whose password the form asks for; null while proxy or user are not named. */
export function proxyLogin({ proxy, url, user }: NetworkDraft): ProxyLogin | null {
  if (proxy !== 'explicit' || user.trim() === '') return null;
  const read = readProxyAddress(url);
  return read.ok ? { kind: 'proxy', url: read.url, user: user.trim() } : null;
}

/** How the connection leaves this machine, in a few words. */
export function networkWords({ proxy, url, extraCa }: NetworkDraft): string {
  const way = {
    system: 'proxy as the system is set',
    none: 'no proxy',
    explicit: `proxy ${url === '' ? 'to be named' : url}`,
  }[proxy];
  return extraCa === null ? `${way}.` : `${way}, ${extraCa.name} trusted too.`;
}

/** An address out of which parameters were left that may be no secret; whoever says so gets them back. Holds no key. */
export interface LeftOut {
  readonly address: string;
  /** Names that were said to be no secret. */
  readonly allowed: readonly string[];
  /** Names that stand in the address and not in the form. */
  readonly names: readonly string[];
}

/** Everything the form of a deployment holds. The secrets stand in it only until they are handed over. */
export interface StartForm {
  /** The profile it changes; null: none yet. */
  readonly profileId: string | null;
  readonly name: string;
  readonly draft: EndpointDraft;
  readonly network: NetworkDraft;
  readonly key: string;
  readonly proxyPassword: string;
  /** The options asked for now go into the profile when it is saved. */
  readonly keepOptions: boolean;
  /** What taking a pasted address apart had to say. */
  readonly notes: readonly string[];
  /** What was left out of a pasted address and may come back; null: nothing. */
  readonly leftOut: LeftOut | null;
}

export const emptyForm: StartForm = {
  profileId: null,
  name: '',
  draft: emptyDraft,
  network: networkDraftOf(),
  key: '',
  proxyPassword: '',
  keepOptions: true,
  notes: [],
  leftOut: null,
};

export const formOfProfile = ({ id, name, endpoint, network, options }: Profile): StartForm => ({
  ...emptyForm,
  profileId: id,
  name,
  draft: draftOf(endpoint),
  network: networkDraftOf(network),
  keepOptions: Object.keys(options).length > 0,
});

/** The form once `asked` was saved as a profile: as the profile reads it, but for what was typed since. */
export function afterSaving(now: StartForm, asked: StartForm, profile: Profile): StartForm {
  const saved = formOfProfile(profile);
  return {
    ...now,
    profileId: saved.profileId,
    name: now.name === asked.name ? saved.name : now.name,
    draft: now.draft === asked.draft ? saved.draft : now.draft,
    network: now.network === asked.network ? saved.network : now.network,
    keepOptions: now.keepOptions === asked.keepOptions ? saved.keepOptions : now.keepOptions,
    notes: now.notes === asked.notes ? saved.notes : now.notes,
    leftOut: now.leftOut === asked.leftOut ? saved.leftOut : now.leftOut,
  };
}

/** The form as it was left at the last start. */
export const formOfPreferences = ({ endpoint, network }: Preferences): StartForm => ({
  ...emptyForm,
  draft: draftOf(endpoint),
  network: networkDraftOf(network),
});

export type FormReading =
  | { readonly ok: true; readonly endpoint: Endpoint; readonly network: NetworkSettings }
  | { readonly ok: false; readonly problem: string };

export function readForm({ draft, network }: StartForm): FormReading {
  const deployment = readDraft(draft);
  if (!deployment.ok) return deployment;
  const way = readNetwork(network);
  return way.ok ? { ok: true, endpoint: deployment.endpoint, network: way.network } : way;
}

/** A name for a profile nobody has named: that of the deployment. */
export const suggestedName = ({ draft }: StartForm): string => nameOfDraft(draft);
