import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { parseJson } from '../../shared/kit/json.ts';

const tokens = z.number().int().nonnegative().nullish();
const milliseconds = z.number().nonnegative().nullish();
const words = z.string().nullish();

const knownKinds = [
  'user-text',
  'user-audio',
  'assistant-text-given',
  'answer',
  'function-call',
  'function-output',
] as const;
/** `other`: a kind of item that this reader does not know. */
export type ItemKind = (typeof knownKinds)[number] | 'other';
const itemKind = z.string().transform((said): ItemKind => knownKinds.find((kind) => kind === said) ?? 'other');

/** One item of a conversation, in its order. A member that is missing or null is not known. */
const item = z.object({
  kind: itemKind,
  /** o200k tokens of its text, transcript or arguments. */
  o200k: tokens,
  /** o200k tokens of the called function's name as it is written for counting. */
  nameO200k: tokens,
  /** Set where `o200k` was not counted and is worked out from a report: what an image adds to the text is in it then. */
  o200kInferred: words,
  /** Length of the person's audio, and where it began in the service's buffer. */
  audioMs: milliseconds,
  startMs: milliseconds,
  /** Tokens of the person's audio as something reported them. */
  audioTokensReported: tokens,
  /** `audioTokensReported` is what the response that read it reported: nothing can be judged by it. */
  audioFromOwnUsage: z.boolean().nullish(),
  images: z.number().int().nonnegative().nullish(),
  /** Index of the response that wrote it; a response that never finished it has none. */
  fromResponse: z.number().int().nonnegative().nullish(),
  /** `commentary` or `final_answer`, of models that say so. */
  phase: words,
  status: words,
});

/** Reported tokens. A member that is missing or null was not reported. */
const usage = z.object({
  total: tokens,
  input: tokens,
  output: tokens,
  inText: tokens,
  inAudio: tokens,
  inImage: tokens,
  cached: tokens,
  cachedText: tokens,
  cachedAudio: tokens,
  outText: tokens,
  outAudio: tokens,
  /** Part of `outText`. */
  reasoning: tokens,
  /** The sum, where nothing else is known of the report. */
  totalOnly: tokens,
});

const response = z.object({
  /** Items that it read, by index and in order; null: not known. */
  reads: z
    .array(
      z.object({
        item: z.number().int().nonnegative(),
        /** Milliseconds of it that were left when it was read, where it had been truncated. */
        truncatedAtMs: milliseconds,
      }),
    )
    .nullish(),
  /** It brought a prompt of its own, which is not known. */
  promptUnknown: z.boolean().nullish(),
  modality: words,
  /** Items that it wrote, by index, where all of them are known. */
  outItems: z.array(z.number().int().nonnegative()).nullish(),
  status: words,
  statusReason: words,
  usage: usage.nullish(),
  /** Stretches of transcript between stretches of audio, in the order in which the deltas came; not known where missing. */
  runs: z.number().int().nonnegative().nullish(),
});

const transcription = z.object({
  item: z.number().int().nonnegative().nullish(),
  model: words,
  transcriptO200k: tokens,
  /** As it stood on the wire. */
  usage: z
    .object({
      type: words,
      total_tokens: tokens,
      input_tokens: tokens,
      input_token_details: z.object({ text_tokens: tokens, audio_tokens: tokens }).nullish(),
      output_tokens: tokens,
      seconds: z.number().nonnegative().nullish(),
    })
    .nullish(),
});

const session = z.object({
  id: z.string(),
  /** Where it ran: `openai`, `azure`, `azure-voice-live` … */
  endpoint: words,
  model: words,
  /** o200k tokens of the instructions; null: not known. */
  instructionsTokens: tokens,
  tools: z.array(z.object({ textTokens: tokens })).nullish(),
  vad: z.record(z.string(), z.json()).nullish(),
  items: z.array(item),
  responses: z.array(response),
  transcriptions: z.array(transcription).nullish(),
});

type Index = { readonly path: readonly (string | number)[]; readonly at: number | null | undefined };

/** Every place of a session that names an item or a response by its index. */
function indexes({
  items,
  responses,
  transcriptions,
}: z.infer<typeof session>): Record<'items' | 'responses', Index[]> {
  return {
    responses: items.map(({ fromResponse }, i) => ({ path: ['items', i, 'fromResponse'], at: fromResponse })),
    items: [
      ...responses.flatMap(({ reads, outItems }, k): Index[] => [
        ...(reads ?? []).map(({ item: at }, i) => ({ path: ['responses', k, 'reads', i, 'item'], at })),
        ...(outItems ?? []).map((at, i) => ({ path: ['responses', k, 'outItems', i], at })),
      ]),
      ...(transcriptions ?? []).map(({ item: at }, i) => ({ path: ['transcriptions', i, 'item'], at })),
    ],
  };
}

/** The counts of recorded sessions, as `tests/fixtures/recordings` holds them. Members that are not named are passed over. */
const factsSchema = z.object({
  sessions: z.array(
    session.superRefine((read, context) => {
      for (const list of ['items', 'responses'] as const) {
        for (const { path, at } of indexes(read)[list]) {
          if (typeof at !== 'number' || at < read[list].length) continue;
          context.addIssue({ code: 'custom', path: [...path], message: `there is no ${list}[${at}] in this session` });
        }
      }
    }),
  ),
});

export type Facts = z.infer<typeof factsSchema>;
export type SessionFact = Facts['sessions'][number];
export type ItemFact = SessionFact['items'][number];
export type ResponseFact = SessionFact['responses'][number];
export type UsageFact = NonNullable<ResponseFact['usage']>;
export type TranscriptionFact = NonNullable<SessionFact['transcriptions']>[number];

/** `sessions[3].responses[0].usage.inText` */
const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

/**
 * The facts in the text of a file, or the sentence that says what in it cannot be read.
 * @param name of the file, for the sentence
 */
export function readFacts(text: string, name: string): Result<{ facts: Facts }> {
  const value = parseJson(text);
  if (value === undefined) return refuse(benchError('invalid-argument', `${name} is not JSON.`));
  const read = factsSchema.safeParse(value);
  if (read.success) return ok({ facts: read.data });
  const [first] = read.error.issues;
  const place = placeOf(first?.path ?? []);
  const more = read.error.issues.length - 1;
  return refuse(
    benchError(
      'invalid-argument',
      `${name} cannot be read as facts of recorded sessions: ${place === '' ? '' : `${place}: `}${first?.message ?? 'wrong form'}${more > 0 ? `; and ${more} more` : ''}.`,
    ),
  );
}
