import { msPerSpokenToken } from '../../usage/rules/rules.ts';
import { storyKinds } from '../stories/all-stories.ts';
import type { OpenRival } from '../stories/answer-types.ts';
import { furtherInputOf } from '../stories/cached-tokens.ts';
import { capital, sumOfTerms } from '../stories/phrases.ts';
import { count, groupDigits } from '../../kit/numbers.ts';
import type { Space } from '../stories/space.ts';
import { isPoint, point } from '../../kit/span.ts';
import type { Ranked, Story } from '../stories/story.ts';
import type { Left } from '../stories/story-kind.ts';
import { titleOf } from './explanation.ts';
import { unseenRule } from './marks.ts';

/** Stories of one open number that are written out; more are counted. */
const mostOpen = 6;

const seconds = (audioTokens: number): string => groupDigits(((audioTokens * msPerSpokenToken) / 1000).toFixed(1));

/** `119 + 117 + 2`: text that the further inferences of a story read. */
const textSum = ({ further }: Story): string =>
  sumOfTerms(
    further
      .flatMap(({ words }) => words.text)
      .filter(({ tokens }) => tokens !== 0)
      .map(({ formula }) => formula),
  );

/** What the further inferences of a story read of a modality on this bill; a meter without a row is taken to hold nothing. */
const readOn = (story: Story, modality: 'audio' | 'text', { turns, billed }: Space): number => {
  const meter = `${modality}_in` as const;
  return (
    furtherInputOf(story, modality, { turns, billed: { ...billed, [meter]: billed[meter] ?? point(0) } }).tokens?.low ??
    0
  );
};

const textOf = ({ further }: Story): number => further.reduce((total, { reads }) => total + reads.text.low, 0);

/** Both read as much text, to the token, from the same base: then one sum is the other. */
function isSameText(one: Story, other: Story): boolean {
  const known = [one, other].every(
    ({ further, open }) => open !== 'text' && further.every(({ reads }) => isPoint(reads.text)),
  );
  return (
    known &&
    one.events.length + other.events.length === 0 &&
    one.cache.text === other.cache.text &&
    textOf(one) === textOf(other)
  );
}

/** What a story of an open number would need, in numbers: `53.0 s of audio between them, which nothing predicts: 119 + 119 = 119 + 117 + 2`. */
function needs(story: Story, first: Story | undefined, space: Space): string {
  if (story.open === 'audio') {
    const known = story.further.reduce((sum, { reads }) => sum + (reads.open === 'audio' ? 0 : reads.audio.low), 0);
    const audio = readOn(story, 'audio', space) - known;
    const between = story.further.filter(({ reads }) => reads.open === 'audio').length > 1 ? ' between them' : '';
    const told = first !== undefined && isSameText(story, first) ? textSum(first) : textSum(story);
    const same = told === textSum(story) ? '' : ` = ${told}`;
    return `${audio > 0 ? `${seconds(audio)} s of audio${between}` : 'no audio'}, which nothing predicts: ${textSum(story)}${same}${same === '' ? ' text in' : ''}`;
  }
  return `of a length that nothing predicts: audio as read, ${count(readOn(story, 'text', space))} text in with it`;
}

/** Stories that fit where one number of theirs is as large as this bill makes it. */
function openStories(ranked: Ranked, space: Space): OpenRival[] {
  const all = ranked.filter(({ story, rank }) => rank > 1 && story.open !== null);
  const first = ranked.find(({ rank }) => rank === 1)?.story;
  const seen = new Set<string>();
  const unlike = all.filter(({ story }) => {
    const key = `${titleOf(story, space.turns.length)} ${story.open}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
  const shown = unlike.slice(0, mostOpen).map(({ story }, index): OpenRival => ({
    id: `open-story-${index + 1}`,
    title: titleOf(story, space.turns.length),
    text: needs(story, first, space),
  }));
  const more = unlike.length - shown.length;
  return more > 0
    ? [
        ...shown,
        {
          id: 'open-stories',
          title: `${more} more of this kind`,
          text: 'each with one number that this bill gives and nothing predicts',
        },
      ]
    : shown;
}

/** What no number of this bill can exclude. Of a bill that is what was reported only its rows can still change. */
export function unexcludedOf(left: Left): OpenRival[] {
  const { ranked, space } = left;
  const explained = ranked.some(({ story, rank }) => rank === 1 && story.further.length === 0);
  const asReported = explained || Object.keys(space.billed).length === 0;
  return [
    ...(asReported ? [] : openStories(ranked, space)),
    ...storyKinds.flatMap(({ rival }) =>
      rival === undefined || (asReported && rival.evenAsReported !== true) ? [] : (rival.of(left) ?? []),
    ),
  ];
}

/** What stays open beside the rivals, in whole sentences. */
export function alsoOpenOf(left: Left): string[] {
  const { ranked, space } = left;
  const first = ranked.filter(({ rank }) => rank === 1).map(({ story }) => story);
  const [story] = first;
  const [turn] = space.turns;
  if (story === undefined) return [];
  const unseen = unseenRule(story, space);
  const cached = turn === undefined ? 0 : turn.audioCached + turn.textCached;
  const noRow = story.cache.audio === 'folded' || story.cache.text === 'folded';
  const ran = story.further.length > 0;
  const rerun = storyKinds.some(({ rival }) => rival?.warmsCache === true && rival.of(left) !== null);
  return [
    ...(ran && story.further.some(({ response }) => response === null)
      ? ['What began it. A second response.created in a log, there or not, would name the trigger.']
      : []),
    ...(noRow && turn !== undefined
      ? [
          `Why no cached row came at all.${cached > 0 ? ` The first response says ${count(turn.audioCached)} audio + ${count(turn.textCached)} text were cached, so this prompt or clip had run before${ran && !rerun ? '; the bill leaves no room for that run on this day' : ''}.` : ''}`,
        ]
      : []),
    ...(unseen === null ? [] : [`${capital(unseen)}.`]),
  ];
}
