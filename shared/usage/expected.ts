import type { JsonObject } from '../kit/json.ts';
import { detailsOf, type ResponseCount, responseCount, responseUsage, type Side } from './fields.ts';
import { isEmptyUsage, numericLeaves } from './ledger.ts';
import type { Counting } from './rules/rules.ts';

/**
 * Where the numbers come from: the service reported them; it ended the work and reported nothing or only zeros, which may
 * or may not be billed; its report was lost with the connection, and they are worked out from the evidence; or the work
 * is still running and they are worked out so far.
 */
export type UsageBasis = 'reported' | 'if billed' | 'estimated' | 'live';

/** What one response or transcription probably used, and how that is known. */
export interface ExpectedUsage<Evidence> {
  readonly basis: UsageBasis;
  /**
   * In the shape of the service's own `usage`. As reported where it was reported; else the estimate, whose cached tokens
   * are those the rules predict.
   */
  readonly usage: JsonObject;
  /** The part of `usage` that a report left out and the evidence fills in: totals split into text and audio. Null: none. */
  readonly added: JsonObject | null;
  /** What the evidence alone says, in the same shape; the report of this very work has no part in it. */
  readonly estimate: JsonObject;
  /** How far `estimate` may be off by the rules that made it. `widthOf` widens it by what the session has shown. */
  readonly ruleWidth: UsageWidth;
  /** By which rules each part was worked out: errors are compared rule by rule. */
  readonly rules: EstimateRules;
  readonly evidence: Evidence;
  /** Null until a report that says something has come. */
  readonly error: EstimateError | null;
}

/** Half-widths of an estimate, whole tokens (`seconds` in seconds): the truth lies within them either way. */
export interface UsageWidth {
  readonly textIn: number;
  readonly audioIn: number;
  readonly imageIn: number;
  /** Text and audio together. */
  readonly cached: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
  /** Without reasoning. */
  readonly textOut: number;
  readonly audioOut: number;
  /** Upwards only: the estimate holds no reasoning. */
  readonly reasoning: number;
  readonly seconds: number;
}

export const noWidth: UsageWidth = {
  textIn: 0,
  audioIn: 0,
  imageIn: 0,
  cached: 0,
  cachedText: 0,
  cachedAudio: 0,
  textOut: 0,
  audioOut: 0,
  reasoning: 0,
  seconds: 0,
};

/** Names of the rules behind the parts of an estimate. */
export interface EstimateRules {
  /** By where the prompt is known from; `unknown`: something was read for which no rule is known. */
  readonly input: 'report prompt' | 'count prompt' | 'default prompt' | 'unknown' | 'transcription';
  readonly cached: 'first' | 'expected' | 'at most' | 'none';
  readonly textOut: 'written' | 'spoken' | 'called' | 'several' | 'cut' | 'nothing' | 'transcript';
  readonly audioOut: 'whole' | 'cut' | 'nothing';
}

/**
 * Estimate less report, in whole tokens (`seconds` in seconds); text out without reasoning. A field that was not reported
 * differs by 0.
 */
export interface EstimateError {
  readonly textIn: number;
  readonly audioIn: number;
  readonly cached: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly seconds: number;
}

/** A text that the model reads or writes: `tokens` in o200k as the engine counted them, null until it has. */
export interface TextCount {
  /** Sequence number of the entry the text stands in. */
  readonly seq: number;
  readonly characters: number;
  readonly tokens: number | null;
}

/** The tools of a prompt, written out as the model reads them. */
export interface ToolsCount extends TextCount {
  readonly functions: number;
  /** Tools of other kinds, for which no rule is known. */
  readonly others: number;
}

/** The input of one response that brought its own (`response.create` with `input`) instead of reading the conversation. */
export interface OwnInput {
  /** Sequence number of the `response.create`. */
  readonly seq: number;
  /** Items of the conversation it refers to. */
  readonly itemIds: readonly string[];
  /** Messages written into the request itself. */
  readonly messages: number;
  readonly text: TextCount;
  readonly audioMs: number;
}

/** Something a response read or did for which no counting rule is known. The widths take it into account. */
export type UnknownRule =
  | 'model'
  | 'several tools'
  | 'other tools'
  | 'image'
  | 'truncated answer'
  | 'spoken answer'
  | 'other item'
  | 'out of band';

/** What a response read, added up: `partsRead` gives it kind by kind, `itemsRead` item by item. */
export interface InputEvidence {
  readonly counting: Counting;
  /** Null: the service has not said what the instructions are. */
  readonly instructions: TextCount | null;
  /** Null: no tools. */
  readonly tools: ToolsCount | null;
  readonly ownInput: OwnInput | null;
  /** Instructions and tools: as a report has them, as counted, or the service's default; with their half-width. */
  readonly prompt: { readonly tokens: number; readonly from: 'report' | 'count' | 'default'; readonly width: number };
  /** Items of the conversation read, or of it those its own input refers to. */
  readonly items: number;
  readonly images: number;
  /** Sums over prompt and items. */
  readonly text: number;
  readonly audio: number;
  readonly imageTokens: number;
  readonly width: { readonly text: number; readonly audio: number; readonly image: number };
  /** Cached tokens by the rules; `by` says how much that is worth. */
  readonly cached: {
    readonly text: number;
    readonly audio: number;
    readonly by: EstimateRules['cached'];
    /** The most that can be cached. */
    readonly mostText: number;
    readonly mostAudio: number;
  };
  readonly unknown: readonly UnknownRule[];
  /** Texts not counted yet, whose tokens are taken from their length. */
  readonly uncounted: number;
}

