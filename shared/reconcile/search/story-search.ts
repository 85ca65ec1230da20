import type { BilledSpans, MeterKind } from '../../billing/meter-kind.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import { cachedAgrees, furtherInput } from '../stories/cached-tokens.ts';
import type { Setting, Space } from '../stories/space.ts';
import { isPoint, meet, moved, plus, point, type Span } from '../../kit/span.ts';
import { compareComplexity, complexity, type FurtherInference, type Pattern, type Story } from '../stories/story.ts';

/** Most further inferences that a story may hold, by the number of reported responses: longer sessions have more places for each. */
const furtherByTurns: readonly (readonly [turns: number, most: number])[] = [
  [120, 3],
  [1000, 2],
];

/** Without an audio meter to steer by, more responses than this are tried one further inference at a time. */
const turnsForBlindSearch = 12;

/** Most further inferences that a story of these turns may hold. What is beyond it was not tried, and the finding says so. */
export const mostFurther = (turns: readonly Turn[], billed: BilledSpans): number =>
  billed.audio_in === undefined && turns.length > turnsForBlindSearch
    ? 1
    : (furtherByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 1);

/** The same where one of them is as large as the bill makes it: far more of these fit by chance. */
const turnsForOpenPairs = 40;
export const mostWithOpen = (turns: readonly Turn[]): number => (turns.length <= turnsForOpenPairs ? 2 : 1);

/** The same beside a side event: both together have more ways to fit by chance, and longer sessions more still. */
const besideEventByTurns: readonly (readonly [turns: number, most: number])[] = [
  [2, 2],
  [40, 1],
];
export const mostBesideEvents = (turns: readonly Turn[]): number =>
  besideEventByTurns.find(([limit]) => turns.length <= limit)?.[1] ?? 0;

/** Several further inferences together, with what they read. */
export interface Combination {
  readonly further: readonly FurtherInference[];
  readonly audio: Span;
  readonly text: Span;
  readonly open: 'audio' | 'text' | null;
  readonly pattern?: Pattern;
}

/** Together they read so much; null: both modalities would be open, and anything at all would fit. */
export function combined(further: readonly FurtherInference[]): Combination | null {
  let [audio, text] = [point(0), point(0)];
  let open: Combination['open'] = null;
  for (const { reads } of further) {
    audio = plus(audio, reads.audio);
    text = plus(text, reads.text);
    if (reads.open !== null && open !== null && reads.open !== open) return null;
    open = reads.open ?? open;
  }
  return { further, audio, text, open };
}

/** A response of the log happened once. */
const canFollow = (path: readonly FurtherInference[], next: FurtherInference): boolean =>
  next.response === null || path.every(({ response }) => response !== next.response);

/**
 * Tells every combination of at most `most` exact candidates whose audio is wanted, the empty one included.
 * @param audios the amounts of audio that are wanted, each of which may be one of several; null: any
 */
export function eachExact(
  items: readonly FurtherInference[],
  most: number,
  audios: readonly Span[] | null,
  tell: (combination: Combination) => void,
): void {
  const sorted = items.toSorted((one, other) => one.reads.audio.low - other.reads.audio.low);
  const ceiling = audios === null ? Number.POSITIVE_INFINITY : Math.max(...audios.map((one) => one.high));
  const path: FurtherInference[] = [];
  const visit = (start: number, low: number, high: number): void => {
    if (audios === null || audios.some((wanted) => meet(wanted, { low, high }))) {
      const whole = combined(path.slice());
      if (whole !== null) tell(whole);
    }
    if (path.length === most) return;
    for (let index = start; index < sorted.length; index += 1) {
      const item = sorted[index];
      if (item === undefined) continue;
      const { audio } = item.reads;
      if (low + audio.low > ceiling) break;
      if (!canFollow(path, item)) continue;
      path.push(item);
      visit(index, low + audio.low, high + audio.high);
      path.pop();
    }
  };
  visit(0, 0, 0);
}

/** Tells every combination of at most `most` candidates of which one at least is open, each once. */
export function eachOpen(
  open: readonly FurtherInference[],
  exact: readonly FurtherInference[],
  most: number,
  tell: (combination: Combination) => void,
): void {
  const all = [...open, ...exact];
  const path: FurtherInference[] = [];
  const visit = (start: number): void => {
    const whole = path.length === 0 ? null : combined(path.slice());
    if (path.length > 0 && whole === null) return;
    if (whole !== null) tell(whole);
    if (path.length === most) return;
    // The first one is open; those that follow stand at or after it.
    const end = path.length === 0 ? open.length : all.length;
    for (let index = start; index < end; index += 1) {
      const item = all[index];
      if (item === undefined || !canFollow(path, item)) continue;
      path.push(item);
      visit(index);
      path.pop();
    }
  };
  visit(0);
}

