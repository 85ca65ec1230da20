import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { preferencesSchema, type Preferences } from '../../shared/bench-api.ts';
import { ok, refuse, type Result } from '../../shared/errors.ts';
import { defaultEndpoint } from '../../shared/protocol/endpoint/default.ts';
import { noBudget } from '../../shared/costs/budget-limit.ts';
import { noToolAnswers } from '../../shared/session/tools/no-tool-answers.ts';
import { writeAtomically } from './recorder/atomic-write.ts';
import { diskError } from './recorder/disk-error.ts';

/** What a bench that was never used before is set to. Processing is off, since each kind changes what is measured. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  endpoint: defaultEndpoint,
  // The one transcription model that Azure takes without a deployment of its own.
  options: { 'transcription.model': 'whisper-1' },
  input: {
    kind: 'microphone',
    deviceLabel: null,
    trailingSilenceMs: 1500,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  },
  outputLabel: null,
  pricing: { bookId: null, models: {} },
  budget: noBudget,
  toolAnswers: noToolAnswers,
};

/** What a person set, kept in one file that is replaced as a whole. */
export class PreferenceStore {
  readonly #path: string;
  #current: Preferences;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, current: Preferences) {
    this.#path = path;
    this.#current = current;
  }

  /** Reads the file. One that cannot be read is set aside, the defaults hold, and `notice` says so. */
  static async open(path: string): Promise<{ store: PreferenceStore; notice: string | null }> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      const fresh = new PreferenceStore(path, defaultPreferences);
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { store: fresh, notice: null };
      return {
        store: fresh,
        notice: `The preferences in ${path} could not be read (${(error as Error).message}), so the defaults hold.`,
      };
    }
    const read = parsePreferences(text);
    if (read !== null) return { store: new PreferenceStore(path, read), notice: null };
    const aside = `${path}.unreadable`;
    const moved = await rename(path, aside).then(
      () => `it was set aside as ${aside}`,
      () => 'it could not be set aside',
    );
    return {
      store: new PreferenceStore(path, defaultPreferences),
      notice: `The preferences file ${path} was damaged; ${moved} and the defaults hold.`,
    };
  }

  get current(): Preferences {
    return this.#current;
  }

  /** Changes what is given and keeps the rest. In force at once; refuses when the file could not be written. */
  async write(change: { readonly [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<
    Result<{ preferences: Preferences }>
  > {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const preferences: Preferences = { ...this.#current, ...(given as Partial<Preferences>) };
    this.#current = preferences;
    // One after the other, so that the last change is the one on disk.
    const written = this.#writing.then(async () => {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeAtomically(this.#path, [`${JSON.stringify(this.#current, null, 2)}\n`]);
    });
    this.#writing = written.catch(() => undefined);
    try {
      await written;
    } catch (error) {
      return refuse(diskError(error, 'the preferences', this.#path));
    }
    return ok({ preferences });
  }

  /** Resolves when nothing is being written. */
  async settle(): Promise<void> {
    await this.#writing;
  }
}

function parsePreferences(text: string): Preferences | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = preferencesSchema.partial().safeParse(value);
  // A file of an older version lacks what it did not know.
  return read.success ? { ...defaultPreferences, ...dropUndefined(read.data) } : null;
}

const dropUndefined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
