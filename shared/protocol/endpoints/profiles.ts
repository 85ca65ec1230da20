import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { asArray, asString, isJsonObject, type Json, type JsonObject, readJson } from '../../kit/json.ts';
import { repeatable, repeated } from '../../kit/untrusted/quoting.ts';
import { jsonText } from '../../kit/untrusted/safe-text.ts';
import { isSecretName, secretIn } from '../../kit/untrusted/secret-forms.ts';
import { cleanAddress } from '../../kit/untrusted/secrets-in-addresses.ts';
import { checkOption, optionSpec } from '../options/options.ts';
import { optionValues } from '../options/schema.ts';
import { endpointUrl } from './address.ts';
import { defaultNetwork } from './network.ts';
import { endpointSchema, networkSchema } from './schema.ts';

/** What a profile holds, by part. A new part is one optional entry: files of before then still read. Never a secret. */
export const profileParts = {
  endpoint: endpointSchema,
  /** What to ask of the service; empty: whatever is set in the window. */
  options: optionValues,
  network: networkSchema,
} as const;

export const profileName = z.string().trim().min(1).max(100);

/** What a person gives when a profile is saved. */
export const profileDraftSchema = z.object({ name: profileName, ...profileParts });
export type ProfileDraft = z.infer<typeof profileDraftSchema>;

/** A named way to a deployment, kept by the engine. */
export const profileSchema = z.object({
  id: z.string().min(1).max(100),
  /** ISO 8601 in UTC. */
  savedAt: z.string(),
  ...profileDraftSchema.shape,
});
export type Profile = z.infer<typeof profileSchema>;

