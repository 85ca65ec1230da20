import { estimatedRuns, type RuleSet, spokenTokens, writtenTokens } from '../../../shared/usage/rules/rules.ts';
import { msOf, samplesOf } from '../wire/audio.ts';
import type { CountTokens } from './tokens.ts';

/** One part of an answer that was written beforehand. */
export type ScriptedPart =
  | {
      readonly kind: 'spoken';
      readonly text: string;
      /** Length of its voice, which is silence. */
      readonly audioMs: number;
      /** Stretches of transcript between stretches of audio. Absent: as many as the rules expect. */
      readonly runs?: number;
    }
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'called'; readonly name: string; readonly arguments: string };

/** An answer that was written beforehand. */
export interface ScriptedAnswer {
  readonly parts: readonly ScriptedPart[];
  /** Of a model that thinks. Absent: as its effort says. */
  readonly reasoningTokens?: number;
  /** Once everything is delivered the response stays open: only a cancellation ends it. */
  readonly staysOpen?: boolean;
}

/** What the simulator is told to answer, response by response, whatever it is asked. Afterwards it answers as usual. */
export class Script {
  readonly #answers: ScriptedAnswer[] = [];

  tell(...answers: readonly ScriptedAnswer[]): void {
    this.#answers.push(...answers);
  }

  next(): ScriptedAnswer | null {
    return this.#answers.shift() ?? null;
  }
}

/** Audio of one delta. */
export const chunkMs = 100;

/** A piece of text and when in the reply it goes out. */
interface Word {
  readonly text: string;
  /** Of a spoken reply: where in the audio, a whole number of deltas; the words of one run share it. */
  readonly atMs: number;
}

/** Everything a message of a response is going to say, decided before its first frame goes out. */
export interface ReplyPlan {
  readonly kind: 'spoken' | 'written';
  /** Empty when written. */
  readonly pcm24k: Int16Array;
  readonly words: readonly Word[];
  /** How long it streams at real time. */
  readonly durationMs: number;
  /** It had to be cut at the response's token limit. */
  readonly limited: boolean;
}

/** A call of a function. */
export interface CallPlan {
  readonly kind: 'called';
  readonly name: string;
  readonly arguments: string;
}

/** One item of a response's output. */
export type PartPlan = ReplyPlan | CallPlan;

/** Written text appears about as fast as it can be read aloud twice. */
const msPerWrittenCharacter = 25;

const piecesOf = (text: string): readonly string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/**
 * Before which deltas of audio the runs go out: where the rules see one more, so that a reply cut short has as many as
 * they see in it. Evenly, where it is to have others than the rules see.
 */
function startsOf(runs: number, deltas: number, { runs: rule, writes }: RuleSet): number[] {
  const { belowAudio, everyAudio } = rule;
  const last = belowAudio.at(-1) ?? 0;
  const starts = Array.from({ length: runs }, (_, run) => {
    if (run === 0) return 0;
    const tokens = belowAudio[run - 1] ?? last + (run - belowAudio.length) * everyAudio;
    return Math.ceil((tokens * writes.audioMsPerToken) / chunkMs) - 1;
  });
  return (starts.at(-1) ?? 0) < deltas ? starts : starts.map((_, run) => Math.floor((run * deltas) / runs));
}

/** Transcript goes out in runs, each ahead of the stretch of audio that it belongs to. */
function inRuns(text: string, durationMs: number, runs: number, rules: RuleSet): Word[] {
  const words = piecesOf(text);
  const pieces = words.length < runs ? Array.from(text) : words;
  const deltas = Math.max(1, Math.ceil(durationMs / chunkMs));
  const starts = startsOf(Math.max(1, Math.min(runs, pieces.length, deltas)), deltas, rules);
  const said: Word[] = [];
  let before = 0;
  for (const [run, start] of starts.entries()) {
    const end = starts[run + 1];
    const left = starts.length - run - 1;
    // At least one piece each, and one for every run to come.
    for (let taken = 0; said.length < pieces.length - left; taken += 1) {
      if (taken > 0 && end !== undefined && before / text.length >= end / deltas) break;
      const piece = pieces[said.length] ?? '';
      said.push({ text: piece, atMs: start * chunkMs });
      before += piece.length;
    }
  }
  return said;
}

function spread(text: string, durationMs: number): Word[] {
  let before = 0;
  return piecesOf(text).map((piece) => {
    const atMs = (before / Math.max(1, text.length)) * durationMs;
    before += piece.length;
    return { text: piece, atMs };
  });
}

/** How many runs an answer has by the rules. */
export const usualRuns = (transcript: string, pcm24k: Int16Array, rules: RuleSet, count: CountTokens): number =>
  estimatedRuns(rules, count(transcript), spokenTokens(rules, msOf(pcm24k.length)));

export function planSpoken(transcript: string, pcm24k: Int16Array, runs: number, rules: RuleSet): ReplyPlan {
  const durationMs = msOf(pcm24k.length);
  return { kind: 'spoken', pcm24k, words: inRuns(transcript, durationMs, runs, rules), durationMs, limited: false };
}

export function planWritten(text: string): ReplyPlan {
  const durationMs = text.length * msPerWrittenCharacter;
  return {
    kind: 'written',
    pcm24k: new Int16Array(0),
    words: spread(text, durationMs),
    durationMs,
    limited: false,
  };
}

const wordsUntil = (plan: ReplyPlan, ms: number): Word[] => plan.words.filter((word) => word.atMs < ms);

/** The text that has been said once `ms` of the plan have passed. */
export const textUntil = (plan: ReplyPlan, ms: number): string =>
  wordsUntil(plan, ms)
    .map((word) => word.text)
    .join('');

/** What a beginning of a plan comes to: its words, and its audio until `ms`. */
function tokensOf(
  { kind }: ReplyPlan,
  words: readonly Word[],
  ms: number,
  rules: RuleSet,
  count: CountTokens,
  unfinished: boolean,
): number {
  const contentTokens = count(words.map(({ text }) => text).join(''));
  const runsSeen = new Set(words.map(({ atMs }) => atMs)).size;
  const audio = kind === 'spoken' ? spokenTokens(rules, ms) : 0;
  return audio + writtenTokens(rules, [{ kind, contentTokens, audioTokens: 0, runsSeen, unfinished }]);
}

/** What the whole plan comes to, in tokens. */
export const planTokens = (plan: ReplyPlan, rules: RuleSet, count: CountTokens): number =>
  tokensOf(plan, plan.words, plan.durationMs, rules, count, false);

/** The plan as far as `maxTokens` of output carry it: the tokens come in the order in which they are streamed. */
export function limitPlan(plan: ReplyPlan, maxTokens: number, rules: RuleSet, count: CountTokens): ReplyPlan {
  if (planTokens(plan, rules, count) <= maxTokens) return plan;
  const fits = (words: readonly Word[], ms: number): boolean =>
    tokensOf(plan, words, ms, rules, count, true) <= maxTokens;
  const step = rules.writes.audioMsPerToken;
  let ms = Math.floor(plan.durationMs / step) * step;
  while (ms > 0 && !fits(wordsUntil(plan, ms), ms)) ms -= step;
  const words = wordsUntil(plan, ms);
  for (const word of plan.words.slice(words.length)) {
    if (plan.kind === 'spoken' && word.atMs > ms) break;
    if (!fits([...words, word], ms)) break;
    words.push(word);
  }
  return { ...plan, pcm24k: plan.pcm24k.subarray(0, samplesOf(ms)), words, durationMs: ms, limited: true };
}
