import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import { cachedAgrees, takenFromInput } from './cache.ts';
import { combined, eachExact, eachOpen, together, type Combination } from './combinations.ts';
import { mostBesideEvents, mostFurther, mostWithOpen } from './limits.ts';
import type { Setting, Space } from './space.ts';
import { holds, plus, point, type Span } from './span.ts';
import { compareComplexity, complexity, type FurtherInference, type Story } from './story.ts';

const modalities = ['audio', 'text'] as const;

/** What the further inferences of a story can have put out together. */
const putOut = (further: readonly FurtherInference[], modality: 'audio' | 'text'): Span =>
  further.reduce((sum, { outputs }) => plus(sum, outputs[modality]), point(0));

/** Whether a story could have produced the outputs: never less than reported, and nothing more without a further inference. */
export function outputsAgree(
  base: Readonly<Record<MeterKind, number>>,
  billed: Billed,
  further: readonly FurtherInference[],
): boolean {
  return modalities.every((modality) => {
    const value = billed[`${modality}_out`];
    return value === undefined || holds(putOut(further, modality), value - base[`${modality}_out`]);
  });
}

/** Whether the cached meters can be as the setting says, beside so many further inferences. */
export const cacheAgrees = ({ cache, base, unsplit }: Setting, billed: Billed, further: number): boolean =>
  modalities.every((one) =>
    cachedAgrees(cache[one], base[`${one}_cached`], billed[`${one}_cached`], { further, unsplit }),
  );

/** Whether what lies on the cached meters is a part of the input: nothing can have been cached that was never read. */
const cachedWithin = (
  read: Readonly<Record<'audio' | 'text', number>>,
  { base, cache }: Setting,
  billed: Billed,
): boolean =>
  modalities.every((one) => {
    const taken = takenFromInput(cache[one], base[`${one}_cached`], billed[`${one}_cached`]);
    return taken <= base[`${one}_in`] + read[one];
  });

/** The story of a combination in a setting; null: it does not explain every meter. */
function storyOf(combination: Combination, setting: Setting, billed: Billed): Story | null {
  const { further, open } = combination;
  const { base, missing, events, cache } = setting;
  for (const one of modalities) {
    const value = missing[one];
    if (value !== null && !holds(combination[one], value)) return null;
  }
  // Without a meter that the story predicts it says nothing.
  const checked = modalities.some((one) => one !== open && missing[one] !== null);
  if (further.length > 0 && !checked) return null;
  if (!outputsAgree(base, billed, further) || !cacheAgrees(setting, billed, further.length)) return null;
  // A meter without a row leaves at least what the inferences read.
  const read = { audio: missing.audio ?? combination.audio.low, text: missing.text ?? combination.text.low };
  return cachedWithin(read, setting, billed) ? { further, events, cache, open } : null;
}

const sumsOf = ({ reads: { audio, text, open } }: FurtherInference): string =>
  `${audio.low} ${audio.high} ${text.low} ${text.high} ${open ?? ''}`;

/** Stories of one key add the same amounts, one by one, to the same base. */
const keyOf = ({ further, events, cache, open }: Story): string =>
  [
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
 * Every story whose checked meters equal the bill in whole tokens, simplest first; those outside the measured rules last.
 * A bill without an input row is silent about that modality: it then rules nothing out, and proves nothing.
 */
export function searchStories(space: Space): Story[] {
  const { turns, billed, candidates, sets } = space;
  const found: Story[] = [];
  for (const { events, settings, exact, open } of sets) {
    const alone = events.length === 0;
    const most = alone ? mostFurther(turns, billed) : mostBesideEvents(turns);
    const tryAll = (combination: Combination): void => {
      for (const setting of settings) {
        const story = storyOf(combination, setting, billed);
        if (story !== null) found.push(story);
      }
    };
    const audios = billed.audio_in === undefined ? null : settings.map(({ missing }) => missing.audio ?? 0);
    eachExact(exact, most, audios, tryAll);
    eachOpen(open, exact, Math.min(most, mostWithOpen(turns)), tryAll);
    if (!alone) continue;
    for (const one of candidates.outside) {
      const whole = combined([one]);
      if (whole !== null) tryAll(whole);
    }
    for (const whole of together(exact, candidates.logged, turns.length)) {
      if (whole.further.length > most) tryAll(whole);
    }
  }
  return withoutTwins(found)
    .map((story) => ({ story, key: complexity(story) }))
    .sort((one, other) => compareComplexity(one.key, other.key))
    .map(({ story }) => story);
}
