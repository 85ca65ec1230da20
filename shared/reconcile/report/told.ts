import { Exact } from '../../money/exact.ts';
import { letterOf } from '../plan/letters.ts';
import type { Explanation, PredictedMeter } from '../answer.ts';
import { meterWords } from '../rivals.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { groups, ordinal, signed } from './words.ts';

/** A story with the letter that stands for it in every rendering. */
export interface ToldStory {
  readonly letter: string;
  readonly story: Explanation;
}

/** The stories by their place on paper: the first, the others that measured rules allow, those that no rule knows. */
export interface ToldStories {
  readonly first: ToldStory | null;
  readonly further: readonly ToldStory[];
  readonly outside: readonly ToldStory[];
}

export function toldStories({ explanations }: Pick<ReconcileReport, 'explanations'>): ToldStories {
  const told = explanations.map((story, index): ToldStory => ({ letter: letterOf(index), story }));
  const [first = null, ...further] = told.filter(({ story }) => !story.outside);
  return { first, further, outside: told.filter(({ story }) => story.outside) };
}

/** The finding claims something, so that the first story's letter may be filled. */
export const isDecided = ({ finding }: Pick<ReconcileReport, 'finding'>): boolean =>
  ['further', 'seen', 'as reported', 'as reported in part'].includes(finding.claim.kind);

/** `outputs`, `audio in and audio out`: meters whose numbers a story takes from the bill. */
function readOff({ meters }: Explanation): string {
  const read = meters.filter(({ checked, billed }) => billed !== null && !checked).map(({ meter }) => meter);
  const outputs = read.length === 2 && read.every((meter) => meter.endsWith('_out'));
  return outputs ? 'outputs' : read.map((meter) => meterWords[meter]).join(' and ');
}

/** `the only first story; exact; outputs read off this bill; 1 assumption`. */
export function standing(story: Explanation, { explanations }: Pick<ReconcileReport, 'explanations'>): string {
  const equals = explanations.filter(({ rank, outside }) => rank === story.rank && outside === story.outside).length;
  const checks = story.meters.some(({ checked }) => checked);
  const read = readOff(story);
  const assumed = story.marks.filter(({ certainty }) => certainty === 'assumed').length;
  return [
    equals > 1 ? `one of ${equals} equal stories` : story.rank === 1 ? 'the only first story' : ordinal(story.rank),
    story.exact ? 'exact' : checks ? 'does not fit every meter' : 'checks no meter',
    read === '' ? '' : `${read} read off this bill`,
    assumed === 0 ? 'nothing assumed' : `${assumed} assumption${assumed === 1 ? '' : 's'}`,
  ]
    .filter((text) => text !== '')
    .join('; ');
}

/** `+119 prompt and question re-read`: a part of a meter in words; the first part has no sign. */
const partWords = ({ tokens, words }: PredictedMeter['parts'][number], at: number): string =>
  at === 0 ? `${groups(tokens)} ${words}` : `${tokens < 0 ? '\u2212' : '+'} ${groups(Math.abs(tokens))} ${words}`;

/** `119 reported + 119 prompt and question re-read + 119 answer re-read, 117 + 2`. */
export const partsText = ({ parts }: Pick<PredictedMeter, 'parts'>): string => parts.map(partWords).join(' ');

/** Meters of a story that have more in them than was reported, or less: the others have nothing to part. */
export const partedMeters = ({ meters }: Explanation): readonly PredictedMeter[] =>
  meters.filter(({ billed, parts }) => billed !== null && parts.some(({ kind }) => kind !== 'reported'));

/** Meters by which a story is told from the first: both inputs, and an output that it predicts. */
export const tellingMeters = (story: Explanation): readonly PredictedMeter[] =>
  partedMeters(story).filter(({ meter, checked }) => meter.endsWith('_in') || (checked && meter.endsWith('_out')));

/** `640 = 110 + (110 + 420), to the token`: what a story says of a meter, held against the bill. */
export function checkWords({ predicted, arithmetic, checked, residual, billed }: PredictedMeter): string {
  if (predicted === null) return 'says nothing of it';
  const sum = arithmetic === '' ? groups(predicted) : `${groups(predicted)} = ${arithmetic}`;
  if (!checked) return `${sum}, read off this bill`;
  return residual === 0 || residual === null ? `${sum}, to the token` : `${sum}, billed ${groups(billed ?? 0)}`;
}

/** `text in 238 and audio in 530`: what the inputs have beyond the report; empty: nothing. */
export function beyondWords({ meters }: Pick<ReconcileReport, 'meters'>): string {
  const off = meters.flatMap(({ meter, beyond: { tokens } }) =>
    meter.endsWith('_in') && tokens !== null && tokens !== 0 ? [`${meterWords[meter]} ${signed(tokens)}`] : [],
  );
  return off.length === 0 ? '' : `beyond the report ${off.join(' and ')}`;
}

/** A part of the money that was billed. `share`: of all, 0..1; null: a part is below zero, so that shares say nothing. */
export interface MoneyPart {
  readonly kind: 'reported' | 'further' | 'discount';
  readonly words: string;
  /** Exact, in the currency of the list prices. */
  readonly cost: string;
  readonly share: number | null;
}

/** What the tokens beyond the report are called: a further response only where the finding claims one. */
function furtherWords({ finding: { claim }, explanations }: ReconcileReport): string {
  if (claim.kind !== 'further' && claim.kind !== 'seen') return 'Tokens beyond the report';
  const count = explanations[0]?.inferences.filter(({ kind }) => kind === 'further').length ?? 0;
  return count === 1 ? 'The further response' : 'The further responses';
}

/** Where the billed money went, parts of nothing left out; empty: there is no list price. */
export function moneyParts(report: ReconcileReport): readonly MoneyPart[] {
  const { money } = report;
  if (money === null) return [];
  const parts = [
    { kind: 'reported', words: 'As reported', cost: money.expected },
    { kind: 'further', words: furtherWords(report), cost: money.further },
    { kind: 'discount', words: 'Cache discount not given', cost: money.lostDiscount },
  ] as const;
  const billed = new Exact(money.billed);
  const whole = billed.gt(0) && parts.every(({ cost }) => new Exact(cost).gte(0));
  return parts
    .filter(({ cost }) => !new Exact(cost).isZero())
    .map((part) => ({ ...part, share: whole ? new Exact(part.cost).div(billed).toNumber() : null }));
}
