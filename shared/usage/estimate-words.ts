import { lookup } from '../kit/lookup.ts';
import { plural } from '../kit/numbers.ts';
import type { Accuracy, EstimateError, EstimateRules, InputEvidence, UnknownRule, UsageBasis } from './expected.ts';
import type { ReadKind } from './rules/schema.ts';

/*
 * How estimates are spoken of: in the window, at the command line, in reports and in copies alike.
 */

/** What a row is called by where its numbers come from. */
export const basisWords: Readonly<Record<UsageBasis, string>> = {
  reported: 'reported',
  'if billed': 'may be billed',
  estimated: 'report lost',
  live: 'running',
};

/** Why nothing is counted of it, as a sentence. */
export const nothingSentence = 'Cancelled before its first item began: the service counts nothing of such a response.';

/** Work that the service ended without beginning an item: it counts nothing, and so does the bench. */
export const nothingWords = 'nothing, by the rules';

/** One of what a response read, and several. */
export const readWords: Readonly<Record<ReadKind, readonly [one: string, many: string]>> = {
  'typed message': ['typed message', 'typed messages'],
  'system message': ['system message', 'system messages'],
  'written by client': ['answer put in as text', 'answers put in as text'],
  'spoken turn': ['spoken turn', 'spoken turns'],
  'last spoken answer': ['spoken answer, the last', 'spoken answers, the last'],
  'older spoken answer': ['spoken answer before', 'spoken answers before'],
  'written answer': ['written answer', 'written answers'],
  'truncated answer': ['answer cut short', 'answers cut short'],
  'function call': ['function call', 'function calls'],
  'function result': ['function result', 'function results'],
  'other item': ['item of another kind', 'items of other kinds'],
};

/** Where the size of instructions and tools is taken from. */
export const promptWords: Readonly<Record<InputEvidence['prompt']['from'], string>> = {
  report: 'as reports have it',
  count: 'as counted',
  default: "the service's default",
};

/** How much the number of cached tokens is worth. */
export const cachedWords: Readonly<Record<EstimateRules['cached'], string>> = {
  expected: 'as the rules predict',
  first: 'first response: depends on what ran before',
  'at most': 'at most, for hits are luck here',
  none: 'none is known of',
};

/** What no counting rule is known for, and what the widths therefore allow for. */
export const unknownWords: Readonly<Record<UnknownRule, string>> = {
  model: 'which family of models this is',
  'several tools': 'what more than one tool adds',
  'other tools': 'what tools that are no functions add',
  image: 'what an image comes to',
  'truncated answer': 'how much of an answer cut short is read again',
  'spoken answer': 'what a spoken answer that never reported comes to',
  'other item': 'what an item of another kind comes to',
  'out of band': 'what a response outside the conversation reads',
};

/** `12.5%`, tenths of a percent below ten, else whole: a share that is not nothing is never shown as nothing. */
export function shareWords(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return 'less than 0.1%';
  return percent < 10 ? `${Number(percent.toFixed(1))}%` : `${Math.round(percent)}%`;
}

/** `1 answer`, `2 answers`. */
export const answerWords = (number: number): string => plural(number, 'answer');

/** How far off estimates were, in one line. */
export function accuracyWords({ compared, worstShare }: Accuracy): string {
  if (compared === 0) return 'how far off estimates are here: none to compare yet';
  return worstShare === 0
    ? `estimates here were right to the token, ${answerWords(compared)}`
    : `estimates here were off by ${shareWords(worstShare)} at most, ${answerWords(compared)}`;
}

/** Fields of an error in the order they are read in. */
export const errorFields: readonly (readonly [field: keyof EstimateError, name: string])[] = [
  ['audioIn', 'audio in'],
  ['textIn', 'text in'],
  ['cached', 'cached'],
  ['audioOut', 'audio out'],
  ['textOut', 'text out'],
  ['seconds', 'seconds'],
];

const causes = lookup<string>({
  turn_detected: 'cancelled by your voice',
  client_cancelled: 'cancelled by the client',
  max_output_tokens: 'cut at the most tokens allowed',
  content_filter: 'cut by the content filter',
});

/** How a response ended, in words: `cancelled by your voice`. */
export function endWords(status: string, reason: string | null): string {
  const cause = reason === null ? undefined : causes(reason);
  if (cause !== undefined) return cause;
  const plain = status.replace('_', ' ');
  return reason === null || reason === '' ? plain : `${plain} (${reason})`;
}

/** How a response that never reported ended, and what it said instead, as a sentence. `usage` as it came. */
export function silenceWords(status: string, reason: string | null, usage: unknown): string {
  const end = endWords(status, reason);
  const ended = `${end.charAt(0).toUpperCase()}${end.slice(1)}`;
  if (status === 'in_progress') return 'Running: its report is still to come.';
  if (status === 'lost') return 'The connection ended before its report came.';
  return `${ended}; ${usage === null || usage === undefined ? 'it reported no usage' : 'every field reported as zero'}.`;
}
