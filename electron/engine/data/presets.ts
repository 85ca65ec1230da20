import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asArray, isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { refuseMisplacedKey, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import { builtInPresets, type OptionPreset } from '../../../shared/protocol/options/presets.ts';
import { optionValues } from '../../../shared/protocol/options/schema.ts';
import { JsonFile } from './json-files.ts';

const presetSchema = z.object({ name: z.string(), options: optionValues });

interface PresetsFile {
  readonly presets: readonly OptionPreset[];
  /** Entries of a newer version, written back as they are. */
  readonly unread: readonly Json[];
}

function parse(value: Json): PresetsFile | null {
  if (!isJsonObject(value) || !Array.isArray(value['presets'])) return null;
  const presets: OptionPreset[] = [];
  const unread: Json[] = [];
  for (const entry of asArray(value['presets'])) {
    const read = presetSchema.safeParse(entry);
    if (read.success) presets.push(read.data);
    else unread.push(entry);
  }
  return { presets, unread };
}

type PresetsAnswer = Result<{ presets: OptionPreset[] }>;

const builtIn = (name: string): boolean => builtInPresets.some((preset) => preset.name === name);

const protectedName = (name: string): PresetsAnswer =>
  refuse(
    benchError('invalid-argument', `${repeated(name)} comes with the bench and stays as it is.`, {
      nextStep: 'Save the set under another name.',
    }),
  );

const missing = (name: string): PresetsAnswer =>
  refuse(benchError('not-found', `There is no preset called ${repeated(name)}.`));

/** The sets of options a person saved, in one file of the data folder. Each change begins with what is on disk: another host may have changed it. */
export class PresetStore {
  readonly #file: JsonFile<PresetsFile>;

  constructor(path: string, note: (text: string) => void) {
    this.#file = new JsonFile<PresetsFile>({
      path,
      what: 'the presets',
      empty: { presets: [], unread: [] },
      parse,
      print: ({ presets, unread }) => ({ presets: [...presets, ...unread] }) as Json,
      note,
    });
  }

  async list(): Promise<PresetsAnswer> {
    return ok({ presets: [...(await this.#file.read()).presets] });
  }

  async save(name: string, options: JsonObject): Promise<PresetsAnswer> {
    if (builtIn(name)) return protectedName(name);
    const key = refuseMisplacedKey([[name, 'the name of a preset']]);
    if (key !== null) return key;
    const complaints = checkOptions(options);
    if (complaints.length > 0) return refuse(benchError('invalid-argument', complaints.join(' ')));
    return this.#change((presets) =>
      ok({ presets: [...presets.filter((preset) => preset.name !== name), { name, options }] }),
    );
  }

  async rename(name: string, to: string): Promise<PresetsAnswer> {
    if (builtIn(name)) return protectedName(name);
    if (builtIn(to)) return protectedName(to);
    const key = refuseMisplacedKey([[to, 'the name of a preset']]);
    if (key !== null) return key;
    return this.#change((presets) => {
      if (!presets.some((preset) => preset.name === name)) return missing(name);
      if (to !== name && presets.some((preset) => preset.name === to)) {
        return refuse(
          benchError('invalid-argument', `There is a preset called ${repeated(to)} already.`, {
            nextStep: 'Choose another name, or delete that one first.',
          }),
        );
      }
      return ok({ presets: presets.map((preset) => (preset.name === name ? { ...preset, name: to } : preset)) });
    });
  }

  async delete(name: string): Promise<PresetsAnswer> {
    if (builtIn(name)) return protectedName(name);
    return this.#change((presets) =>
      presets.some((preset) => preset.name === name)
        ? ok({ presets: presets.filter((preset) => preset.name !== name) })
        : missing(name),
    );
  }

  /** A change that cannot be written is not in force. */
  #change(change: (presets: readonly OptionPreset[]) => PresetsAnswer): Promise<PresetsAnswer> {
    return this.#file.change<{ presets: OptionPreset[] }>(({ presets, unread }) => {
      const changed = change(presets);
      if (!changed.ok) return changed;
      const sorted = changed.presets.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
      return ok({ next: { presets: sorted, unread }, answer: { presets: sorted } });
    });
  }
}
