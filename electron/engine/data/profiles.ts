import { randomUUID } from 'node:crypto';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeated } from '../../../shared/kit/untrusted/quoting.ts';
import {
  type Profile,
  type ProfileDraft,
  profileSchema,
  sameName,
} from '../../../shared/protocol/endpoints/profiles.ts';
import { JsonList } from './json-files.ts';

const gone = (): Result<never> =>
  refuse(benchError('not-found', 'There is no such profile any more.', { nextStep: 'Choose one from the list.' }));

/** Profiles in one file of the data folder. Each change begins with what is on disk: another host may have changed it. */
export class ProfileStore {
  readonly #profiles: JsonList<Profile>;

  constructor(path: string, note: (text: string) => void) {
    this.#profiles = new JsonList({
      path,
      what: 'the profiles',
      member: 'profiles',
      entry: profileSchema,
      keyOf: ({ id }) => id,
      version: 1,
      beside: 'accepted',
      note,
    });
  }

  async list(): Promise<Profile[]> {
    return (await this.#profiles.read()).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  save(id: string | undefined, draft: ProfileDraft, savedAt: string): Promise<Result<{ profile: Profile }>> {
    const profile: Profile = { ...draft, id: id ?? randomUUID(), savedAt };
    return this.#profiles.change((profiles) => {
      if (id !== undefined && !profiles.some((other) => other.id === id)) return gone();
      const others = profiles.filter((other) => other.id !== profile.id);
      const taken = others.find((other) => sameName(other.name, profile.name));
      if (taken !== undefined) {
        const message = `There is a profile called ${repeated(taken.name)} already.`;
        return refuse(benchError('invalid-argument', message, { nextStep: 'Give this one another name.' }));
      }
      return ok({ next: [...others, profile], answer: { profile } });
    });
  }

  /** Adds profiles under names that `name` makes free. */
  add(
    drafts: readonly ProfileDraft[],
    name: (wanted: string, taken: readonly string[]) => string,
    savedAt: string,
  ): Promise<Result<{ profiles: Profile[] }>> {
    return this.#profiles.change((profiles) => {
      const added: Profile[] = [];
      for (const draft of drafts) {
        const taken = [...profiles, ...added].map((profile) => profile.name);
        added.push({ ...draft, id: randomUUID(), name: name(draft.name, taken), savedAt });
      }
      return ok({ next: [...profiles, ...added], answer: { profiles: added } });
    });
  }

  async find(id: string): Promise<Result<{ profile: Profile }>> {
    const profile = (await this.#profiles.read()).find((other) => other.id === id);
    return profile === undefined ? gone() : ok({ profile });
  }

  delete(id: string): Promise<Result> {
    return this.#profiles.change((profiles) => {
      const left = profiles.filter((profile) => profile.id !== id);
      return left.length === profiles.length ? gone() : ok({ next: left, answer: {} });
    });
  }
}
