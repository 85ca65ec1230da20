/*
 * How a Realtime service counts, done anew from the table of readings of recorded sessions: small sums and nothing of the
 * application's own, so that the two can be held against each other.
 */

export type Family = 'preview' | 'ga' | 'reasoning';
export type Service = 'openai' | 'azure';

/** Something in a conversation, with what it takes to say how it is read. Text out is what a response put out, reasoning apart. */
export type Said =
  | { readonly kind: 'spoken turn'; readonly ms: number }
  | { readonly kind: 'typed'; readonly tokens: number }
  | { readonly kind: 'written by client'; readonly tokens: number }
  | { readonly kind: 'spoken answer'; readonly tokens: number; readonly textOut: number; readonly audioOut: number }
  | { readonly kind: 'cut answer'; readonly heardMs: number }
  | { readonly kind: 'written answer'; readonly textOut: number }
  | { readonly kind: 'call'; readonly textOut: number }
  | { readonly kind: 'result'; readonly tokens: number };

export interface Tokens {
  readonly text: number;
  readonly audio: number;
}

const text = (tokens: number): Tokens => ({ text: tokens, audio: 0 });

/** Of a turn that a person spoke: 25 ms are gone, and then only whole tenths of a second count. */
export const heardTokens = (ms: number): number => (ms < 125 ? 0 : Math.floor((ms - 25) / 100));

/** Of speech that a response put out. */
export const spokenTokens = (ms: number): number => Math.ceil(ms / 50);

/** What an item adds to the input of each later response. `last`: no newer spoken answer stands behind it. */
export function readAs(said: Said, last: boolean, family: Family, service: Service): Tokens {
  switch (said.kind) {
    case 'spoken turn':
      return { text: 8, audio: heardTokens(said.ms) };
    case 'typed':
      return text(said.tokens + 4);
    case 'written by client':
      return text(said.tokens + (family === 'reasoning' ? 11 : 4));
    case 'spoken answer':
      return family === 'preview' || last ? { text: said.textOut + 2, audio: said.audioOut } : text(said.tokens + 4);
    case 'cut answer':
      return { text: 8, audio: Math.floor(said.heardMs / 50) };
    case 'written answer':
      return text(said.textOut + 2);
    case 'call':
      return text(said.textOut + (service === 'azure' ? 0 : 2));
    case 'result':
      return text(said.tokens + (service === 'azure' ? 0 : 5));
  }
}

/** Runs of transcript between runs of audio that an answer of this size has. */
export function usualRuns(tokens: number, audio: number): number {
  const byAudio = audio < 12 ? 1 : audio < 22 ? 2 : audio < 37 ? 3 : audio < 98 ? 4 : 5 + Math.floor((audio - 98) / 42);
  const byText = tokens <= 4 ? 1 : tokens <= 6 ? 2 : tokens <= 12 ? 3 : tokens <= 20 ? 4 : byAudio;
  return Math.min(byAudio, byText);
}

/** Text out of a spoken answer. */
export const spokenText = (tokens: number, runs: number, isCut: boolean): number =>
  tokens + 4 + 2 * runs - (isCut ? 2 : 0);

/** Text out of an answer in text. */
export const writtenText = (tokens: number, family: Family): number => tokens + (family === 'reasoning' ? 4 : 2);

/** Of two messages in one response, and of a message before a call, on models that think. */
export const twoMessages = (first: number, second: number): number => first + 7 + (second + 4);
export const messageAndCall = (message: number, call: number): number => message + 7 + (call + 7) + 3;

/** Text out of a call alone; `tokens` with the function's name. */
export const callText = (tokens: number): number => tokens + 7;

const whole64s = (tokens: number): number => Math.floor(tokens / 64) * 64;

/** Cached of a text of which so much was read before, prompt included; never more of it than there is. */
export const cachedText = (sharedWithPrompt: number, all: number): number =>
  Math.min(whole64s(22 + sharedWithPrompt), whole64s(all));
export const cachedAudio = whole64s;

/** What a response used. */
export interface Used {
  readonly textIn: number;
  readonly audioIn: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
  /** Reasoning included. */
  readonly textOut: number;
  readonly audioOut: number;
  readonly reasoning: number;
}

export const nothingUsed: Used = {
  textIn: 0,
  audioIn: 0,
  cachedText: 0,
  cachedAudio: 0,
  textOut: 0,
  audioOut: 0,
  reasoning: 0,
};

/** The same as a service reports it. */
export function asReport(used: Used): {
  [key: string]: number | { [key: string]: number | { [key: string]: number } };
} {
  const { textIn, audioIn, textOut, audioOut, reasoning } = used;
  return {
    total_tokens: textIn + audioIn + textOut + audioOut,
    input_tokens: textIn + audioIn,
    output_tokens: textOut + audioOut,
    input_token_details: {
      text_tokens: textIn,
      audio_tokens: audioIn,
      image_tokens: 0,
      cached_tokens: used.cachedText + used.cachedAudio,
      cached_tokens_details: { text_tokens: used.cachedText, audio_tokens: used.cachedAudio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: textOut, audio_tokens: audioOut, reasoning_tokens: reasoning },
  };
}
