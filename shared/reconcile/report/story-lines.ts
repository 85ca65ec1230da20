import { isBilled, type MeterKind, meterFacts } from '../../billing/meter-kind.ts';
import { documentMoney } from '../../kit/money-format.ts';
import { Exact } from '../../kit/money.ts';
import { inseparableSentences } from '../experiments/inseparable.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Explanation, PredictedMeter } from '../stories/answer-types.ts';
import { letterOf, listed } from '../stories/phrases.ts';
import { count as groups, plural, signed } from '../../kit/numbers.ts';
import { billedText, ordinal } from './wording.ts';

/** A story with the letter that stands for it in every rendering. */
export interface LetteredStory {
  readonly letter: string;
  readonly story: Explanation;
}

/** The stories by their place on paper: the first, the others that measured rules allow, those that no rule knows. */
export interface LetteredStories {
  readonly first: LetteredStory | null;
  readonly further: readonly LetteredStory[];
  readonly outside: readonly LetteredStory[];
}

export function letteredStories({ explanations }: Pick<ReconcileReport, 'explanations'>): LetteredStories {
  const told = explanations.map((story, index): LetteredStory => ({ letter: letterOf(index), story }));
  const [first = null, ...further] = told.filter(({ story }) => !story.outside);
  return { first, further, outside: told.filter(({ story }) => story.outside) };
}

/** The finding claims something, so that the first story's letter may be filled. */
export const isDecided = ({ finding }: Pick<ReconcileReport, 'finding'>): boolean =>
  ['further', 'seen', 'as reported', 'as reported in part'].includes(finding.claim.kind);

/** `outputs`, `audio in and audio out`: meters whose numbers a story takes from the bill. */
function readOff({ meters }: Explanation): string {
  const read = meters.filter((meter) => isBilled(meter) && !meter.checked).map(({ meter }) => meter);
  const outputs = read.length === 2 && read.every((meter) => meter.endsWith('_out'));
  return outputs ? 'outputs' : listed(read.map((meter) => meterFacts[meter].words));
}

/** What stands over the first story. */
export function firstTitle({ finding }: Pick<ReconcileReport, 'finding'>, { story }: LetteredStory): string {
  if (!story.exact) return 'What comes nearest';
  return isDecided({ finding }) ? 'First story' : 'First story, which is not told as so';
}

/** `the only first story`, `one of 2 equal stories`, `4th`. */
function placeOf({ rank, outside }: Explanation, { explanations }: Pick<ReconcileReport, 'explanations'>): string {
  const equals = explanations.filter((one) => one.rank === rank && one.outside === outside).length;
  if (equals > 1) return `one of ${equals} equal stories`;
  return rank === 1 ? 'the only first story' : ordinal(rank);
}

function assumedWords({ marks }: Explanation): string {
  const count = marks.filter(({ certainty }) => certainty === 'assumed').length;
  return count === 0 ? 'nothing assumed' : plural(count, 'assumption');
}

/** `the only first story; exact; outputs read off this bill; 1 assumption`; of what does not fit only that. */
export function standing(story: Explanation, report: Pick<ReconcileReport, 'explanations'>): string {
  if (!story.exact) {
    return story.meters.some(({ checked }) => checked) ? 'does not fit every meter' : 'predicts no meter';
  }
  const read = readOff(story);
  return [
    placeOf(story, report),
    'exact',
    ...(read === '' ? [] : [`${read} read off this bill`]),
    assumedWords(story),
  ].join('; ');
}

/** The same of a story whose sums stand beside it: `one of 2 equal stories; 1 assumption`. */
export const laterStanding = (story: Explanation, report: Pick<ReconcileReport, 'explanations'>): string =>
  story.exact ? `${placeOf(story, report)}; ${assumedWords(story)}` : standing(story, report);

/** Stories that were found and are not shown. */
export const moreStories = (count: number): string =>
  `${groups(count)} less simple ${count === 1 ? 'story fits' : 'stories fit'} too.`;

