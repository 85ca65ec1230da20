import type { ChunkList } from '../../kit/chunk-list.ts';
import { asNumber, atPath, type JsonObject } from '../../kit/json.ts';
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
  const made = (path: string): number => asNumber(atPath(estimate, path)) ?? 0;
  const thought = asNumber(atPath(usage, 'output_token_details.reasoning_tokens'));
  const heard = made('input_token_details.audio_tokens') > 0 || error.audioIn !== 0;
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

const shifted = (usage: JsonObject, path: string, by: number, most = Number.MAX_SAFE_INTEGER): number =>
  Math.min(most, Math.max(0, (asNumber(atPath(usage, path)) ?? 0) + by));

/** The least or the most that an estimate can cost, as a usage object: what was cached is dear when little was. */
export function usageAt(estimate: JsonObject, width: UsageWidth, end: 'least' | 'most'): JsonObject {
  const by = end === 'most' ? 1 : -1;
  const at = (path: string, half: number): number => shifted(estimate, path, half * by);
  if (estimate['type'] === 'duration') return { type: 'duration', seconds: at('seconds', width.seconds) };
  const text = at('input_token_details.text_tokens', width.textIn);
  const audio = at('input_token_details.audio_tokens', width.audioIn);
  const image = at('input_token_details.image_tokens', width.imageIn);
  const cachedPath = 'input_token_details.cached_tokens_details';
  // Whole blocks of what is read, and never fewer than the estimate has where as much is read: less input costs less.
  const cachedAt = (kind: string, half: number, read: number): number => {
    const expected = asNumber(atPath(estimate, `${cachedPath}.${kind}`)) ?? 0;
    return shifted(
      estimate,
      `${cachedPath}.${kind}`,
      -by * half,
      Math.min(read, Math.max(wholeBlocks(read), expected)),
    );
  };
  const cachedText = cachedAt('text_tokens', width.cachedText, text);
  const cachedAudio = cachedAt('audio_tokens', width.cachedAudio, audio);
  const input = text + audio + image;
  if (estimate['type'] === 'tokens') {
    const written = at('output_tokens', width.textOut);
    return {
      type: 'tokens',
      total_tokens: input + written,
      input_tokens: input,
      input_token_details: { text_tokens: text, audio_tokens: audio },
      output_tokens: written,
    };
  }
  const thought = end === 'most' ? width.reasoning : 0;
  const textOut = at('output_token_details.text_tokens', width.textOut) + thought;
  const audioOut = at('output_token_details.audio_tokens', width.audioOut);
  return {
    total_tokens: input + textOut + audioOut,
    input_tokens: input,
    output_tokens: textOut + audioOut,
    input_token_details: {
      text_tokens: text,
      audio_tokens: audio,
      image_tokens: image,
      cached_tokens: cachedText + cachedAudio,
      cached_tokens_details: { text_tokens: cachedText, audio_tokens: cachedAudio, image_tokens: 0 },
    },
    output_token_details: { text_tokens: textOut, audio_tokens: audioOut, reasoning_tokens: thought },
  };
}
