import { at, findLast, findLastIndex, values } from '../../kit/chunk-list.ts';
import {
  cachedNames,
  fieldLabel,
  type Modality,
  type ResponseCount,
  responseCount,
  responsePath,
} from '../../usage/fields.ts';
import { lookup } from '../../kit/lookup.ts';
import { itemOf, type ResponseView, type SessionView } from '../view.ts';

/*
 * What an alarm goes by, where finding it takes more than a look at the event.
 */

/** Tokens of one modality that a response reports as cached. */
export const cachedOf = (response: ResponseView, kind: Modality): number =>
  responseCount(response.understood ?? {}, cachedNames[kind]) ?? 0;

/** The response before this one, when both answer the same turn: nothing was committed or asked for in between. */
export function sameTurn(view: SessionView, response: ResponseView): ResponseView | null {
  const before = at(view.responses, response.number - 2);
  if (before === undefined) return null;
  const newTurn = findLastIndex(view.items, ({ role, addedSeq }) => role === 'user' && addedSeq > before.createdSeq);
  return newTurn < 0 ? before : null;
}

const estimated = ['audioIn', 'textIn', 'audioOut', 'textOut'] as const satisfies readonly ResponseCount[];

/** An estimate is far off when it misses the report by more than a tenth, and by more than a few words. */
const farOffShare = 0.1;
const farOffTokens = 32;

/** The field in which a report is furthest from its estimate, in tokens; null: the two are near one another. */
export function farOff({
  understood: usage,
  expected,
}: ResponseView): { name: string; made: number; said: number } | null {
  const { error, estimate } = expected;
  if (error === null || usage === null) return null;
  const reported = estimated.reduce((sum, name) => sum + (responseCount(usage, name) ?? 0), 0);
  // Where no rule is known the estimate says itself how far off it may be.
  const { ruleWidth } = expected;
  const off = estimated.reduce((sum, name) => sum + Math.max(0, Math.abs(error[name]) - ruleWidth[name]), 0);
  if (off <= farOffTokens || off <= reported * farOffShare) return null;
  const [worst] = estimated.toSorted((one, other) => Math.abs(error[other]) - Math.abs(error[one]));
  if (worst === undefined) return null;
  const made = responseCount(estimate, worst) ?? 0;
  const name = fieldLabel('response', responsePath(worst)).toLowerCase();
  return { name, made, said: made - error[worst] };
}

/** Fewer cached tokens than this come and go with the blocks that a cache keeps. */
const leastCached = 256;

/**
 * Cached tokens that the rules expect of a response, for all of what it read before stands unchanged, and that it did not report
 * though the response before it had some; null: nothing was lost, or no rule expects any.
 */
export function cacheLost(
  { responses }: Pick<SessionView, 'responses'>,
  { understood: usage, expected, outOfBand, number }: ResponseView,
): { readonly made: number; readonly said: number } | null {
  const { cached } = expected.evidence.input;
  if (usage === null || expected.basis !== 'reported' || outOfBand || cached.by !== 'expected') return null;
  const [made, said] = [cached.text + cached.audio, responseCount(usage, 'cached') ?? 0];
  if (made < leastCached || said * 2 >= made) return null;
  const before = findLast(responses, (one) => one.number < number && one.understood !== null && !one.outOfBand);
  return before === undefined || (responseCount(before.understood ?? {}, 'cached') ?? 0) === 0 ? null : { made, said };
}

/** Whether a transcription by that model has been completed before this item's. */
export const heardBefore = (view: SessionView, model: string, itemId: string): boolean =>
  [...values(view.items)].some(
    ({ id, transcription }) => id !== itemId && transcription?.model === model && transcription.status === 'completed',
  );

/** How many entries of the log are not in the view: a whole log counts 1, 2, 3 … without a gap. */
export const missingEntries = ({ seq, counts }: SessionView): number =>
  Math.max(0, seq - counts.client - counts.server - counts.bench);

/** What a response that is incomplete lacks, by the reason the service gives. */
const incompleteReasons = lookup<string>({
  max_output_tokens: 'It reached the most tokens that an answer may have, so its end is missing.',
  content_filter: 'The content filter of the service stopped it.',
});

export const incompleteText = (reason: string | null): string => {
  if (reason === null) return 'The service did not say why.';
  const known = incompleteReasons(reason);
  return known === undefined ? `The service gave as reason: ${reason}.` : `${known} (${reason})`;
};

/** An answer that was to speak and did not, with nothing in it that has no voice: a call of a tool. */
export function lacksAudio(view: SessionView, response: ResponseView): boolean {
  const { status, speaks, outOfBand, audioBytes, itemIds } = response;
  if (status !== 'completed' || speaks !== true || outOfBand || audioBytes > 0) return false;
  return itemIds.every((id) => itemOf(view, id)?.kind === 'message');
}

/** What is said of such an answer. */
export const silentText = ({ number }: Pick<ResponseView, 'number'>): string =>
  `R${number} was to speak, was completed, and sent no audio.`;
