import { z } from 'zod';
import { isDay, isMonth } from '../kit/dates.ts';
import { type SkipReason, skipWords } from './cost-file-rows.ts';
import type { ImportedBill } from './imported-bill.ts';
import { type UnallocatedReason, unallocatedWords } from './unallocated.ts';

const count = z.number().int().min(0);
/** Exact money and quantities, as the importer writes them. */
const decimal = z.string().regex(/^-?\d+(?:\.\d+)?$/);
/** A day, a month, or nothing where the file names neither. */
const day = z.string().refine((text) => text === '' || isDay(text) || isMonth(text));
const orNull = z.string().nullable();

const meter = z.object({
  kind: z.literal('classified'),
  name: z.string(),
  family: z.enum(['realtime', 'transcribe', 'tts', 'whisper', 'translate', 'audio-chat']).nullable(),
  model: orNull,
  version: orNull,
  // Bills of earlier versions lack it; they hold no meter of a generation that was new.
  generation: orNull.default(null),
  modality: z.enum(['audio', 'text', 'image']),
  direction: z.enum(['input', 'output']),
  cached: z.boolean(),
  scope: z.enum(['global', 'data-zone', 'regional']).nullable(),
  batch: z.boolean(),
  unit: z.enum(['tokens', 'hours', 'characters']).nullable(),
  block: count.nullable(),
});

const dayUsage = z.object({
  day,
  meter,
  resource: z.string(),
  subscription: z.string(),
  currency: z.string(),
  correction: z.boolean(),
  tokens: z.number().int().nullable(),
  range: z.object({ low: z.number().int(), high: z.number().int() }).nullable(),
  quantity: decimal,
  quantityHalfWidth: decimal.default('0'),
  cost: decimal,
  costHalfWidth: decimal.default('0'),
  stated: z.array(z.object({ currency: z.string(), cost: decimal, by: orNull, halfWidth: decimal.default('0') })),
  rows: count,
  from: z.enum(['quantity', 'cost']),
  arithmetic: z.string(),
  problem: orNull.default(null),
});

const unallocatedReasons = Object.keys(unallocatedWords) as UnallocatedReason[];
const unallocated = z.object({
  reason: z.enum(unallocatedReasons),
  day,
  name: z.string(),
  // Bills of earlier versions lack both.
  resource: z.string().default(''),
  subscription: z.string().default(''),
  currency: z.string(),
  cost: decimal,
  rows: count,
  line: count,
});

const skipReasons = Object.keys(skipWords) as SkipReason[];

/** An imported bill as it lies on disk: nothing is taken from a file that does not fit, for its sums could be anything. */
export const billSchema: z.ZodType<ImportedBill> = z.object({
  importedAt: z.string(),
  writtenAt: z.string(),
  files: z.array(z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: count })),
  exportPath: orNull,
  period: orNull,
  runId: orNull,
  shape: z.string(),
  conventions: z.object({
    decimalMark: z.enum(['.', ',']),
    dateOrder: z.enum(['month-first', 'day-first']),
  }),
  tally: z.object({
    rows: count,
    kept: count,
    skipped: z.array(z.object({ reason: z.enum(skipReasons), rows: count, line: count, details: z.array(z.string()) })),
    costs: z.array(z.object({ currency: z.string(), cost: decimal })),
  }),
  days: z.array(dayUsage),
  unallocated: z.array(unallocated).default([]),
  notes: z.array(z.string()),
});
