import {
  cachedNames,
  type ResponseCount,
  responseCount,
  transcribedSeconds,
  transcribedTokens,
  type TranscriptionCount,
  transcriptionCount,
  usageOf,
} from '../../usage/fields.ts';
import type { ChunkList } from '../../kit/chunk-list.ts';
import type { JsonObject } from '../../kit/json.ts';
import type { ExpectedResponse, ExpectedTranscription, UsageWidth } from '../../usage/expected.ts';
import { cacheBlockTokens } from '../../usage/rules/rules.ts';
import type { ResponseView, SessionView } from '../view.ts';

/** Fewer reports than this teach nothing about a rule. */
export const reportsToLearn = 3;

/** How far a rule was off over the reports of a session. */
export interface Missed {
  readonly reports: number;
  readonly most: number;
  /** The most without the one response that was off that far. */
  readonly second: number;
  readonly worstId: string;
}

/** By rule: `textOut spoken`, `input known` … */
export type Learned = ReadonlyMap<string, Missed>;

export const nothingLearned: Learned = new Map();

const worse = (one: Missed, other: Missed): Missed => {
  const [high, low] = one.most >= other.most ? [one, other] : [other, one];
  return {
    reports: one.reports + other.reports,
    most: high.most,
    second: Math.max(high.second, low.most),
    worstId: high.worstId,
  };
};

export function addLearned(one: Learned, other: Learned): Learned {
  if (other.size === 0) return one;
  const sum = new Map(one);
  for (const [rule, missed] of other) {
    const have = sum.get(rule);
    sum.set(rule, have === undefined ? missed : worse(have, missed));
  }
  return sum;
}

interface Named {
  readonly key: string;
  readonly off: number;
}

/** The rules that made an estimate, with how far each was off; a part that was not there proves no rule. */
function missesOf({ error, rules, usage, estimate }: ExpectedResponse): Named[] {
  if (error === null) return [];
  const thought = responseCount(usage, 'reasoning');
  const heard = (responseCount(estimate, 'audioIn') ?? 0) > 0 || error.audioIn !== 0;
  return [
    { key: `textIn ${rules.input}`, off: error.textIn },
    ...(heard ? [{ key: `audioIn ${rules.input}`, off: error.audioIn }] : []),
    { key: `cached ${rules.cached}`, off: error.cached },
    ...(rules.textOut === 'nothing' ? [] : [{ key: `textOut ${rules.textOut}`, off: error.textOut }]),
    ...(rules.audioOut === 'nothing' ? [] : [{ key: `audioOut ${rules.audioOut}`, off: error.audioOut }]),
    ...(thought === undefined ? [] : [{ key: 'reasoning', off: thought }]),
  ];
}

/** What one response's report teaches: nothing before all its texts are counted. */
export function learnedFrom(id: string, expected: ExpectedResponse): Learned {
  const { input, output } = expected.evidence;
  if (input.uncounted + output.uncounted > 0) return nothingLearned;
  return asLearned(id, missesOf(expected));
}

export function learnedFromTranscription(id: string, { error, evidence }: ExpectedTranscription): Learned {
  if (error === null || evidence.uncounted > 0) return nothingLearned;
  return asLearned(
    id,
    evidence.unit === 'seconds'
      ? [{ key: 'seconds', off: error.seconds }]
      : [
          { key: 'transcribed audio', off: error.audioIn },
          { key: 'transcript', off: error.textOut },
        ],
  );
}

const asLearned = (id: string, misses: readonly Named[]): Learned =>
  new Map(misses.map(({ key, off }) => [key, { reports: 1, most: Math.abs(off), second: 0, worstId: id }]));

/** How far a rule was off on three or more reports, this one's own left out; 0 where there are fewer. */
function mostOff(learned: Learned, key: string, id: string, hasReported: boolean): number {
  const missed = learned.get(key);
  if (missed === undefined || missed.reports - (hasReported ? 1 : 0) < reportsToLearn) return 0;
  return hasReported && missed.worstId === id ? missed.second : missed.most;
}

/**
 * Half-widths of an estimate: for each part the larger of the rule's own and the largest error of that rule on three or
 * more reports of the session, the response's own report not among them.
 */
