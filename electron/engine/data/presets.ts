import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { refuseMisplacedKey, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import { builtInPresets, type OptionPreset } from '../../../shared/protocol/options/presets.ts';
import { optionValues } from '../../../shared/protocol/options/schema.ts';
import { JsonList } from './json-files.ts';

const presetSchema = z.object({ name: z.string(), options: optionValues });

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
  readonly #presets: JsonList<OptionPreset>;

  constructor(path: string, note: (text: string) => void) {
    this.#presets = new JsonList({
      path,
      what: 'the presets',
      member: 'presets',
      entry: presetSchema,
      keyOf: ({ name }) => name,
      version: 1,
      note,
    });
  }

  async list(): Promise<PresetsAnswer> {
    return ok({ presets: [...(await this.#presets.read())] });
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
    return this.#presets.change<{ presets: OptionPreset[] }>((now) => {
      const changed = change(now);
      if (!changed.ok) return changed;
      const sorted = changed.presets.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
      return ok({ next: sorted, answer: { presets: sorted } });
    });
  }
}
