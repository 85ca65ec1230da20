import type { JsonObject } from '../json.ts';

/**
 * Where the numbers come from: the service reported them; nothing (or only zeros) came and they are worked out from the
 * evidence; or the work is still running and they are worked out so far.
 */
export type UsageBasis = 'reported' | 'estimated' | 'live';

/** What one response or transcription probably used, and how that is known. */
export interface ExpectedUsage<Evidence> {
  readonly basis: UsageBasis;
  /**
   * In the shape of the service's own `usage`. As reported where it was reported; else the estimate, whose cached tokens
   * are those the recurrence predicts. They are part of the input, so the dearer bound is the same object with none cached.
   */
  readonly usage: JsonObject;
  /** The part of `usage` that a report left out and the evidence fills in: totals split into text and audio. Null: none. */
  readonly added: JsonObject | null;
  /** What the evidence alone says, in the same shape. Kept beside a report, so that the two can be compared. */
  readonly estimate: JsonObject;
  readonly evidence: Evidence;
  /** Null until a report that says something has come. */
  readonly error: EstimateError | null;
}

/** Estimate less report, in whole tokens (`seconds` in seconds). A field that was not reported differs by 0. */
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

/** A share of an estimate that one kind of item makes. */
export interface EvidencePart {
  readonly items: number;
  readonly audioMs: number;
  readonly tokens: number;
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

/** What a response read, part by part: `itemsRead` gives the items one by one. */
export interface InputEvidence {
  /** Null: the service has not said what the instructions are, and its default prompt was taken. */
  readonly instructions: TextCount | null;
  /** Null: no tools. */
  readonly tools: TextCount | null;
  readonly ownInput: OwnInput | null;
  /** Instructions and tools. */
  readonly promptTokens: number;
  /** Items of the conversation read, or of it those its own input refers to. */
  readonly items: number;
  readonly userAudio: EvidencePart;
  readonly assistantAudio: EvidencePart;
  /** Transcripts of the assistant and everything typed, without what a message costs beside its content. */
  readonly text: EvidencePart;
  /** Messages, each of which costs `tokensPerMessageOverhead`. */
  readonly messages: number;
  /** Images read, which no formula here turns into tokens. */
  readonly images: number;
  /** How much of the input, from its beginning, earlier responses of this session had read. */
  readonly processed: { readonly text: number; readonly audio: number };
  /** How many leading items of the conversation `processed` covers; -1: not even the prompt. */
  readonly processedItems: number;
  /** Texts not counted yet, whose tokens are taken from their length. */
  readonly uncounted: number;
}

/** What a response produced, as far as it was received. */
export interface OutputEvidence {
  readonly audioBytes: number;
  readonly audioMs: number;
  readonly characters: number;
  readonly textTokens: number;
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
}