/** Two names that a person would not tell apart. */
export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The name itself, or with the first free number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const base = wanted.trim().slice(0, 90);
  if (!taken.some((name) => sameName(name, base))) return base;
  const stem = base.replace(/ \(\d+\)$/, '');
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${number})`;
    if (!taken.some((other) => sameName(other, name))) return name;
  }
}

interface WithoutSecrets {
  readonly value: Json;
  /** Where something was taken out, as dotted paths. */
  readonly places: readonly string[];
}

function textWithoutSecrets(value: string, name: string, path: string, allowed: readonly string[]): WithoutSecrets {
  const gone: WithoutSecrets = { value: '', places: [path] };
  if (value !== '' && isSecretName(name)) return gone;
  if (name === 'url' || (/^[a-z][a-z0-9+.-]*:[/\\]{2}/i.test(value) && !/\s/.test(value))) {
    const { address, secret, left, unnamed, secretInPath } = cleanAddress(value, allowed);
    if (secretInPath) return gone;
    if (address !== value) {
      const places = [
        ...(secret === null ? [] : [path]),
        ...left.map((parameter) => `${path}, parameter ${parameter}`),
        ...(unnamed ? [`${path}, a parameter without a name`] : []),
      ];
      return { value: address, places: places.length === 0 ? [path] : places };
    }
  }
  return secretIn(value) === null ? { value, places: [] } : gone;
}

/**
 * A value without anything that looks like a secret: fields of such a name, keys and tokens of a well-known form, logins and keys
 * in addresses, and parameters of addresses that are not known to be harmless. Names the places, and never what stood there.
 * @param allowed names of parameters that the person says are no secret
 */
function withoutSecrets(value: Json, allowed: readonly string[] = [], path = '', name = ''): WithoutSecrets {
  if (typeof value === 'string') return textWithoutSecrets(value, name, path, allowed);
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).map((entry, index) =>
      withoutSecrets(entry, allowed, `${path}[${index}]`, name),
    );
    return { value: parts.map((part) => part.value), places: parts.flatMap(({ places }) => places) };
  }
  if (!isJsonObject(value)) return { value, places: [] };
  const parts = Object.entries(value).map(([key, entry]) => {
    const part = withoutSecrets(entry, allowed, path === '' ? key : `${path}.${key}`, key);
    return { key, part, gone: part.value === '' && part.places.length > 0 };
  });
  return {
    value: Object.fromEntries(parts.filter(({ gone }) => !gone).map(({ key, part }) => [key, part.value])),
    places: parts.flatMap(({ part }) => part.places),
  };
}

const mostBytes = 2_000_000;
const mostProfiles = 200;
const fileFormat = { voxtally: 1, kind: 'profiles' } as const;
const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));
const otherFile = 'Choose a file that Voxtally exported; its name ends in .profiles.json.';

/** Names of parameters that the person who saved it says are no secret. */
const allowedBy = (endpoint: unknown): readonly string[] =>
  isJsonObject(endpoint) ? asArray(endpoint['allowParameters']).filter((name) => typeof name === 'string') : [];

/** Profiles as a file for another machine, and where something that looked like a secret was left out. */
export function exportProfiles(profiles: readonly Profile[]): { text: string; notes: string[] } {
  const parts = profiles.map(({ id: _id, savedAt: _savedAt, ...draft }) => ({
    name: draft.name,
    ...withoutSecrets(isJsonObject(draft) ? draft : null, allowedBy(draft.endpoint)),
  }));
  const file = { ...fileFormat, profiles: parts.map(({ value }) => value) };
  return {
    text: jsonText(file),
    notes: parts.flatMap(({ name, places }) =>
      places.map(
        (place) =>
          `${place} of ${repeated(name)} looked like a secret, or is not known to be none, and was left out of the file.`,
      ),
    ),
  };
}

/** Options of a newer or older version that this one does not take are left out, and said. */
function knownOptions(options: JsonObject, name: string): { options: JsonObject; notes: string[] } {
  const notes: string[] = [];
  const kept = Object.entries(options).filter(([id, value]) => {
    const spec = optionSpec(id);
    const problem = spec === undefined ? `there is no option called ${repeatable(id)}` : checkOption(spec, value);
    if (problem !== null) notes.push(`An option of ${repeated(name)} was left out: ${problem.replace(/\.$/, '')}.`);
    return problem === null;
  });
  return { options: Object.fromEntries(kept), notes };
}

function readProfile(value: Json, number: number): Result<{ draft: ProfileDraft; notes: string[] }> {
  const { value: clean, places } = withoutSecrets(
    value,
    allowedBy(isJsonObject(value) ? value['endpoint'] : undefined),
  );
  const given = isJsonObject(clean) ? clean : {};
  const name = asString(given['name']) ?? `profile ${number}`;
  const whole = { options: {}, network: defaultNetwork, ...given };
  const parsed = profileDraftSchema.safeParse(whole);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    return bad(
      `Profile ${number} (${repeated(name)}) cannot be read: ${place === '' ? 'it' : repeatable(place)} is not what it should be (${repeatable(issue?.message ?? 'wrong form')}).`,
      'Nothing was imported. Mend that place in the file, or export the profile again.',
    );
  }
  const address = endpointUrl(parsed.data.endpoint);
  if (!address.ok)
    return bad(`Profile ${number} (${repeated(name)}): ${address.error.message}`, address.error.nextStep ?? otherFile);
  const { options, notes } = knownOptions(parsed.data.options, name);
  const left = places.map(
    (place) =>
      `${place} of ${repeated(name)} looked like a secret, or is not known to be none, and was not taken over; enter it in the form.`,
  );
  return ok({ draft: { ...parsed.data, options }, notes: [...left, ...notes] });
}

/** The profiles in a file: all of them, or the sentence that says what is wrong with it. */
export function importProfiles(text: string): Result<{ drafts: ProfileDraft[]; notes: string[] }> {
  if (text.length > mostBytes) return bad('The file is larger than any file of profiles.', otherFile);
  const read = readJson(text);
  if (!read.ok) return bad(`The file ${read.problem}, so it holds no profiles.`, otherFile);
  const { value } = read;
  if (!isJsonObject(value) || value['kind'] !== fileFormat.kind || !Array.isArray(value['profiles'])) {
    return bad('The file holds no profiles of Voxtally.', otherFile);
  }
  if (value['voxtally'] !== fileFormat.voxtally) {
    return bad('The file was written by a newer version of Voxtally.', 'Import it with that version or a later one.');
  }
  const given = asArray(value['profiles']);
  if (given.length === 0) return bad('The file holds no profile.', otherFile);
  if (given.length > mostProfiles)
    return bad(`The file holds ${given.length} profiles; at most ${mostProfiles} are taken.`, otherFile);
  const drafts: ProfileDraft[] = [];
  const notes: string[] = [];
  for (const [index, profile] of given.entries()) {
    const read = readProfile(profile, index + 1);
    if (!read.ok) return read;
    drafts.push(read.draft);
    notes.push(...read.notes);
  }
  return ok({ drafts, notes });
}
