import { randomUUID } from 'node:crypto';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asArray, isJsonObject, type Json } from '../../../shared/kit/json.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import {
  type Profile,
  type ProfileDraft,
  profileSchema,
  sameName,
} from '../../../shared/protocol/endpoints/profiles.ts';
import { JsonFile } from './json-files.ts';

interface ProfilesFile {
  readonly profiles: readonly Profile[];
  /** Entries of a newer version, written back as they are. */
  readonly unread: readonly Json[];
}

/** What a change makes of the profiles, and what it answers. */
type Change<T extends object> = (profiles: readonly Profile[]) => Result<{ profiles: readonly Profile[]; answer: T }>;

const gone = (): Result<never> =>
  refuse(benchError('not-found', 'There is no such profile any more.', { nextStep: 'Choose one from the list.' }));

function parse(value: Json): ProfilesFile | null {
  if (!isJsonObject(value) || !Array.isArray(value['profiles'])) return null;
  const profiles: Profile[] = [];
  const unread: Json[] = [];
  for (const entry of asArray(value['profiles'])) {
    const read = profileSchema.safeParse(entry);
    if (read.success) profiles.push(read.data);
    else unread.push(entry);
  }
  return { profiles, unread };
}

/** Profiles in one file of the data folder. Each change begins with what is on disk: another host may have changed it. */
export class ProfileStore {
  readonly #file: JsonFile<ProfilesFile>;

  constructor(path: string, note: (text: string) => void) {
    this.#file = new JsonFile<ProfilesFile>({
      path,
      what: 'the profiles',
      empty: { profiles: [], unread: [] },
      parse,
      print: ({ profiles, unread }) => ({ version: 1, profiles: [...profiles, ...unread] }) as unknown as Json,
      note,
    });
  }

  async list(): Promise<Profile[]> {
    return (await this.#file.read()).profiles.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  save(id: string | undefined, draft: ProfileDraft, savedAt: string): Promise<Result<{ profile: Profile }>> {
    const profile: Profile = { ...draft, id: id ?? randomUUID(), savedAt };
    return this.#change((profiles) => {
      if (id !== undefined && !profiles.some((other) => other.id === id)) return gone();
      const others = profiles.filter((other) => other.id !== profile.id);
      const taken = others.find((other) => sameName(other.name, profile.name));
      if (taken !== undefined) {
        const message = `There is a profile called ${repeated(taken.name)} already.`;
        return refuse(benchError('invalid-argument', message, { nextStep: 'Give this one another name.' }));
      }
      return ok({ profiles: [...others, profile], answer: { profile } });
    });
  }

  /** Adds profiles under names that `name` makes free. */
  add(
    drafts: readonly ProfileDraft[],
    name: (wanted: string, taken: readonly string[]) => string,
    savedAt: string,
  ): Promise<Result<{ profiles: Profile[] }>> {
    return this.#change((profiles) => {
      const added: Profile[] = [];
      for (const draft of drafts) {
        const taken = [...profiles, ...added].map((profile) => profile.name);
        added.push({ ...draft, id: randomUUID(), name: name(draft.name, taken), savedAt });
      }
      return ok({ profiles: [...profiles, ...added], answer: { profiles: added } });
    });
  }

  async find(id: string): Promise<Result<{ profile: Profile }>> {
    const profile = (await this.#file.read()).profiles.find((other) => other.id === id);
    return profile === undefined ? gone() : ok({ profile });
  }

  delete(id: string): Promise<Result> {
    return this.#change((profiles) => {
      const left = profiles.filter((profile) => profile.id !== id);
      return left.length === profiles.length ? gone() : ok({ profiles: left, answer: {} });
    });
  }

  #change<T extends object>(change: Change<T>): Promise<Result<T>> {
    return this.#file.change<T>(({ profiles, unread }) => {
      const changed = change(profiles);
      return changed.ok ? ok({ next: { profiles: changed.profiles, unread }, answer: changed.answer }) : changed;
    });
  }
}
