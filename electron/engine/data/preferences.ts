import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Preferences, preferencesSchema } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { entryOf } from '../../../shared/kit/lookup.ts';
import { JsonFile } from './json-files.ts';

type Change = { readonly [K in keyof Preferences]?: Preferences[K] | undefined };

/**
 * What a person set. The file holds what was set and nothing else, member by member: what a newer version keeps there stays, and
 * two hosts on one data folder do not undo each other. What another host sets holds here once `follow` has read it.
 */
export class PreferenceStore {
  readonly #file: JsonFile<JsonObject>;
  /** What the file last held: what was set stays set when the file is lost while the bench runs. */
  readonly #last: { members: JsonObject };
  #current: Preferences;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(file: JsonFile<JsonObject>, last: { members: JsonObject }, current: Preferences) {
    this.#file = file;
    this.#last = last;
    this.#current = current;
  }

  /**
   * Reads the file. What of it cannot be used is passed over, the default holds, and `notice` says so.
   * @param onLater hears what a person should know of the file after that
   */
  static async open(
    path: string,
    onLater: (text: string) => void,
  ): Promise<{ store: PreferenceStore; notice: string | null }> {
    const notices: string[] = [];
    const last = { members: {} as JsonObject };
    let opened = false;
    const file = new JsonFile<JsonObject>({
      path,
      what: 'the preferences',
      empty: () => last.members,
      schema: z.custom<JsonObject>(isJsonObject),
      print: (value) => value,
      note: (text) => (opened ? onLater(text) : void notices.push(text)),
    });
    last.members = await file.read();
    opened = true;
    const { preferences, unusable } = readPreferences(last.members);
    if (unusable.length > 0) {
      const names = unusable.map((name) => `"${name}"`).join(', ');
      const what = unusable.length === 1 ? 'is nothing' : 'are nothing';
      notices.push(
        `In the preferences, ${path}, ${names} ${what} that this version can use; the default holds until you set it anew.`,
      );
    }
    return {
      store: new PreferenceStore(file, last, preferences),
      notice: notices.length === 0 ? null : notices.join(' '),
    };
  }

  get current(): Preferences {
    return this.#current;
  }

  /** Changes what is given and keeps the rest. In force at once; refuses when the file could not be written. */
  async write(change: Change): Promise<Result<{ preferences: Preferences }>> {
    const before = this.#current;
    const given = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    ) as Partial<Preferences>;
    const preferences: Preferences = { ...before, ...given };
    this.#current = preferences;
    const written = this.#file.change((disk) => {
      this.#last.members = onDisk(disk, before, given);
      return ok({ next: this.#last.members, answer: { preferences } });
    });
    this.#writing = Promise.allSettled([this.#writing, written]);
    return await written;
  }

  /** Takes over what another host has set meanwhile. A file that is gone, or cannot be used, changes nothing: what was set stays set. */
  async follow(): Promise<void> {
    await this.#writing;
    const before = this.#current;
    const members = await this.#file.read();
    // What was set here while the file was read is newer than the file.
    if (this.#current !== before) return;
    this.#last.members = members;
    const { preferences } = readPreferences(members);
    if (!isDeepStrictEqual(preferences, before)) this.#current = preferences;
  }

  /** Resolves when nothing is being written. */
  async settle(): Promise<void> {
    await this.#writing;
  }
}

/** Each member by itself: one that is damaged, or that a newer version understands otherwise, costs its own default alone. */
function readPreferences(file: JsonObject): { preferences: Preferences; unusable: string[] } {
  const unusable: string[] = [];
  const members: readonly [string, z.ZodType][] = Object.entries(preferencesSchema.shape);
  const read = members.flatMap(([name, schema]): [string, unknown][] => {
    if (!Object.hasOwn(file, name)) return [];
    const parsed = schema.safeParse(file[name]);
    if (parsed.success) return parsed.data === undefined ? [] : [[name, parsed.data]];
    unusable.push(name);
    return [];
  });
  return { preferences: { ...defaultPreferences, ...(Object.fromEntries(read) as Partial<Preferences>) }, unusable };
}

/** What the file holds after a change. Of the prices, the models that were set here are set there, and no others. */
function onDisk(disk: JsonObject, before: Preferences, { pricing, ...given }: Partial<Preferences>): JsonObject {
  const merged = { ...disk, ...(given as unknown as JsonObject) };
  if (pricing === undefined) return merged;
  const there = preferencesSchema.shape.pricing.safeParse(disk['pricing']);
  if (!there.success || there.data === undefined) return { ...merged, pricing };
  const models = new Map<string, unknown>(Object.entries(there.data.models));
  for (const name of new Set([...Object.keys(before.pricing.models), ...Object.keys(pricing.models)])) {
    const now = entryOf(pricing.models, name);
    if (now === undefined) models.delete(name);
    else if (!sameJson(now, entryOf(before.pricing.models, name))) models.set(name, now);
  }
  const bookId = pricing.bookId === before.pricing.bookId ? there.data.bookId : pricing.bookId;
  return { ...merged, pricing: { bookId, models: Object.fromEntries(models) } as unknown as Json };
}

const sameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
