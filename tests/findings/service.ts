import { between, chance, type Random } from './random.ts';

/*
 * A service that counts as the recorded ones do. Its numbers are written down here a second time, from the recordings
 * (docs/token-rules.md), and are not those of the product: a wrong number there cannot hide behind the same number here.
 */

export type Family = 'ga' | 'preview';
export type Service = 'openai' | 'azure';

export interface Amount {
  readonly audio: number;
  readonly text: number;
}

/** Text of the service's own instructions, where nobody set any. */
export const defaultPrompt = 111;
/** Beside the audio of a spoken item, empty or not. */
export const spokenItem = 8;
/** Beside the text of a typed item. */
export const typedItem = 4;
/** Beside what an answer reported, when it is read again. */
export const rereadAnswer = 2;
/** Beside the transcript that is left of an older spoken answer, whose audio is gone (ga). */
export const olderAnswer = 4;
/** A truncated answer is a text of this size and a token for every 50 ms of audio that is left (seen on preview). */
export const truncatedAnswer = 8;
/** Beside what a function call reported, and beside the text of its result. */
export const callAndResult: Readonly<Record<Service, { readonly call: number; readonly result: number }>> = {
  openai: { call: 2, result: 5 },
  azure: { call: 0, result: 0 },
};

/** One item of a conversation, with what reading it takes. */
export type Item =
  | { readonly kind: 'spoken'; readonly audio: number; readonly transcript: number }
  | { readonly kind: 'typed'; readonly text: number }
  | { readonly kind: 'spoken answer'; readonly audio: number; readonly text: number; readonly transcript: number }
  | { readonly kind: 'written answer'; readonly text: number }
  | { readonly kind: 'call'; readonly text: number }
  | { readonly kind: 'result'; readonly text: number }
  | { readonly kind: 'truncated'; readonly audio: number };

export interface Counts {
  readonly family: Family;
  readonly service: Service;
  /** Text tokens of instructions and tools. */
  readonly prompt: number;
}

export const plus = (one: Amount, other: Amount): Amount => ({
  audio: one.audio + other.audio,
  text: one.text + other.text,
});

/** What an inference reads that is made over these items. */
export function readOf({ family, service, prompt }: Counts, items: readonly Item[]): Amount {
  const last = items.findLastIndex(({ kind }) => kind === 'spoken answer');
  return items.reduce<Amount>(
    (sum, item, at) => {
      switch (item.kind) {
        case 'spoken':
          return plus(sum, { audio: item.audio, text: spokenItem });
        case 'typed':
          return plus(sum, { audio: 0, text: item.text + typedItem });
        case 'spoken answer':
          return plus(
            sum,
            family === 'ga' && at < last
              ? { audio: 0, text: item.transcript + olderAnswer }
              : { audio: item.audio, text: item.text + rereadAnswer },
          );
        case 'written answer':
          return plus(sum, { audio: 0, text: item.text + rereadAnswer });
        case 'call':
          return plus(sum, { audio: 0, text: item.text + callAndResult[service].call });
        case 'result':
          return plus(sum, { audio: 0, text: item.text + callAndResult[service].result });
        case 'truncated':
          return plus(sum, { audio: item.audio, text: truncatedAnswer });
      }
    },
    { audio: 0, text: prompt },
  );
}

/** Stretches of transcript between stretches of audio in an answer, as fitted to the recordings. */
function runsOf({ audio, text }: Amount): number {
  const byAudio = audio < 12 ? 1 : audio < 22 ? 2 : audio < 37 ? 3 : audio < 98 ? 4 : 5 + Math.floor((audio - 98) / 42);
  const byText = text <= 4 ? 1 : text <= 6 ? 2 : text <= 12 ? 3 : text <= 20 ? 4 : byAudio;
  return Math.min(byAudio, byText);
}

/** A spoken answer as the service makes one: 2 tokens for each run and 4 beside the transcript; a run fewer in one of ten. */
export function spokenAnswer(random: Random, most = 900): Item & { readonly kind: 'spoken answer' } {
  const audio = between(random, 20, most);
  // 3.6 to 5.9 audio tokens for each of the transcript.
  const transcript = Math.max(1, Math.round(audio / (3.6 + 2.3 * random())));
  const usual = runsOf({ audio, text: transcript });
  const runs = chance(random, 0.1) ? Math.max(1, usual - 1) : usual;
  return { kind: 'spoken answer', audio, transcript, text: transcript + 4 + 2 * runs };
}

export const writtenAnswer = (random: Random): Item & { readonly kind: 'written answer' } => ({
  kind: 'written answer',
  text: between(random, 2, 200) + 2,
});

export const functionCall = (random: Random): Item & { readonly kind: 'call' } => ({
  kind: 'call',
  text: between(random, 3, 60) + 7,
});

/** What an answer puts out. */
export const outOf = (item: Item): Amount => ({
  audio: item.kind === 'spoken answer' ? item.audio : 0,
  text: 'text' in item ? item.text : 0,
});