/** `+119 prompt and question re-read`: a part of a meter in words; the first part has no sign. */
const partWords = ({ tokens, words }: PredictedMeter['parts'][number], at: number): string =>
  at === 0 ? `${groups(tokens)} ${words}` : `${tokens < 0 ? '\u2212' : '+'} ${groups(Math.abs(tokens))} ${words}`;

/** `119 reported + 119 prompt and question re-read + 119 answer re-read, 117 + 2`. */
export const partsText = ({ parts }: Pick<PredictedMeter, 'parts'>): string => parts.map(partWords).join(' ');

const isBeyond = ({ tokens, kind }: PredictedMeter['parts'][number]): boolean => kind !== 'reported' && tokens > 0;

/** Meters of a story with more on them than was reported, or less; none where it has nothing beyond the report, or does not fit. */
export function partedMeters({ meters, exact }: Explanation): readonly PredictedMeter[] {
  if (!exact || !meters.some(({ parts }) => parts.some(isBeyond))) return [];
  return meters.filter((meter) => isBilled(meter) && meter.parts.some(({ kind }) => kind !== 'reported'));
}

/** Meters by which a story is told from the first: both inputs, and an output that it predicts. */
export const tellingMeters = (story: Explanation): readonly PredictedMeter[] =>
  partedMeters(story).filter(({ meter, checked }) => meter.endsWith('_in') || (checked && meter.endsWith('_out')));

/** `640 = 110 + (110 + 420), to the token`: what a story says of a meter, held against the bill. */
export function checkWords(meter: PredictedMeter): string {
  const { predicted, arithmetic, checked, residual, parts } = meter;
  if (predicted === null) return 'says nothing of it';
  const sum = arithmetic === '' ? groups(predicted) : `${groups(predicted)} = ${arithmetic}`;
  if (!checked) return `${sum}, read off this bill`;
  if (residual !== 0 && residual !== null) return `${sum}, billed ${billedText(meter)}`;
  return parts.some(({ kind }) => kind === 'within')
    ? `${sum}, within what the rules leave open`
    : `${sum}, to the token`;
}

/** `beyond the report audio in +530 and text in +238`; empty where no story says what the inputs have beyond it. */
export function beyondWords({ meters, explanations }: Pick<ReconcileReport, 'meters' | 'explanations'>): string {
  if (letteredStories({ explanations }).first?.story.exact !== true) return '';
  const on = (kind: MeterKind): number => meters.find(({ meter }) => meter === kind)?.beyond.tokens ?? 0;
  // Cached tokens are a part of the input, wherever they were billed.
  const off = (['audio', 'text'] as const).flatMap((modality) => {
    const tokens = on(`${modality}_in`) + on(`${modality}_cached`);
    return tokens === 0 ? [] : [`${meterFacts[`${modality}_in`].words} ${signed(tokens)}`];
  });
  return off.length === 0 ? '' : `beyond the report ${listed(off)}`;
}

/** A bill at list price in parts, each an exact decimal in one currency. */
export interface MoneyAmounts {
  readonly billed: string;
  readonly reported: string;
  /** Beyond the report, the discount that cached tokens did not get left out. */
  readonly further: string;
  readonly discount: string;
}

/** A part of the money that was billed; `open`: no story says for what. `share`: of all, 0..1; null: a part is below zero, so that shares say nothing. */
export interface MoneyPart {
  readonly kind: 'reported' | 'further' | 'discount' | 'open';
  readonly words: string;
  /** Exact, in the currency of the list prices. */
  readonly cost: string;
  readonly share: number | null;
}

/** What the tokens beyond the report are called: a further response only where the finding claims one, and what is told runs beside nothing else. */
function furtherWords({ finding: { claim }, explanations: [first] }: ReconcileReport): string {
  if (claim.kind !== 'further' && claim.kind !== 'seen') return 'Tokens beyond the report';
  const count = first?.inferences.filter(({ kind }) => kind === 'further').length ?? 0;
  if (first === undefined || count === 0 || first.events.length > 0) return 'Tokens beyond the report';
  return count === 1 ? 'The further response' : 'The further responses';
}

