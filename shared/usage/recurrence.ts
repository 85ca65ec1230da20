import { assertNever } from '../assert-never.ts';

/** One token for each started 100 ms of a person's audio. */
export const msPerUserAudioToken = 100;
/** One token for each started 50 ms of the assistant's audio, as output and again whenever it is re-read as input. */
export const msPerAssistantAudioToken = 50;
/** What a message costs beside its content. Inferred from bills, not documented; other runs show up to 10 for a user and assistant pair. */
export const tokensPerMessageOverhead = 2;
/** Cached tokens are reported in whole blocks of this size, each modality by itself. */
export const cacheBlockTokens = 64;
/** What the service's own instructions read as when nobody set any. */
export const defaultPromptTokens = 119;

/** An amount of tokens by modality. */
export interface ModalityTokens {
  readonly text: number;
  readonly audio: number;
}

/** One item of a conversation as the model reads it back. */
export type ContextItem =
  /** A spoken turn. Its transcript is made by another model and never joins the context. */
  | { readonly kind: 'user-audio'; readonly audioMs: number }
  /** A typed message, a function call or its output, whoever wrote it. */
  | { readonly kind: 'text'; readonly textTokens: number }
  /** A spoken answer: what was heard, and its transcript (0 tokens once truncated, for the service deletes the text then). */
  | { readonly kind: 'assistant-audio'; readonly audioMs: number; readonly textTokens: number };

/** Everything one response reads. */
export interface Context {
  /** Instructions and tools; `defaultPromptTokens` with none set. */
  readonly promptTokens: number;
  readonly items: readonly ContextItem[];
  /** How much of the context, from its beginning, had been processed before. At most the context itself. */
  readonly processed: ModalityTokens;
}

/** The `usage` object of a `response.done`. A type and not an interface, so that it passes for the JSON it is. */
export type RealtimeUsage = {
  total_tokens: number;
  input_tokens: number;
  output_tokens: number;
  input_token_details: {
    text_tokens: number;
    audio_tokens: number;
    image_tokens: number;
    cached_tokens: number;
    cached_tokens_details: { text_tokens: number; audio_tokens: number; image_tokens: number };
  };
  /** `reasoning_tokens`: part of the text, of models that think. */
  output_token_details: { text_tokens: number; audio_tokens: number; reasoning_tokens?: number };
};

export const noTokens: ModalityTokens = { text: 0, audio: 0 };

export const addTokens = (a: ModalityTokens, b: ModalityTokens): ModalityTokens => ({
  text: a.text + b.text,
  audio: a.audio + b.audio,
});

/** Started units of `unitMs` in `audioMs`; a sum of frames that misses a whole unit by rounding does not start another. */
const startedUnits = (audioMs: number, unitMs: number): number =>
  audioMs <= 0 ? 0 : Math.ceil(Math.round((audioMs / unitMs) * 1e6) / 1e6);

export const userAudioTokens = (audioMs: number): number => startedUnits(audioMs, msPerUserAudioToken);
export const assistantAudioTokens = (audioMs: number): number => startedUnits(audioMs, msPerAssistantAudioToken);

/** What one item adds to the input of every later response. */
export function itemTokens(item: ContextItem): ModalityTokens {
  switch (item.kind) {
    case 'user-audio':
      return { text: 0, audio: userAudioTokens(item.audioMs) };
    case 'text':
      return { text: item.textTokens + tokensPerMessageOverhead, audio: 0 };
    case 'assistant-audio':
      return { text: item.textTokens + tokensPerMessageOverhead, audio: assistantAudioTokens(item.audioMs) };
    default:
      return assertNever(item, 'Context item');
  }
}

/** What a response reads: the prompt and the whole conversation before it. */
export const inputTokens = (promptTokens: number, items: readonly ContextItem[]): ModalityTokens =>
  items.map(itemTokens).reduce(addTokens, { text: promptTokens, audio: 0 });

const wholeBlocks = (tokens: number): number => Math.floor(tokens / cacheBlockTokens) * cacheBlockTokens;

/** Cached tokens as reported for a context of which `processed` had been read before. */
export const cachedTokens = (processed: ModalityTokens): ModalityTokens => ({
  text: wholeBlocks(processed.text),
  audio: wholeBlocks(processed.audio),
});

/** What a response produced. `textTokens` is the transcript of spoken output, or the text of written output. */
export interface ResponseOutput {
  readonly audioMs: number;
  readonly textTokens: number;
}

/** A `usage` object from what was read, how much of that had been read before, and what was produced. */
export function usageOf(read: ModalityTokens, processed: ModalityTokens, made: ModalityTokens): RealtimeUsage {
  const cached = cachedTokens({
    text: Math.min(processed.text, read.text),
    audio: Math.min(processed.audio, read.audio),
  });
  const inTotal = read.text + read.audio;
  const outTotal = made.text + made.audio;
  return {
    total_tokens: inTotal + outTotal,
    input_tokens: inTotal,
    output_tokens: outTotal,
    input_token_details: {
      text_tokens: read.text,
      audio_tokens: read.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: { text_tokens: cached.text, audio_tokens: cached.audio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: made.text, audio_tokens: made.audio },
  };
}

/** The usage a response reports for reading `context` and producing `output`. */
export const expectedUsage = (context: Context, output: ResponseOutput): RealtimeUsage =>
  usageOf(inputTokens(context.promptTokens, context.items), context.processed, {
    text: output.textTokens,
    audio: assistantAudioTokens(output.audioMs),
  });