/** The same further inference at the end of every session, for each context that fits there; nothing for a single session. */
function everySession(exact: readonly FurtherInference[], turns: readonly Turn[]): Combination[] {
  const last = new Map<string, number>();
  for (const [index, { conversation }] of turns.entries()) {
    if (conversation === undefined) return [];
    last.set(conversation, index);
  }
  if (last.size < 2) return [];
  const ends = new Set(last.values());
  const byContext = new Map<string, Map<number, FurtherInference>>();
  for (const one of exact) {
    if (one.response !== null || one.turn === null || !ends.has(one.turn)) continue;
    const own = byContext.get(one.context) ?? new Map<number, FurtherInference>();
    byContext.set(one.context, own.set(one.turn, one));
  }
  return [...byContext.values()].flatMap((own): Combination[] => {
    const whole = own.size < ends.size ? null : combined([...own.values()]);
    return whole === null ? [] : [{ ...whole, pattern: 'session' }];
  });
}

/**
 * Further inferences that are tried together though they are many: the same at every turn, which a long session has no other room
 * for; the same once in every session; and all that the log saw.
 */
export function together(
  exact: readonly FurtherInference[],
  logged: readonly FurtherInference[],
  turns: readonly Turn[],
): Combination[] {
  const contexts = [...new Set(exact.filter(({ response }) => response === null).map(({ context }) => context))];
  const everyTurn = contexts
    .map((id) => exact.filter(({ context }) => context === id))
    .filter((all) => all.length === turns.length);
  const once = logged.filter(
    ({ response, reads }, index) =>
      reads.open === null && logged.findIndex((one) => one.response === response) === index,
  );
  return [
    ...[...everyTurn, ...(once.length > 1 ? [once] : [])].flatMap((further) => combined(further) ?? []),
    ...everySession(exact, turns),
  ];
}

const modalities = ['audio', 'text'] as const;

/** What the further inferences of a story can have put out together. */
const putOut = (further: readonly FurtherInference[], modality: 'audio' | 'text'): Span =>
  further.reduce((sum, { outputs }) => plus(sum, outputs[modality]), point(0));

/** Whether a story could have produced the outputs: never less than reported, and nothing more without a further inference. */
export function outputsAgree(
  base: Readonly<Record<MeterKind, number>>,
  billed: BilledSpans,
  further: readonly FurtherInference[],
): boolean {
  return modalities.every((modality) => {
    const value = billed[`${modality}_out`];
    return value === undefined || meet(putOut(further, modality), moved(value, -base[`${modality}_out`]));
  });
}

/** Whether the cached meters can be as the setting says, beside so many further inferences. */
export const cacheAgrees = ({ cache, base, unsplit }: Setting, billed: BilledSpans, further: number): boolean =>
  modalities.every((one) =>
    cachedAgrees(cache[one], base[`${one}_cached`], billed[`${one}_cached`], { further, unsplit }),
  );

/** Whether what lies on the cached meters is a part of the input: nothing can have been cached that was never read. */
const cachedWithin = (
  read: Readonly<Record<'audio' | 'text', number>>,
  { base, cache }: Setting,
  billed: BilledSpans,
): boolean =>
  modalities.every((one) => {
    const { taken } = furtherInput(one, { cache, base, billed });
    return taken.low <= base[`${one}_in`] + read[one];
  });

/** The story of a combination in a setting; null: it does not explain every meter. */
function storyOf(combination: Combination, setting: Setting, billed: BilledSpans): Story | null {
  const { further, open, pattern } = combination;
  const { base, events, cache } = setting;
  const missing = further.length === 0 ? setting.missingAlone : setting.missing;
  for (const one of modalities) {
    const wanted = missing[one];
    if (wanted !== null && !meet(combination[one], wanted)) return null;
  }
  // Without a meter that the story predicts it says nothing.
  const checked = modalities.some((one) => one !== open && missing[one] !== null);
  if (further.length > 0 && !checked) return null;
  if (!outputsAgree(base, billed, further) || !cacheAgrees(setting, billed, further.length)) return null;
  // A meter without a row leaves at least what the inferences read.
  const read = {
    audio: Math.min(missing.audio?.high ?? combination.audio.low, combination.audio.high),
    text: Math.min(missing.text?.high ?? combination.text.low, combination.text.high),
  };
  return cachedWithin(read, setting, billed)
    ? { further, events, cache, open, ...(pattern === undefined ? {} : { pattern }) }
    : null;
}

