import { z } from 'zod';
import type { OptionPreset } from '../protocol/options/presets.ts';
import { optionValues } from '../protocol/options/schema.ts';

const name = z.string().trim().min(1).max(60);

/** Named sets of options that a person saved. Those that come with the bench are in `protocol/options/presets.ts`. */
export const presetArgs = {
  'presets.list': z.object({}),
  /** Saves a set under a name; one of the same name is replaced. */
  'presets.save': z.object({ name, options: optionValues }),
  'presets.rename': z.object({ name, to: name }),
  'presets.delete': z.object({ name }),
} as const satisfies Record<string, z.ZodType>;

interface Presets {
  presets: OptionPreset[];
}

export interface PresetAnswers {
  'presets.list': Presets;
  'presets.save': Presets;
  'presets.rename': Presets;
  'presets.delete': Presets;
}
