import { z } from 'zod';
import { isDay, isMonth } from '../../kit/dates.ts';
import { mostPastedCharacters } from './pasted-texts.ts';

const caseId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,80}$/);
const importId = z.string().regex(/^[0-9a-f]{16}$/);
const caseName = z.string().min(1).max(120);
const pasted = z.string().max(mostPastedCharacters);

export const reportedChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('usage'), text: pasted }),
  z.object({ kind: z.literal('sessions'), sessionIds: z.array(z.string().min(1).max(100)).min(1).max(500) }),
]);
export const billedChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), text: pasted }),
  z.object({ kind: z.literal('imports'), importIds: z.array(importId).max(200) }),
]);
const utcDay = z.string().refine((text) => isDay(text) || isMonth(text));
export const wantedChoice = z.object({
  days: z.array(utcDay).max(400),
  resource: z.string().min(1).max(300).nullable(),
  model: z.string().min(1).max(300).nullable(),
});

/** One reconciliation as it is remembered: the evidence and what a person chose. The answer is worked out anew each time. */
export const caseSchema = z.object({
  caseId,
  name: caseName,
  /** Whose the name is; left out: a file of an older version, which does not say. */
  namedBy: z.enum(['content', 'hand']).optional(),
  /** Numbers of a public case, loaded to look around. */
  example: z.boolean(),
  changedAt: z.string(),
  reported: reportedChoice,
  billed: billedChoice,
  /** What Azure Monitor or OpenAI counted, as it was downloaded or printed; empty: not given. */
  metrics: pasted.default(''),
  wanted: wantedChoice,
});
export type ReconcileCase = z.infer<typeof caseSchema>;

/** What of a case a person can change. `name` null: it is named from its content again. */
export const caseChange = caseSchema
  .pick({ reported: true, billed: true, wanted: true })
  .extend({ name: caseName.nullable(), metrics: pasted })
  .partial();
export type CaseChange = z.infer<typeof caseChange>;

export const caseIdSchema = caseId;
export const importIdSchema = importId;

/** The name of a case with nothing in it. */
export const unnamed = 'New reconciliation';

/** A case with nothing in it yet. */
export const emptyCase = (id: string, name: string, changedAt: string): ReconcileCase => ({
  caseId: id,
  name,
  example: false,
  changedAt,
  reported: { kind: 'usage', text: '' },
  billed: { kind: 'table', text: '' },
  metrics: '',
  wanted: { days: [], resource: null, model: null },
});
