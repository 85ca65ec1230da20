import type { Handlers } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { refuseMisplacedKey } from '../../../shared/kit/untrusted/quoting.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import {
  exportProfiles,
  freeName,
  importProfiles,
  type ProfileDraft,
} from '../../../shared/protocol/endpoints/profiles.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import type { Acceptance } from '../context/acceptance.ts';
import type { PresetStore } from '../data/presets.ts';
import type { ProfileStore } from '../data/profiles.ts';
import { extraCertificates } from '../net/certificates.ts';
import type { Clients } from '../ports/control.ts';

type ProfileHandlers = Pick<Handlers, Extract<keyof Handlers, `profiles.${string}`>>;

const now = (): string => new Date().toISOString();

/** Refuses what could not be started with. */
function check({ name, endpoint, options, network }: ProfileDraft): Result {
  const key = refuseMisplacedKey([[name, 'the name of a profile']]);
  if (key !== null) return key;
  const address = endpointUrl(endpoint);
  if (!address.ok) return address;
  const complaints = checkOptions(options);
  if (complaints.length > 0) return refuse(benchError('invalid-argument', complaints.join(' ')));
  if (network.proxy.kind === 'explicit') {
    const proxy = readProxyAddress(network.proxy.url);
    if (!proxy.ok) return proxy;
    if (proxy.secret !== null) {
      return refuse(
        benchError('invalid-argument', 'The address of the proxy holds a password, and profiles hold no secret.', {
          nextStep: 'Take it out of the address and enter it in the field beside.',
        }),
      );
    }
  }
  return extraCertificates(network.extraCa);
}

export interface ProfileParts {
  readonly profiles: ProfileStore;
  readonly clients: Clients;
  readonly acceptance: Acceptance;
}

/** Commands about profiles. */
export function profileHandlers({ profiles, clients, acceptance }: ProfileParts): ProfileHandlers {
  /** Tells every window, once a change has been made. */
  const announced = async <T extends object>(change: Promise<Result<T>>): Promise<Result<T>> => {
    const changed = await change;
    if (changed.ok) clients.pushOnce({ type: 'profiles', profiles: await profiles.list() });
    return changed;
  };
  return {
    'profiles.list': async () => ok({ profiles: await profiles.list() }),
    'profiles.save': async ({ id, profile }) => {
      const checked = check(profile);
      if (!checked.ok) return checked;
      const saved = await announced(profiles.save(id, profile, now()));
      // Whoever saves it has typed what it does, or has it before his eyes.
      const accepted = saved.ok ? await acceptance.accept(profile) : saved;
      return accepted.ok ? saved : accepted;
    },
    'profiles.rename': async ({ id, name }) => {
      const key = refuseMisplacedKey([[name, 'the name of a profile']]);
      if (key !== null) return key;
      const found = await profiles.find(id);
      if (!found.ok) return found;
      const { id: _id, savedAt: _savedAt, ...draft } = found.profile;
      return announced(profiles.save(id, { ...draft, name }, now()));
    },
    'profiles.duplicate': async ({ id }) => {
      const found = await profiles.find(id);
      if (!found.ok) return found;
      const { id: _id, savedAt: _savedAt, ...draft } = found.profile;
      const added = await announced(profiles.add([draft], freeName, now()));
      const [profile] = added.ok ? added.profiles : [];
      return !added.ok || profile === undefined ? (added as Result<never>) : ok({ profile });
    },
    'profiles.delete': ({ id }) => announced(profiles.delete(id)),
    'profiles.export': async ({ ids }) => {
      const chosen = (await profiles.list()).filter((profile) => ids === null || ids.includes(profile.id));
      if (chosen.length === 0) return refuse(benchError('not-found', 'There is no profile to export.'));
      const [first] = chosen;
      const name = chosen.length === 1 ? (first?.name ?? '') : 'voxtally';
      const fileName = `${fileNameOf(name, 'voxtally')}.profiles.json`;
      return ok({ fileName, ...exportProfiles(chosen) });
    },
    'profiles.import': async ({ text }) => {
      const read = importProfiles(text);
      if (!read.ok) return read;
      for (const draft of read.drafts) {
        const checked = check(draft);
        if (!checked.ok) return checked;
      }
      const added = await announced(profiles.add(read.drafts, freeName, now()));
      return added.ok ? ok({ profiles: added.profiles, notes: read.notes }) : added;
    },
  };
}

type PresetHandlers = Pick<Handlers, 'presets.list' | 'presets.save' | 'presets.rename' | 'presets.delete'>;

/** Commands about saved sets of options. */
export function presetHandlers(presets: PresetStore): PresetHandlers {
  return {
    'presets.list': () => presets.list(),
    'presets.save': ({ name, options }) => presets.save(name, options),
    'presets.rename': ({ name, to }) => presets.rename(name, to),
    'presets.delete': ({ name }) => presets.delete(name),
  };
}
