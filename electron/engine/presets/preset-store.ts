import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { optionValues } from '../../../shared/protocol/options/schema.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { checkOptions } from '../../../shared/protocol/build-session.ts';
import { builtInPresets, type OptionPreset } from '../../../shared/protocol/options/presets.ts';
import { writeAtomically } from '../recorder/atomic-write.ts';
import { diskError } from '../recorder/disk-error.ts';

const fileSchema = z.object({ presets: z.array(z.object({ name: z.string(), options: optionValues })) });

type Kept = Result<{ presets: OptionPreset[] }>;

const builtIn = (name: string): boolean => builtInPresets.some((preset) => preset.name === name);

const protectedName = (name: string): Kept =>
  refuse(
    benchError('invalid-argument', `"${name}" comes with the bench and stays as it is.`, {
      nextStep: 'Save the set under another name.',
    }),
  );

const missing = (name: string): Kept => refuse(benchError('not-found', `There is no preset called "${name}".`));

/** The sets of options a person saved, in one file of the data folder that is replaced as a whole. Read when first asked for. */
export class PresetStore {
  readonly #path: string;
  #presets: Promise<OptionPreset[]> | null = null;
  #changing: Promise<unknown> = Promise.resolve();
  readonly #note: (text: string) => void;

  constructor(path: string, note: (text: string) => void) {
    this.#path = path;
    this.#note = note;
  }

  async list(): Promise<Kept> {
    return ok({ presets: await this.#read() });
  }

  async save(name: string, options: JsonObject): Promise<Kept> {
    if (builtIn(name)) return protectedName(name);
    const complaints = checkOptions(options);
    if (complaints.length > 0) return refuse(benchError('invalid-argument', complaints.join(' ')));
    return this.#change((presets) => [...presets.filter((preset) => preset.name !== name), { name, options }]);
  }

  async rename(name: string, to: string): Promise<Kept> {
    if (builtIn(name)) return protectedName(name);
    if (builtIn(to)) return protectedName(to);
    const presets = await this.#read();
    if (!presets.some((preset) => preset.name === name)) return missing(name);
    if (to !== name && presets.some((preset) => preset.name === to)) {
      return refuse(
        benchError('invalid-argument', `There is a preset called "${to}" already.`, {
          nextStep: 'Choose another name, or delete that one first.',
        }),
      );
    }
    return this.#change((all) => all.map((preset) => (preset.name === name ? { ...preset, name: to } : preset)));
  }

  async delete(name: string): Promise<Kept> {
    if (builtIn(name)) return protectedName(name);
    if (!(await this.#read()).some((preset) => preset.name === name)) return missing(name);
    return this.#change((presets) => presets.filter((preset) => preset.name !== name));
  }

  /** One change after the other, each written before it is answered. A change that cannot be written is not in force. */
  #change(change: (presets: readonly OptionPreset[]) => OptionPreset[]): Promise<Kept> {
    const changed = this.#changing.then(async (): Promise<Kept> => {
      const presets = change(await this.#read()).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
      try {
        await mkdir(dirname(this.#path), { recursive: true });
        await writeAtomically(this.#path, [`${JSON.stringify({ presets }, null, 2)}\n`]);
      } catch (error) {
        return refuse(diskError(error, 'the presets', this.#path));
      }
      this.#presets = Promise.resolve(presets);
      return ok({ presets });
    });
    this.#changing = changed;
    return changed;
  }

  #read(): Promise<OptionPreset[]> {
    this.#presets ??= this.#load();
    return this.#presets;
  }

  /** A file that cannot be read is set aside and said so; the built-in sets are there in any case. */
  async #load(): Promise<OptionPreset[]> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#note(`The presets in ${this.#path} could not be read: ${(error as Error).message}.`);
      }
      return [];
    }
    try {
      return fileSchema.parse(JSON.parse(text)).presets;
    } catch {
      const aside = `${this.#path}.unreadable`;
      await rename(this.#path, aside).catch(() => undefined);
      this.#note(`The presets file was damaged and was set aside as ${aside}.`);
      return [];
    }
  }
}
