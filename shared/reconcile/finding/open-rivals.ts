import { msPerSpokenToken } from '../../usage/rules/rules.ts';
import { beyondOf, bookedAgain } from '../search/beyond.ts';
import type { Space } from '../search/space.ts';
import type { OpenRival } from '../stories/answer.ts';
import { takenFromInput } from '../stories/cached-tokens.ts';
import { capital, sumOfTerms } from '../stories/phrases.ts';
import { count } from '../../kit/numbers.ts';
import { holds, isPoint } from '../stories/span.ts';
import { baseTotals, type Story } from '../stories/story.ts';
import { titleOf } from './explanation.ts';
import { unseenRule } from './marks.ts';

/** Whether the bill can still change. `pasted`: a table has no clock. */
export type Settled = 'settled' | 'unsettled' | 'pasted';

type Ranked = readonly { readonly story: Story; readonly rank: number }[];

/** Stories of one open number that are written out; more are counted. */
const mostOpen = 6;

const seconds = (audioTokens: number): string => ((audioTokens * msPerSpokenToken) / 1000).toFixed(1);

/** `119 + 117 + 2`: text that the further inferences of a story read. */
const textSum = ({ further }: Story): string =>
  sumOfTerms(
    further
      .flatMap(({ words }) => words.text)
      .filter(({ tokens }) => tokens !== 0)
      .map(({ formula }) => formula),
  );

/** What the further inferences of a story read of a modality on this bill, by what it says of cached tokens. */
function readOn(story: Story, modality: 'audio' | 'text', { billed, turns }: Space): number {
  const base = baseTotals(story.events, turns);
  const taken = takenFromInput(story.cache[modality], base[`${modality}_cached`], billed[`${modality}_cached`]);
  return (billed[`${modality}_in`] ?? 0) + taken - base[`${modality}_in`];
}

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
          title: `${count(more)} more of this kind`,
          text: 'each with one number that this bill gives and nothing predicts',
        },
      ]
    : shown;
}

/** What is on the bill once more as a whole. */
function bookedTwice(space: Space): OpenRival[] {
  const again = bookedAgain(space);
  if (again === null) return [];
  return [
    {
      id: 'booked-twice',
      title: `${capital(again.what)} booked ${again.times === 1 ? 'twice' : `${again.times + 1} times`}`,
      text: 'by the metering or an import, with no inference behind it: what is beyond is that very usage on every meter',
    },
  ];
}

/** An earlier run of the same clip reads what the first response read. */
function earlierRun(ranked: Ranked, { turns }: Space): OpenRival[] {
  const [first] = turns;
  const reruns = ranked.some(({ story }) =>
    story.further.some(
      ({ reads: { audio, text, open } }) =>
        open === null && holds(audio, first?.audioIn ?? -1) && holds(text, first?.textIn ?? -1),
    ),
  );
  return reruns && first !== undefined
    ? [
        {
          id: 'earlier-run',
          title: 'An earlier run of the same clip',
          text: `on this UTC day, which reads ${first.audioIn} audio and ${first.textIn} text as the first response did`,
        },
      ]
    : [];
}

function overhead(space: Space): OpenRival[] {
  const { audioIn, textIn } = beyondOf({ ...space, log: null });
  const parts = [...(textIn > 0 ? [`${count(textIn)} text`] : []), ...(audioIn > 0 ? [`${count(audioIn)} audio`] : [])];
  return parts.length === 0
    ? []
    : [
        {
          id: 'overhead',
          title: 'A fixed overhead',
          text: `of ${parts.join(' and ')} tokens a session, whatever was said`,
        },
      ];
}

const unsettledTexts: Readonly<Record<Exclude<Settled, 'settled'>, string>> = {
  pasted: 'for 72 hours, and a pasted table has no clock; import an export and this line goes',
  unsettled: 'for 72 hours after the month; import it again a day later',
};

/** What no number of this bill can exclude. Of a bill that is what was reported only its rows can still change. */
export function unexcludedOf(ranked: Ranked, space: Space, settled: Settled): OpenRival[] {
  const unsettled: OpenRival[] =
    settled === 'settled'
      ? []
      : [{ id: 'unsettled', title: 'Rows that are not settled', text: `which can change ${unsettledTexts[settled]}` }];
  const explained = ranked.some(({ story, rank }) => rank === 1 && story.further.length === 0);
  if (explained || Object.keys(space.billed).length === 0) return unsettled;
  return [
    ...openStories(ranked, space),
    ...bookedTwice(space),
    {
      id: 'other-client',
      title: 'Another client or a failover',
      text: 'such as a gateway that sent the conversation again: only a run alone on its resource excludes it',
    },
    ...earlierRun(ranked, space),
    ...overhead(space),
    ...unsettled,
  ];
}

/** What stays open beside the rivals, in whole sentences. */
export function alsoOpenOf(ranked: Ranked, space: Space): string[] {
  const first = ranked.filter(({ rank }) => rank === 1).map(({ story }) => story);
  const [story] = first;
  const [turn] = space.turns;
  if (story === undefined) return [];
  const unseen = unseenRule(story, space);
  const cached = turn === undefined ? 0 : turn.audioCached + turn.textCached;
  const noRow = story.cache.audio === 'folded' || story.cache.text === 'folded';
  const ran = story.further.length > 0;
  const rerun = earlierRun(ranked, space).length > 0;
  return [
    ...(ran && story.further.some(({ response }) => response === null)
      ? ['What began it. A second response.created in a log, there or not, would name the trigger.']
      : []),
    ...(noRow && turn !== undefined
      ? [
          `Why no cached row came at all.${cached > 0 ? ` The first response says ${turn.audioCached} audio + ${turn.textCached} text were cached, so this prompt or clip had run before${ran && !rerun ? '; the bill leaves no room for that run on this day' : ''}.` : ''}`,
        ]
      : []),
    ...(unseen === null ? [] : [`${capital(unseen)}.`]),
  ];
}
