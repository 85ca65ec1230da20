import type { Args, BenchApi, OptionValues } from '../../shared/bench-api.ts';
import { refuse, type BenchError, type Result } from '../../shared/errors.ts';
import { defaultNetwork } from '../../shared/network/default-network.ts';
import type { NetworkSettings } from '../../shared/network/settings.ts';
import type { EndpointFlags } from './flags/endpoint-flags.ts';
import { endpointFromFlags } from './flags/endpoint-from-flags.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { findProfile } from './find-profile.ts';
import { readCaFile } from './flags/network-flags.ts';

export interface StartWanted {
  readonly flags: EndpointFlags;
  /** Name of the profile to start from. */
  readonly profile: string | undefined;
  readonly options: OptionValues;
  readonly proxy: NetworkSettings['proxy'] | undefined;
  readonly caFile: string | undefined;
  readonly input: Args<'session.start'>['input'];
}

type Start =
  | { readonly ok: true; readonly start: Args<'session.start'> }
  | { readonly ok: false; readonly error: BenchError; readonly code: ExitCode };

const failed = ({ error }: Extract<Result, { ok: false }>, code: ExitCode = exitCodes.failed): Start => ({
  ...refuse(error),
  code,
});

/** What a session starts with: what the profile holds, where a flag says nothing else. */
export async function startArgs(bench: Pick<BenchApi, 'call'>, wanted: StartWanted): Promise<Start> {
  const found = wanted.profile === undefined ? null : await findProfile(bench, wanted.profile);
  if (found !== null && !found.ok) return failed(found);
  const profile = found?.profile;
  const endpoint = endpointFromFlags(wanted.flags, profile?.endpoint);
  if (!endpoint.ok) return failed(endpoint, exitCodes.usage);
  const ca = wanted.caFile === undefined ? null : await readCaFile(wanted.caFile);
  if (ca !== null && !ca.ok) return failed(ca);
  const network = profile?.network ?? defaultNetwork;
  return {
    ok: true,
    start: {
      endpoint: endpoint.endpoint,
      options: { ...profile?.options, ...wanted.options },
      input: wanted.input,
      network: { ...network, proxy: wanted.proxy ?? network.proxy, extraCa: ca?.extraCa ?? network.extraCa },
      ...(profile === undefined ? {} : { profile: profile.name }),
    },
  };
}
