import type { Args, BenchApi, OptionValues } from '../../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { Json } from '../../../shared/kit/json.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { factLines, factSentence } from '../../../shared/protocol/endpoints/connection-facts.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { type Profile, sameName } from '../../../shared/protocol/endpoints/profiles.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { checkOption, optionSpec, optionSpecs, readOptionText } from '../../../shared/protocol/options/options.ts';
import { type ExitCode, exitCodes } from '../output/terminal-text.ts';
import { type EndpointFlags, endpointFromFlags, typedName } from './endpoint-flags.ts';
import { readCaFile } from './network-flags.ts';

/** The saved profile of a name, or a refusal that says which there are. */
export async function findProfile(bench: Pick<BenchApi, 'call'>, name: string): Promise<Result<{ profile: Profile }>> {
  const listed = await bench.call('profiles.list', {});
  if (!listed.ok) return listed;
  const profile = listed.profiles.find((one) => sameName(one.name, name));
  if (profile !== undefined) return ok({ profile });
  const names = listed.profiles.map((one) => repeated(one.name)).join(', ');
  return refuse(
    benchError('not-found', `There is no profile called ${repeated(name)}.`, {
      nextStep:
        names === ''
          ? 'None is saved yet: save one in the window, or voxtally profiles import FILE.'
          : `There are ${names}.`,
    }),
  );
}

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

/** Option values from `id=value` words. Refuses an unknown id and a value that cannot be sent, in a sentence. */
export function optionsFromWords(words: readonly string[]): Result<{ options: OptionValues }> {
  const options = new Map<string, Json>();
  for (const word of words) {
    const split = word.indexOf('=');
    const id = split < 0 ? word : word.slice(0, split);
    if (split < 0) return bad(`--option ${repeatable(word)} needs a value: --option ${repeatable(id)}=VALUE.`);
    const spec = optionSpec(id);
    if (spec === undefined) {
      const known = optionSpecs.map((option) => option.id).join(', ');
      return bad(`There is no option ${repeated(id)}; there are ${known}.`);
    }
    const read = readOptionText(spec, word.slice(split + 1));
    const problem = read.ok ? checkOption(spec, read.value) : read.problem;
    if (!read.ok || problem !== null) return bad(`--option ${repeatable(word)}: ${problem}`);
    options.set(id, read.value);
  }
  return ok({ options: Object.fromEntries(options) });
}

export interface StartWanted {
  readonly flags: EndpointFlags;
  /** Name of the profile to start from. */
  readonly profile: string | undefined;
  readonly options: OptionValues;
  readonly proxy: NetworkSettings['proxy'] | undefined;
  readonly caFile: string | undefined;
  readonly input: Args<'session.start'>['input'];
  /** The person says that he has seen what the profile does. */
  readonly acceptProfile: boolean;
}

/** Puts the lines before the person at the terminal; null: nobody is there to be asked. */
export type AskPerson = ((lines: readonly string[]) => Promise<boolean>) | null;

type Start =
  | { readonly ok: true; readonly start: Args<'session.start'> }
  | { readonly ok: false; readonly error: BenchError; readonly code: ExitCode };

const failed = ({ error }: Extract<Result, { ok: false }>, code: ExitCode = exitCodes.failed): Start => ({
  ...refuse(error),
  code,
});

/** What a profile does is shown before its first use, and taken once the person says so. */
async function seen(
  bench: Pick<BenchApi, 'call'>,
  way: Args<'connection.ask'>,
  { name, isAccepted, askPerson }: { name: string; isAccepted: boolean; askPerson: AskPerson },
): Promise<Result> {
  const asked = await bench.call('connection.ask', way);
  if (!asked.ok || asked.ask === null) return asked;
  const lines = factLines(asked.ask).map(([what, value]) => `${what}: ${value}`);
  const taken =
    isAccepted ||
    ((await askPerson?.([`The profile ${repeated(name)} has not been accepted on this machine.`, ...lines])) ?? false);
  if (taken) return await bench.call('connection.accept', way);
  const message = `Nothing was sent: nobody has accepted yet what the profile ${repeated(name)} does. ${factSentence(asked.ask)}`;
  return refuse(
    benchError('not-accepted', message, {
      nextStep: 'Where that is what you want, say so with --accept-profile, once.',
    }),
  );
}

/**
 * A transcription session has no room for a deployment: the name that was typed is that of its transcription model, so no other
 * may be asked for.
 */
function oneTranscriber(endpoint: Endpoint, flags: EndpointFlags, options: OptionValues): Result {
  const typed = typedName(endpoint, flags);
  const model = options['transcription.model'];
  const transcribes =
    options['type'] === 'transcription' || ('intent' in endpoint && endpoint.intent === 'transcription');
  if (typed === null || typeof model !== 'string' || model === typed.name || !transcribes) return ok({});
  const names = `${typed.flag} names ${repeatable(typed.name)}, transcription.model ${repeatable(model)}`;
  return bad(`A transcription session has one model, and ${names}. Give one of them.`);
}

/** What a session starts with: what the profile holds, where a flag says nothing else. */
export async function startArgs(
  bench: Pick<BenchApi, 'call'>,
  wanted: StartWanted,
  askPerson: AskPerson = null,
): Promise<Start> {
  const found = wanted.profile === undefined ? null : await findProfile(bench, wanted.profile);
  if (found !== null && !found.ok) return failed(found);
  const profile = found?.profile;
  const endpoint = endpointFromFlags(wanted.flags, profile?.endpoint);
  if (!endpoint.ok) return failed(endpoint, exitCodes.usage);
  const options = { ...profile?.options, ...wanted.options };
  const single = oneTranscriber(endpoint.endpoint, wanted.flags, options);
  if (!single.ok) return failed(single, exitCodes.usage);
  const ca = wanted.caFile === undefined ? null : await readCaFile(wanted.caFile);
  if (ca !== null && !ca.ok) return failed(ca);
  const kept = profile?.network ?? defaultNetwork;
  const network = { ...kept, proxy: wanted.proxy ?? kept.proxy, extraCa: ca?.extraCa ?? kept.extraCa };
  const way = { endpoint: endpoint.endpoint, network };
  // Without a profile all of it was typed here.
  const accepted = await seen(bench, way, {
    name: profile?.name ?? '',
    isAccepted: wanted.acceptProfile || profile === undefined,
    askPerson,
  });
  if (!accepted.ok) return failed(accepted);
  return {
    ok: true,
    start: {
      endpoint: endpoint.endpoint,
      options,
      input: wanted.input,
      network,
      ...(profile === undefined ? {} : { profile: profile.name }),
    },
  };
}