/** What a response produced, as far as it was received. */
export interface OutputEvidence {
  readonly audioBytes: number;
  readonly audioMs: number;
  readonly characters: number;
  /** Content: transcripts, texts and calls themselves, without what the service counts around them. */
  readonly contentTokens: number;
  /** Content with that: what text out comes to, without reasoning. */
  readonly textTokens: number;
  /** Stretches of transcript that the stream showed. */
  readonly runs: number;
  readonly rule: EstimateRules['textOut'];
  /** Text not counted yet, whose tokens are taken from its length. */
  readonly uncounted: number;
}

export interface ResponseEvidence {
  readonly input: InputEvidence;
  readonly output: OutputEvidence;
}

export interface TranscriptionEvidence {
  /** Sequence number of the entry that committed the audio; null when it was never seen. */
  readonly seq: number | null;
  readonly audioMs: number;
  /** Whether the model is known to report tokens, or the length of the audio. */
  readonly unit: 'tokens' | 'seconds';
  readonly characters: number;
  /** Tokens of the transcript, counted or by its length. */
  readonly textTokens: number;
  readonly uncounted: number;
}

export type ExpectedResponse = ExpectedUsage<ResponseEvidence>;
export type ExpectedTranscription = ExpectedUsage<TranscriptionEvidence>;

/** How well estimates have met the reports they could be compared with. */
export interface Accuracy {
  readonly compared: number;
  /** Input and output right to the token; what was cached is the cache's affair and not counted here. */
  readonly exact: number;
  /** Sum over the responses compared of how far each field was off, whichever way. */
  readonly tokensOff: number;
  readonly tokensReported: number;
  /** The most that one response was off, as a share of what it reported; 0 to 1 and above. */
  readonly worstShare: number;
}

/** About what o200k makes of running text in English; a text that has not been counted yet is taken for its length over this. */
export const charactersPerToken = 4.4;

/** Tokens of a text that nobody has counted yet, from its length alone. */
export const roughTokens = (characters: number): number => Math.ceil(characters / charactersPerToken);

/** How far that may be off either way: other languages, numbers and code take up to twice as many tokens. */
export const roughWidth = (characters: number): number => (characters === 0 ? 0 : roughTokens(characters) + 1);

/**
 * What a report leaves out that prices need: some gateways tell totals and keep text and audio together. Null for a report
 * with its details, or without totals.
 */
export function splitReport(reported: JsonObject, estimate: JsonObject): JsonObject | null {
  // As much audio as the evidence shows, the rest text.
  const side = (of: Side, text: ResponseCount, audio: ResponseCount): JsonObject => {
    const tokens = responseCount(reported, of) ?? 0;
    const has = numericLeaves(reported[detailsOf[of]] ?? null).length > 0;
    const spoken = Math.min(responseCount(estimate, audio) ?? 0, tokens);
    return has || tokens <= 0 ? {} : responseUsage({ [text]: tokens - spoken, [audio]: spoken });
  };
  const added: JsonObject = { ...side('input', 'textIn', 'audioIn'), ...side('output', 'textOut', 'audioOut') };
  return Object.keys(added).length === 0 ? null : added;
}

/** The counts of a response that an estimate is held against. */
const compared = ['textIn', 'audioIn', 'cached', 'textOut', 'audioOut'] as const satisfies readonly ResponseCount[];

/** How far an estimate is from a report that came; null for a report that says nothing. */
export function errorOf(estimate: JsonObject, reported: JsonObject | null | undefined): EstimateError | null {
  if (reported === undefined || reported === null || isEmptyUsage(reported)) return null;
  // A report of totals alone has nothing to hold the parts against.
  if (compared.every((name) => responseCount(reported, name) === undefined)) return null;
  const off = (name: (typeof compared)[number], thought = 0): number => {
    const said = responseCount(reported, name);
    return said === undefined ? 0 : (responseCount(estimate, name) ?? 0) - (said - thought);
  };
  return {
    textIn: off('textIn'),
    audioIn: off('audioIn'),
    cached: off('cached'),
    // Nothing in a conversation foretells what is thought, and it is part of text out.
    textOut: off('textOut', responseCount(reported, 'reasoning') ?? 0),
    audioOut: off('audioOut'),
    seconds: 0,
  };
}

/** Tokens an estimate is off, field by field and whichever way. What was cached is the cache's affair and not counted. */
export const tokensOff = (error: EstimateError): number =>
  Math.abs(error.textIn) + Math.abs(error.audioIn) + Math.abs(error.textOut) + Math.abs(error.audioOut);
