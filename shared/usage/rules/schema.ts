import { z } from 'zod';

/** Models that count alike. Told by the model, not by the dialect of the wire. */
export const familySchema = z.enum(['preview', 'ga', 'reasoning']);
export type Family = z.infer<typeof familySchema>;

/** Services that count alike. A gateway counts as what stands behind it. */
export const serviceSchema = z.enum(['openai', 'azure']);
export type Service = z.infer<typeof serviceSchema>;

/** What a response can read, one by one. */
export const readKinds = [
  'typed message',
  'system message',
  'written by client',
  'spoken turn',
  'last spoken answer',
  'older spoken answer',
  'written answer',
  'truncated answer',
  'function call',
  'function result',
  'other item',
] as const;
export type ReadKind = (typeof readKinds)[number];

const tokens = z.int();

const about = {
  families: z.array(familySchema).min(1),
  /** The one service it holds for; null: both. */
  service: serviceSchema.nullable(),
  /**
   * `high`: read many times and never missed; `medium`: read, but other rules fit too; `low`: read once or twice;
   * `assumed`: taken over from another family or service; `unknown`: no rule is known, the widest reading is taken.
   */
  sure: z.enum(['high', 'medium', 'low', 'assumed', 'unknown']),
  /** Where responses that bear it out were recorded. */
  seenOn: z.array(z.enum(['OpenAI', 'Azure', 'Azure Voice Live'])),
  /** What it was read off, in a sentence. */
  source: z.string().min(1),
};

/** A text is counted by the bench, or stands in a report, or does not count. */
const textSchema = z.object({ from: z.enum(['count', 'report', 'nothing']), plus: tokens });
const audioSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('nothing') }),
  z.object({ from: z.literal('report') }),
  /** Whole units of `msPerToken` in the length less `lessMs`. */
  z.object({ from: z.literal('length'), lessMs: z.int().min(0), msPerToken: z.int().min(1) }),
]);

/** What one item adds to the input of each later response. */
export const readRuleSchema = z.object({
  rule: z.literal('reads'),
  of: z.enum(readKinds),
  text: textSchema,
  audio: audioSchema,
  halfWidth: z.object({ text: tokens, audio: tokens }),
  ...about,
});

/** Instructions and tools, which stand before every item. */
export const promptRuleSchema = z.object({
  rule: z.literal('prompt'),
  /** The service's own instructions, where nobody set any. */
  defaultInstructions: tokens,
  instructionsPlus: tokens,
  /** Once for all tools. */
  toolsPlus: tokens,
  halfWidth: z.object({ instructions: tokens, oneTool: tokens }),
  ...about,
});

/** What one image of a message adds. */
export const imageRuleSchema = z.object({
  rule: z.literal('image'),
  text: tokens,
  image: tokens,
  halfWidth: z.object({ image: tokens }),
  ...about,
});

/** What a response puts out beside the text itself. */
export const writeRuleSchema = z.object({
  rule: z.literal('writes'),
  /** Text mode: the last message, and one before it or before a call. */
  written: z.object({ plus: tokens, plusBeforeAnother: tokens }),
  /** Audio mode: the frame, and two for each stretch of transcript between stretches of audio. */
  spoken: z.object({
    plus: tokens,
    plusPerRun: tokens,
    /** What lacks at the end of an item that was cut off. */
    lessUnfinished: tokens,
  }),
  /** Arguments and `functions.NAME` are counted; `plusBesideMessage` where a message stands in the same response. */
  called: z.object({ plus: tokens, plusBesideMessage: tokens }),
  audioMsPerToken: z.int().min(1),
  halfWidth: z.object({ written: tokens, spoken: tokens, called: tokens, audio: tokens, audioCut: tokens }),
  ...about,
});

/** How many runs an answer has when the stream does not show them: the smaller of what its audio and its text allow. */
export const runRuleSchema = z.object({
  rule: z.literal('runs'),
  /** Answers of fewer audio tokens than the n-th limit have n runs. */
  belowAudio: z.array(tokens).min(1),
  /** From the last limit on one more for each of these. */
  everyAudio: z.int().min(1),
  /** Answers of at most so many text tokens have at most n runs. */
  upToText: z.array(tokens).min(1),
  ...about,
});

export const cacheRuleSchema = z.object({
  rule: z.literal('cached'),
  blockTokens: z.int().min(1),
  /** Tokens in front of the prompt that nothing reports. */
  frameTokens: tokens,
  /** `expected`: what a hit gives; `at most`: hits are luck, and none is expected. */
  as: z.enum(['expected', 'at most']),
  halfWidth: z.object({ tokens }),
  ...about,
});

export const transcriptionRuleSchema = z.object({
  rule: z.literal('transcription'),
  textOutPlus: tokens,
  halfWidth: z.object({ audio: tokens, text: tokens, seconds: z.number() }),
  ...about,
});

/** A response that brings its own input or instructions and joins no conversation. */
export const outOfBandRuleSchema = z.object({
  rule: z.literal('out of band'),
  halfWidth: z.object({ text: tokens }),
  ...about,
});

/** Thinking, which is text out that nobody sees before it is reported. */
export const reasoningRuleSchema = z.object({
  rule: z.literal('reasoning'),
  /** The most that may have been thought where no response of the session has reported any. */
  atMost: tokens,
  ...about,
});

export const ruleSchema = z.discriminatedUnion('rule', [
  readRuleSchema,
  promptRuleSchema,
  imageRuleSchema,
  writeRuleSchema,
  runRuleSchema,
  cacheRuleSchema,
  transcriptionRuleSchema,
  outOfBandRuleSchema,
  reasoningRuleSchema,
]);
export type Rule = z.infer<typeof ruleSchema>;
export type RuleOf<Kind extends Rule['rule']> = Extract<Rule, { rule: Kind }>;
