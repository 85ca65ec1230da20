import { serviceNames } from '../../usage/rules/rules.ts';
import { mostFurther } from '../search/story-search.ts';
import { storyKinds } from '../stories/all-stories.ts';
import type { Claim, ClaimedInference, Coverage, Finding } from '../stories/answer-types.ts';
import { cacheWords } from '../stories/cached-tokens.ts';
import { chanceSentence, chanceWords, listed, lower } from '../stories/phrases.ts';
import { count, seconds as durationWords } from '../../kit/numbers.ts';
import { type BilledSpans, meterFacts, type MeterKind, meterKinds } from '../../billing/meter-kind.ts';
import { point, single, spanText } from '../../kit/span.ts';
import { oneAnswer } from '../stories/places.ts';
import { type Beyond, isAudioBeyond, type Space } from '../stories/space.ts';
import { baseTotals, happeningsOf, type Ranked, type Story } from '../stories/story.ts';
import { titleOf } from './explanation.ts';

/** A further inference that no log saw is stated only where chance does as well no more often than this. */
export const mostChance = 1 / 1000;

/** What the finding is made of. `stories` are within the measured rules and hold, ranked, the first-ranked first. */
export interface Weighed {
  readonly space: Space;
  readonly stories: Ranked;
  /** Stories that hold, of contexts that no measured rule knows: rivals, and never a part of the finding. */
  readonly outside: readonly Story[];
  readonly beyond: Beyond;
  readonly chance: (story: Story) => Coverage | null;
  /** Billed over reported at list price, `2.14`; null: it has no price, or nothing was reported. */
  readonly ratio: string | null;
}

const countWords: readonly string[] = [
  'no further inference',
  'one further inference',
  'up to two further inferences',
  'up to three further inferences',
];

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** `Azure billed 2.14 × what the API reported`, or the same without a number. */
function howMuch({ space, ratio }: Weighed): string {
  const service = serviceNames[space.counting.service];
  return ratio === null
    ? `${service} billed tokens that the API did not report`
    : `${service} billed ${ratio} \u00d7 what the API reported`;
}

function nothingFits({ space, outside }: Weighed): Finding {
  const { turns, billed } = space;
  if (Object.keys(billed).length === 0) {
    return {
      claim: { kind: 'no bill' },
      headline: 'There is no bill to compare with.',
      lead: 'Paste the meter table, one meter and quantity a line.',
      open: '',
      chance: null,
    };
  }
  const [rival] = outside;
  if (rival !== undefined) {
    return {
      claim: { kind: 'nothing fits' },
      headline: 'No story that the measured rules know explains every meter.',
      lead: `One that they do not know fits: ${firstWords([rival], space)}. Nothing is claimed of it, for no recording shows how such a response counts.`,
      open: settles(space),
      chance: null,
    };
  }
  return {
    claim: { kind: 'nothing fits' },
    headline: `No story of ${countWords[mostFurther(turns, billed)]} explains every meter.`,
    lead: 'Nothing is claimed of why. Other traffic on the resource, rows not yet emitted or another UTC day may be in the bill.',
    open: 'Import it again after 72 hours, and check that nothing else used this resource.',
    chance: null,
  };
}

/** Ways of cached tokens that are told under a finding, the one that tells most first. */
const toldWays = ['folded', 'unbilled', 'missing'] as const;

/** What became of cached tokens, as the assumption that it is; nothing where the first stories differ on it. */
function cacheSentence(first: readonly Story[]): string {
  const [story] = first;
  if (story === undefined) return '';
  if (first.some(({ cache }) => cache.audio !== story.cache.audio || cache.text !== story.cache.text)) return '';
  const way = toldWays.find((one) => story.cache.audio === one || story.cache.text === one);
  return way === undefined ? '' : ` ${cacheWords[way].sentence}`;
}

/** How far the bill's own rounding goes, in words that follow `in whole tokens`; nothing where every number is told. */
function roundedWords(billed: BilledSpans): string {
  const open = meterKinds.filter((meter) => billed[meter] !== undefined && single(billed[meter]) === null);
  if (open.length === 0) return '';
  return `, as far as the bill\u2019s rounding tells: ${listed(open.map((meter) => `${meterFacts[meter].words} may be ${spanText(billed[meter] ?? point(0))}`))}`;
}