/** No story is told of why more was billed. */
const tellsNothing = ({ finding: { claim } }: Pick<ReconcileReport, 'finding'>): boolean =>
  claim.kind === 'nothing fits' || claim.kind === 'ratio';

const byAmount = (one: { readonly cost: string }, other: { readonly cost: string }): number =>
  new Exact(other.cost).abs().cmp(new Exact(one.cost).abs());

/** What lies beyond the report, the largest that is explained first; where no story fits, nothing of it is told apart. */
function beyondParts({ further, discount }: MoneyAmounts, report: ReconcileReport): Omit<MoneyPart, 'share'>[] {
  if (tellsNothing(report)) {
    return [{ kind: 'open', words: 'Not explained', cost: new Exact(further).plus(discount).toFixed() }];
  }
  const words = isDecided(report) ? 'Cache discount not given' : 'Cache discount, if not given';
  const parts = [
    { kind: 'further', words: furtherWords(report), cost: further },
    { kind: 'discount', words, cost: discount },
  ] as const;
  return isDecided(report) ? parts.toSorted(byAmount) : [...parts];
}

/** Where these amounts went by the report's finding, what was reported first, parts of nothing left out. */
export function partsOfMoney(amounts: MoneyAmounts, report: ReconcileReport): readonly MoneyPart[] {
  const parts: readonly Omit<MoneyPart, 'share'>[] = [
    { kind: 'reported', words: 'As reported', cost: amounts.reported },
    ...beyondParts(amounts, report),
  ];
  const billed = new Exact(amounts.billed);
  const whole = billed.gt(0) && parts.every(({ cost }) => new Exact(cost).gte(0));
  return parts
    .filter(({ kind, cost }) => kind === 'reported' || !new Exact(cost).isZero())
    .map((part) => ({ ...part, share: whole ? new Exact(part.cost).div(billed).toNumber() : null }));
}

/** Where the billed money went; empty: there is no list price. */
export const moneyParts = (report: ReconcileReport): readonly MoneyPart[] =>
  report.money === null
    ? []
    : partsOfMoney(
        {
          billed: report.money.billed,
          reported: report.money.expected,
          further: report.money.further,
          discount: report.money.lostDiscount,
        },
        report,
      );

/** What the cache discount would come to where nothing says that it was not given; null: something does, or there is none. */
export function unclaimedDiscount({ finding, money }: Pick<ReconcileReport, 'finding' | 'money'>): string | null {
  if (!tellsNothing({ finding }) || money === null || !new Exact(money.lostDiscount).gt(0)) return null;
  return `Cached tokens billed without their discount would cost ${documentMoney({ cost: money.lostDiscount, currency: money.currency })} more; nothing here says that they were.`;
}

/** What else this reconciliation leaves open, beside what no number excludes: whole sentences, the finding's own first. */
export function alsoOpen(report: ReconcileReport): string[] {
  const { meters, finding, explanations, inseparable } = report;
  const { first, further } = letteredStories(report);
  const ties = further.filter(({ story }) => story.rank === first?.story.rank);
  const missing = meters.filter(({ status }) => status === 'missing row' || status === 'not yet due');
  return [
    finding.open,
    ...report.alsoOpen,
    ...(first !== null && ties.length > 0
      ? [
          `Which of ${[first, ...ties].map(({ letter }) => letter).join(', ')} is true? The numbers do not tell them apart.`,
        ]
      : []),
    ...(missing.length > 0
      ? [`Will ${missing.map(({ meter }) => meterFacts[meter].words).join(', ')} get a row? The bill has none.`]
      : []),
    ...(explanations.length > 1 ? inseparableSentences(inseparable) : []),
  ].filter((text) => text !== '');
}

/** `Two other first turns, with the default instructions …`: what no number of this bill can exclude. */
export const unexcludedTexts = ({ unexcluded }: Pick<ReconcileReport, 'unexcluded'>): string[] =>
  unexcluded.map(({ title, text }) => (text === '' ? title : `${title}, ${text}`));
