import { z } from 'zod';
import type { PriceBook } from '../pricing/price-book.ts';
import { priceScopes } from '../pricing/price-terms.ts';
import { endpointSchema, networkSchema } from '../protocol/endpoints/schema.ts';
import type { OptionPreset } from '../protocol/options/presets.ts';
import { optionValues } from '../protocol/options/schema.ts';
import type { Budget } from '../session/costs/budget.ts';
import { toolAnswersSchema } from '../session/tool-answers.ts';
import { costQuestionSchema, openAiQuestionSchema } from './reconcile.ts';
import { channelSchema, gainSchema } from './sessions.ts';
import type { RepairNews } from './repairs.ts';

const pricingSchema = z.object({
  /** The book new sessions are priced by; null: the list of their day. */
  bookId: z.string().nullable(),
  /** The model behind a deployment and its scope, where a person said so, by `deploymentKey`. */
  models: z.record(z.string(), z.object({ model: z.string().nullable(), scope: z.enum(priceScopes) })),
});

const budgetSchema = z.object({
  limit: z
    .object({
      unit: z.enum(['money', 'tokens']),
      amount: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'a positive decimal number, written as a string'),
    })
    .refine(({ unit, amount }) => Number(amount) > 0 && (unit === 'money' || /^\d+$/.test(amount)), {
      message: 'a budget above zero, and whole tokens',
    })
    .nullable(),
  warnAt: z.number().min(0.01).max(1),
  stop: z.boolean(),
}) satisfies z.ZodType<Budget>;

/** What a person set and the bench remembers between runs. Never holds a secret. */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  /** False: single letters, digits and signs are no commands, for whoever dictates to the computer; absent: they are. */
  letterKeys: z.boolean().optional(),
  /** Where it is asked at each start whether there is a newer version; null or absent: nowhere, nothing is asked. */
  versionAddress: z.string().max(500).nullable().optional(),
  /** Records of new sessions keep neither sound nor words; absent: they keep everything. */
  keepUsageOnly: z.boolean().optional(),
  endpoint: endpointSchema,
  options: optionValues,
  /** How connections leave this machine; absent: as the system is set. */
  network: networkSchema.optional(),
  /** The profile that is chosen; null or absent: none, what is set here counts. */
  profileId: z.string().max(100).nullable().optional(),
  input: z.object({
    kind: z.enum(['microphone', 'wav']),
    /** Device label, for labels outlive device ids; null: the system's default. */
    deviceLabel: z.string().nullable(),
    /** Its id, which tells two of one name apart; absent or unknown: the label counts. */
    deviceId: z.string().max(500).nullable().optional(),
    /** What is heard of its channels; absent: all averaged. */
    channel: channelSchema.optional(),
    /** Absent: 0. */
    gainDb: gainSchema.optional(),
    trailingSilenceMs: z.number().int().min(0).max(60_000),
    echoCancellation: z.boolean(),
    noiseSuppression: z.boolean(),
    autoGainControl: z.boolean(),
  }),
  outputLabel: z.string().nullable(),
  outputId: z.string().max(500).nullable().optional(),
  pricing: pricingSchema,
  /** What a session may use at most; a running one follows a change. */
  budget: budgetSchema,
  toolAnswers: toolAnswersSchema,
  /** What costs were fetched for last. */
  costQuestion: costQuestionSchema.optional(),
  openAiQuestion: openAiQuestionSchema.optional(),
  /** Where costs were fetched from last; absent: Azure. */
  costService: z.enum(['azure', 'openai']).optional(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** The application itself and what it remembers. */
export const appArgs = {
  /** Facts about this engine: version, host, data folder, price book. */
  'app.info': z.object({}),
  /** Asks at the address of the preferences what the newest version is. */
  'app.newVersion': z.object({}),
  'preferences.read': z.object({}),
  'preferences.write': preferencesSchema.partial(),
  /**
   * Whether anybody can see this window. One that is hidden gets the entries of its session together, once a second; what it has not
   * got yet comes at once when it is seen again. A window is taken to be seen until it says otherwise.
   */
  'window.seen': z.object({ seen: z.boolean() }),
} as const satisfies Record<string, z.ZodType>;

export interface AppAnswers {
  'app.info': {
    version: string;
    host: 'electron' | 'browser' | 'cli' | 'test';
    dataFolder: string;
    priceBook: PriceBook;
    engineStarts: number;
    notices: string[];
    /** What this start did with records that a crash had left behind. */
    repairs: RepairNews;
  };
  /** `page` says where it can be had, for a person to read; null: it is not said. */
  'app.newVersion': { version: string; newer: boolean; page: string | null };
  'preferences.read': { preferences: Preferences };
  'preferences.write': { preferences: Preferences };
  'window.seen': object;
}

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