const sumsOf = ({ reads: { audio, text, open } }: FurtherInference): string =>
  `${audio.low} ${audio.high} ${text.low} ${text.high} ${open ?? ''}`;

/** Stories of one key add the same amounts, one by one, to the same base. */
const keyOf = ({ further, events, cache, open, pattern }: Story): string =>
  [
    pattern ?? '',
    events.map(({ id }) => id).join(),
    cache.audio,
    cache.text,
    open ?? '',
    ...further.map(sumsOf).sort((one, other) => (one < other ? -1 : 1)),
  ].join('|');

const unseenIn = ({ further }: Story): number => further.filter(({ response }) => response === null).length;

/** Of stories that differ only in what the log saw of the same amounts, those that it saw most of. */
function withoutTwins(stories: readonly Story[]): readonly Story[] {
  if (stories.every(({ further }) => further.every(({ response }) => response === null))) return stories;
  const least = new Map<string, number>();
  const keyed = stories.map((story) => ({ story, key: keyOf(story), unseen: unseenIn(story) }));
  for (const { key, unseen } of keyed) least.set(key, Math.min(unseen, least.get(key) ?? unseen));
  return keyed.filter(({ key, unseen }) => unseen === least.get(key)).map(({ story }) => story);
}

/**
 * Every story whose checked meters hold the bill in whole tokens, simplest first; those outside the measured rules last. A bill
 * without an input row is silent about that modality: it then rules nothing out, and proves nothing. A rounded bill is held by so
 * many stories that only the simplest are looked for: of those as simple none is left out.
 */
export function searchStories(space: Space): Story[] {
  const { turns, billed } = space;
  const most = mostFurther(turns, billed);
  const exact = Object.values(billed).every(isPoint);
  let found: Story[] = [];
  for (let happenings = exact ? most : 0; happenings <= most; happenings += 1) {
    found = storiesOf(space, exact ? null : happenings);
    if (found.some(({ further, open }) => open === null && further.every(({ outside }) => !outside))) break;
  }
  return withoutTwins(found)
    .map((story) => ({ story, key: complexity(story) }))
    .sort((one, other) => compareComplexity(one.key, other.key))
    .map(({ story }) => story);
}

/** Every story that holds. `limit`: the most that may have happened in it, inferences and side events; null: as much as is tried. */
function storiesOf({ turns, billed, candidates, sets }: Space, limit: number | null): Story[] {
  const found: Story[] = [];
  for (const { events, settings, exact, open } of sets) {
    const alone = events.length === 0;
    const left = limit === null ? Number.POSITIVE_INFINITY : limit - events.length;
    if (left < 0) continue;
    const most = Math.min(left, alone ? mostFurther(turns, billed) : mostBesideEvents(turns));
    const tryAll = (combination: Combination): void => {
      for (const setting of settings) {
        const story = storyOf(combination, setting, billed);
        if (story !== null) found.push(story);
      }
    };
    const audios =
      billed.audio_in === undefined
        ? null
        : settings.flatMap(({ missing, missingAlone }) => [missing.audio ?? point(0), missingAlone.audio ?? point(0)]);
    eachExact(exact, most, audios, tryAll);
    eachOpen(open, exact, Math.min(most, mostWithOpen(turns)), tryAll);
    if (!alone) continue;
    // What the log saw begin is believed before anything simpler that it did not see.
    if (limit !== null) {
      eachExact(
        exact.filter(({ response }) => response !== null),
        mostFurther(turns, billed),
        audios,
        (one) => one.further.length > most && tryAll(one),
      );
    }
    if (left < 1) continue;
    for (const one of candidates.outside) {
      const whole = combined([one]);
      if (whole !== null) tryAll(whole);
    }
    for (const whole of together(exact, candidates.logged, turns)) {
      if (whole.pattern !== undefined || whole.further.length > most) tryAll(whole);
    }
  }
  return found;
}