export function widthsWith(learned: Learned, id: string, expected: ExpectedResponse): UsageWidth {
  const { ruleWidth, rules, basis } = expected;
  // Nothing was begun, so nothing can be off.
  if (basis !== 'reported' && rules.cached === 'none' && rules.textOut === 'nothing' && ruleWidth.textIn === 0)
    return ruleWidth;
  const own = new Set(learnedFrom(id, expected).keys());
  const off = (key: string): number => mostOff(learned, key, id, own.has(key));
  const cached = off(`cached ${rules.cached}`);
  return {
    ...ruleWidth,
    textIn: Math.max(ruleWidth.textIn, off(`textIn ${rules.input}`)),
    audioIn: Math.max(ruleWidth.audioIn, off(`audioIn ${rules.input}`)),
    cached: Math.max(ruleWidth.cached, cached),
    cachedText: Math.max(ruleWidth.cachedText, cached),
    cachedAudio: Math.max(ruleWidth.cachedAudio, cached),
    textOut: Math.max(ruleWidth.textOut, off(`textOut ${rules.textOut}`)),
    audioOut: Math.max(ruleWidth.audioOut, off(`audioOut ${rules.audioOut}`)),
    // What the session's own responses thought says more than what others did.
    reasoning: ruleWidth.reasoning === 0 ? 0 : off('reasoning') || ruleWidth.reasoning,
  };
}

export function transcriptionWidths(learned: Learned, id: string, expected: ExpectedTranscription): UsageWidth {
  const { ruleWidth } = expected;
  const own = new Set(learnedFromTranscription(id, expected).keys());
  const wider = (width: number, key: string): number => Math.max(width, mostOff(learned, key, id, own.has(key)));
  return {
    ...ruleWidth,
    audioIn: wider(ruleWidth.audioIn, 'transcribed audio'),
    textOut: wider(ruleWidth.textOut, 'transcript'),
    seconds: wider(ruleWidth.seconds, 'seconds'),
  };
}

/*
 * A chunk is never changed, only replaced, so what it teaches is worked out once: a long session costs as much as its
 * last chunk and the number of chunks.
 */
const chunks = new WeakMap<readonly ResponseView[], Learned>();

/** What the reports of a session have shown of the rules. */
export function learnedFromReports(responses: ChunkList<ResponseView>): Learned {
  return responses.chunks.reduce<Learned>((sum, chunk) => {
    const known =
      chunks.get(chunk) ??
      chunk.reduce<Learned>((all, { id, expected }) => addLearned(all, learnedFrom(id, expected)), nothingLearned);
    chunks.set(chunk, known);
    return addLearned(sum, known);
  }, nothingLearned);
}

/** As `widthsWith`, for one response of a session. */
export const widthOf = (view: Pick<SessionView, 'responses'>, { id, expected }: ResponseView): UsageWidth =>
  widthsWith(learnedFromReports(view.responses), id, expected);

const wholeBlocks = (tokens: number): number => tokens - (tokens % cacheBlockTokens);

const atLeastNone = (count: number | undefined, by: number): number => Math.max(0, (count ?? 0) + by);

/** The least or the most that an estimate can cost, as a usage object: what was cached is dear when little was. */
export function usageAt(estimate: JsonObject, width: UsageWidth, end: 'least' | 'most'): JsonObject {
  const by = end === 'most' ? 1 : -1;
  const heard = (name: TranscriptionCount, half: number): number =>
    atLeastNone(transcriptionCount(estimate, name), half * by);
  if (estimate['type'] === 'duration') return transcribedSeconds(heard('seconds', width.seconds));
  if (estimate['type'] === 'tokens') {
    return transcribedTokens({
      text: heard('textIn', width.textIn),
      audio: heard('audioIn', width.audioIn),
      made: heard('textOut', width.textOut),
    });
  }
  const at = (name: ResponseCount, half: number): number => atLeastNone(responseCount(estimate, name), half * by);
  const read = {
    text: at('textIn', width.textIn),
    audio: at('audioIn', width.audioIn),
    image: at('imageIn', width.imageIn),
  };
  // Whole blocks of what is read, and never fewer than the estimate has where as much is read: less input costs less.
  const cachedAt = (kind: 'text' | 'audio', half: number): number => {
    const expected = responseCount(estimate, cachedNames[kind]) ?? 0;
    const most = Math.min(read[kind], Math.max(wholeBlocks(read[kind]), expected));
    return Math.min(most, atLeastNone(expected, -by * half));
  };
  const thought = end === 'most' ? width.reasoning : 0;
  return usageOf(
    read,
    { text: cachedAt('text', width.cachedText), audio: cachedAt('audio', width.cachedAudio) },
    {
      text: at('textOut', width.textOut) + thought,
      audio: at('audioOut', width.audioOut),
      reasoning: thought,
    },
  );
}