/** The sentence of a bill that is what was reported, with the rows that it lacks: of those nothing is known. */
function asReportedWords(reported: Readonly<Record<MeterKind, number>>, billed: BilledSpans): string {
  const lacking = meterKinds.filter(
    (meter) => !meterFacts[meter].cached && reported[meter] > 0 && billed[meter] === undefined,
  );
  return lacking.length === 0
    ? 'The bill is what was reported.'
    : `What is billed is what was reported; the bill has no row for ${listed(lacking.map((meter) => meterFacts[meter].words))}.`;
}

/** Without a further inference: the report is the bill, or a part or a companion of it. */
function withoutFurther(first: readonly Story[], more: boolean, { billed, turns }: Space): Finding {
  const base = baseTotals([], turns);
  const agrees = `Every checked meter agrees in whole tokens${roundedWords(billed)}`;
  const cache = cacheSentence(first);
  const less = more ? ' Less simple stories fit too; nothing speaks for them.' : '';
  if (first.some(({ events }) => events.length === 0)) {
    return {
      claim: { kind: 'as reported' },
      headline: asReportedWords(base, billed),
      lead: `${agrees}.${cache}`,
      open: less.trim(),
      chance: null,
    };
  }
  const titles = [...new Set(first.map(({ events }) => events.map(({ title }) => title).join(', and ')))];
  const [only, second] = titles;
  return {
    claim: { kind: 'as reported in part' },
    headline:
      second === undefined
        ? `The bill fits what was reported if ${only ?? ''}.`
        : 'The bill fits what was reported, but not with these responses alone.',
    lead:
      second === undefined
        ? `${agrees} on it.${cache}`
        : `Several accounts fit: ${titles.slice(0, 4).join('; ')}${titles.length > 4 ? ' …' : ''}.${cache}`,
    open: less.trim(),
    chance: null,
  };
}

/** What every one of these stories says ran, as one comparable text. */
const ranIn = ({ further }: Story): string =>
  further
    .map(({ context, turn }) => `${context} ${turn ?? ''}`)
    .sort()
    .join(', ');

const claimedIn = ({ further }: Story): ClaimedInference[] =>
  further
    .map(({ context, turn }) => ({ context, turn }))
    .sort((one, other) => (one.turn ?? -1) - (other.turn ?? -1) || (one.context < other.context ? -1 : 1));

/** What was put out beyond the report, where one answer can have been all of it. */
function outWords(story: Story, { billed, turns, rules }: Space): string {
  const [spoken, written] = [single(billed.audio_out), single(billed.text_out)];
  if (story.further.length !== 1 || spoken === null || written === null) return '';
  const base = baseTotals(story.events, turns);
  const [audio, text] = [spoken - base.audio_out, written - base.text_out];
  const { lawful, seconds } = oneAnswer(rules, audio, text);
  if (!lawful) return '';
  return audio > 0
    ? `, which spoke an answer of ${durationWords(1000 * seconds)}`
    : `, which wrote an answer of ${count(text)} tokens`;
}

/** A story's title with what it says happened beside: `…, where response 3 is not on this bill`. */
function wholeTitle(story: Story, turns: number): string {
  const beside = story.further.length === 0 ? '' : story.events.map(({ title }) => title).join(' and ');
  return `${titleOf(story, turns)}${beside === '' ? '' : `, where ${beside}`}`;
}

/** The first-ranked stories in a sentence: one by itself, or what several leave between them. */
function firstWords(first: readonly Story[], space: Space): string {
  const titles = [...new Set(first.map((story) => wholeTitle(story, space.turns.length)))];
  const [one, second] = titles;
  const [story] = first;
  if (one === undefined || story === undefined) return '';
  if (second === undefined) return `${lower(one)}${outWords(story, space)}`;
  const more = titles.length - 3;
  return `${titles.slice(0, 3).map(lower).join(', or ')}${more > 0 ? `, or ${more} more` : ''}`;
}

