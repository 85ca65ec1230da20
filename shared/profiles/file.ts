import { benchError, ok, refuse, type Result } from '../errors.ts';
import { jsonText } from '../foreign/json-text.ts';
import { asArray, asString, isJsonObject, type Json, type JsonObject, readJson } from '../json.ts';
import { repeatable, repeated } from '../foreign/repeated.ts';
import { checkOption, optionSpec } from '../protocol/build-session.ts';
import { endpointUrl } from '../protocol/endpoint/url.ts';
import { defaultNetwork } from '../network/default-network.ts';
import { profileDraftSchema, type Profile, type ProfileDraft } from './profile.ts';
import { withoutSecrets } from './without-secrets.ts';

const mostBytes = 2_000_000;
const mostProfiles = 200;
const format = { voxtally: 1, kind: 'profiles' } as const;
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
    ...withoutSecrets(draft as unknown as Json, allowedBy(draft.endpoint)),
  }));
  const file = { ...format, profiles: parts.map(({ value }) => value) };
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
  if (!isJsonObject(value) || value['kind'] !== format.kind || !Array.isArray(value['profiles'])) {
    return bad('The file holds no profiles of Voxtally.', otherFile);
  }
  if (value['voxtally'] !== format.voxtally) {
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
