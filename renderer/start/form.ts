import type { Preferences } from '../../shared/bench-api.ts';
import type { Profile } from '../../shared/profiles/profile.ts';
import type { Endpoint } from '../../shared/protocol/endpoint/endpoint.ts';
import type { NetworkSettings } from '../../shared/network/settings.ts';
import { draftOf, emptyDraft, readDraft, type EndpointDraft } from './draft.ts';
import { networkDraftOf, readNetwork, type NetworkDraft } from './network-draft.ts';

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
export const suggestedName = ({ draft }: StartForm): string =>
  draft.deployment.trim() ||
  draft.host.trim().split('.')[0] ||
  draft.url
    .trim()
    .replace(/^\w+:\/\//, '')
    .split('/')[0] ||
  '';