/** Numbers of the log's responses that a story says were billed; null: something of it no log saw. */
function seenIn({ further, events }: Story): readonly number[] | null {
  if (further.length === 0 || events.some(({ assumption }) => assumption !== null)) return null;
  const numbers = further.map(({ response }) => response);
  return numbers.includes(null) ? null : numbers.flatMap((number) => number ?? []).sort((one, other) => one - other);
}

const numbersOf = (numbers: readonly number[]): string => listed(numbers.map(String));

/** A log of whole sessions, in which every response that began has reported: what is beyond ran where it does not see. */
const isLogWhole = ({ log }: Space): boolean =>
  log !== null && log.responsesCreated !== null && log.responsesCreated <= log.responsesReported;

/** Inferences that the log saw begin need no gate: they are named. Null: the first stories hold others, or differ. */
function seen(weighed: Weighed, first: readonly Story[]): Finding | null {
  const { space, chance } = weighed;
  const all = first.map(seenIn);
  const [story] = first;
  const [numbers] = all;
  // A number that this bill gives closes any bill.
  if (story === undefined || first.some(({ open }) => open !== null) || numbers === undefined || numbers === null)
    return null;
  if (all.includes(null)) return null;
  const told = all.flatMap((one) => (one === null ? [] : [one]));
  if (told.some((one) => String(one) !== String(numbers))) return seenAmong(weighed, first, told);
  const one = numbers.length === 1;
  return {
    claim: { kind: 'seen', responses: numbers },
    headline: `${howMuch(weighed)}: response${one ? '' : 's'} ${numbersOf(numbers)} reported nothing, and with ${one ? 'it' : 'them'} the bill closes.`,
    lead: `${space.log?.responsesCreated === null ? `What was pasted holds ${one ? 'it' : 'them'}` : `The log saw ${one ? 'it' : 'them'} begin`}, so nothing has to be inferred: ${firstWords(first, space)}.${cacheSentence(first)}`,
    open: `Why ${one ? 'it' : 'they'} reported nothing is not in the numbers.`,
    ...namedTurn(first, space),
    chance: chance(story),
  };
}

/** Several sets of responses that the log saw would each close the bill. */
function seenAmong(weighed: Weighed, first: readonly Story[], told: readonly (readonly number[])[]): Finding {
  const responses = [...new Set(told.flat())].sort((one, other) => one - other);
  const count = Math.min(...told.map((one) => one.length));
  const [story] = first;
  return {
    claim: { kind: 'seen among', count, responses },
    headline: `${howMuch(weighed)}: ${count === 1 ? 'one' : String(count)} of the responses ${numbersOf(responses)}, which reported nothing, ${count === 1 ? 'closes' : 'close'} the bill.`,
    lead: `The log saw them begin, so nothing has to be inferred. Which of them was billed the numbers do not say.${cacheSentence(first)}`,
    open: 'Why they reported nothing is not in the numbers.',
    chance: story === undefined ? null : weighed.chance(story),
  };
}

/** The turn that all first-ranked stories name, where there are several to choose from. */
function namedTurn(first: readonly Story[], { turns }: Space): { turn?: number } {
  const named = new Set(first.flatMap(({ further }) => further.map(({ turn }) => turn)));
  const [only] = named;
  return turns.length < 2 || named.size !== 1 || only === undefined || only === null ? {} : { turn: only };
}

/** What would tell, where the numbers do not. */
function settles({ billed }: Space): string {
  const lacking = (['audio_in', 'text_in', 'audio_out', 'text_out'] as const).filter(
    (meter) => billed[meter] === undefined,
  );
  const rows =
    lacking.length === 0
      ? ''
      : `The rows that are missing (${lacking.map((meter) => meter.replace('_', ' ')).join(', ')}) may decide it. `;
  return `${rows}The next run, alone on a UTC day or a resource, tells.`;
}

