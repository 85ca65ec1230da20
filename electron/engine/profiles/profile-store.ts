import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { asArray, isJsonObject, type Json } from '../../../shared/json.ts';
import { sameName } from '../../../shared/profiles/names.ts';
import { profileSchema, type Profile, type ProfileDraft } from '../../../shared/profiles/profile.ts';
import { writeAtomically } from '../recorder/atomic-write.ts';
import { diskError } from '../recorder/disk-error.ts';

interface Kept {
  readonly profiles: Profile[];
  /** Entries of a newer version, written back as they are. */
  readonly unread: Json[];
}

/** What a change makes of the profiles, and what it answers. */
type Change<T extends object> = (profiles: readonly Profile[]) => Result<{ profiles: readonly Profile[]; answer: T }>;

const gone = (): Result<never> =>
  refuse(benchError('not-found', 'There is no such profile any more.', { nextStep: 'Choose one from the list.' }));

/** Profiles in one file of the data folder, replaced as a whole. Read anew for each change: another host may have changed it. */
export class ProfileStore {
  readonly #path: string;
  readonly #notice: (text: string) => void;
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string, notice: (text: string) => void) {
    this.#path = path;
    this.#notice = notice;
  }

  async list(): Promise<Profile[]> {
    return (await this.#read()).profiles.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  save(id: string | undefined, draft: ProfileDraft, savedAt: string): Promise<Result<{ profile: Profile }>> {
    const profile: Profile = { ...draft, id: id ?? randomUUID(), savedAt };
    return this.#change((profiles) => {
      if (id !== undefined && !profiles.some((other) => other.id === id)) return gone();
      const others = profiles.filter((other) => other.id !== profile.id);
      const taken = others.find((other) => sameName(other.name, profile.name));
      if (taken !== undefined) {
        const message = `There is a profile called "${taken.name}" already.`;
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
    const profile = (await this.#read()).profiles.find((other) => other.id === id);
    return profile === undefined ? gone() : ok({ profile });
  }

  delete(id: string): Promise<Result> {
    return this.#change((profiles) => {
      const left = profiles.filter((profile) => profile.id !== id);
      return left.length === profiles.length ? gone() : ok({ profiles: left, answer: {} });
    });
  }

  /** One change after the other, each from what is on disk. */
  #change<T extends object>(change: Change<T>): Promise<Result<T>> {
    const changed = this.#last.then(async (): Promise<Result<T>> => {
      const before = await this.#read();
      const after = change(before.profiles);
      if (!after.ok) return after;
      try {
        await this.#write({ profiles: [...after.profiles], unread: before.unread });
      } catch (error) {
        return refuse(diskError(error, 'the profiles', this.#path));
      }
      return ok(after.answer);
    });
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  async #write({ profiles, unread }: Kept): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const file = { version: 1, profiles: [...profiles, ...unread] };
    await writeAtomically(this.#path, [`${JSON.stringify(file, null, 2)}\n`]);
  }

  /** What is on disk. A file that cannot be read is set aside, so that nothing in it is overwritten. */
  async #read(): Promise<Kept> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') this.#notice(`The profiles in ${this.#path} could not be read (${error.message}).`);
      return null;
    });
    if (text === null) return { profiles: [], unread: [] };
    const entries = entriesOf(text);
    if (entries === null) {
      const aside = `${this.#path}.unreadable`;
      await rename(this.#path, aside).catch(() => undefined);
      this.#notice(`The file of profiles, ${this.#path}, was damaged; it was set aside as ${aside}.`);
      return { profiles: [], unread: [] };
    }
    const profiles: Profile[] = [];
    const unread: Json[] = [];
    for (const entry of entries) {
      const read = profileSchema.safeParse(entry);
      if (read.success) profiles.push(read.data);
      else unread.push(entry);
    }
    return { profiles, unread };
  }
}

function entriesOf(text: string): readonly Json[] | null {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) && Array.isArray(value['profiles']) ? asArray(value['profiles']) : null;
  } catch {
    return null;
  }
}