function undecided(weighed: Weighed, first: readonly Story[]): Finding {
  const { space, beyond, chance, ratio } = weighed;
  const [story] = first;
  const none = { claim: { kind: 'undecided' } as const, ...namedTurn(first, space) };
  const held = story === undefined ? null : chance(story);
  if (first.some(({ further }) => further.length === 0)) {
    return {
      ...none,
      headline: 'The bill fits the report, and also stories with more in it.',
      lead: 'Nothing tells these apart.',
      open: settles(space),
      chance: held,
    };
  }
  const headline =
    ratio === null
      ? 'The bill is not what was reported, and the numbers do not say why.'
      : `The bill is ${ratio} \u00d7 what was reported, and the numbers do not say why.`;
  if (!isAudioBeyond(beyond)) {
    const text = beyond.textIn + beyond.textOut;
    return {
      ...none,
      headline,
      lead: !beyond.told
        ? 'A response that never reported has no known size, so nothing can be said to be beyond what it may have used.'
        : text > 0
          ? `What is beyond the report is text alone, ${count(text)} tokens, and text alone is hit by chance too easily to say what made it.`
          : 'Nothing is beyond the report and what may have been billed with it, so nothing more can be said to have run.',
      open: settles(space),
      chance: held,
    };
  }
  const without = withoutRunning(weighed, first);
  if (without !== null) return { ...none, headline, lead: without, open: settles(space), chance: held };
  return {
    ...none,
    headline,
    lead: `They would fit ${firstWords(first, space)}${held === null || held.share >= 1 ? ', and many other stories as simple' : `; of all bills this far off ${chanceWords(held)} fit as simple a story, which is too many to take it for the cause`}.`,
    open: settles(space),
    chance: held,
  };
}

/** Why a bill whose numbers pass the gate is no sign that the model ran; null: it is one. */
function withoutRunning({ space }: Weighed, first: readonly Story[]): string | null {
  const [why = null] = storyKinds.flatMap((kind) => kind.noSign?.(first, space) ?? []);
  return why;
}

/** The gate: a further inference that no log saw is stated where audio is beyond and chance seldom does as well. */
function further(weighed: Weighed, first: readonly Story[]): Finding | null {
  const { space, stories, beyond, chance } = weighed;
  const [story] = first;
  const held = story === undefined ? null : chance(story);
  const atLeast = Math.min(...stories.map((one) => one.story.further.length));
  if (story === undefined || held === null || held.share > mostChance) return null;
  if (!beyond.told || !isAudioBeyond(beyond) || atLeast < 1 || withoutRunning(weighed, first) !== null) return null;
  // Several inferences, or an open number, fit a text by chance far more often than the draw over both meters tells.
  // So do many contexts where an input has no row to check them.
  const rows = space.billed.audio_in !== undefined && space.billed.text_in !== undefined;
  const alone = rows && happeningsOf(story) === 1 && story.open === null;
  const shared = alone && first.every((one) => ranIn(one) === ranIn(story));
  const claim: Claim = { kind: 'further', atLeast, contexts: shared ? claimedIn(story) : null };
  return {
    claim,
    headline: `${howMuch(weighed)}: the model ran at least ${times(atLeast)} more than ${isLogWhole(space) ? 'the log of these sessions holds' : 'the API told you'}.`,
    lead: `${shared ? 'The first story:' : 'What ran is not forced; the simplest that fits would be'} ${firstWords(first, space)}. ${chanceSentence(held)}${cacheSentence(first)}`,
    open: shared
      ? 'The numbers say that it ran, not what began it.'
      : `The numbers say that something ran, not what. ${settles(space)}`,
    ...namedTurn(first, space),
    chance: held,
  };
}

/** States what the surviving stories have in common, and what they leave open. */
export function findingOf(weighed: Weighed): Finding {
  const { stories } = weighed;
  const first = stories.filter(({ rank }) => rank === 1).map(({ story }) => story);
  if (first.length === 0 || Object.keys(weighed.space.billed).length === 0) return nothingFits(weighed);
  if (first.every((story) => story.further.length === 0)) {
    return withoutFurther(first, stories.length > first.length, weighed.space);
  }
  if (first.some((story) => story.further.length === 0)) return undecided(weighed, first);
  return seen(weighed, first) ?? further(weighed, first) ?? undecided(weighed, first);
}
