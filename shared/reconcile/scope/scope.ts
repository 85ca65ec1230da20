import { type BilledModel, billedModels } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import type { MergedBill } from '../../billing/imported-bill.ts';
import { meterKindOf } from '../../billing/meter-kind.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { decimalText, moneyText } from '../../kit/money.ts';
import { pricedModel } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported } from '../evidence/evidence.ts';
import { type Freshness, freshnessOf, weakest } from './settlement.ts';
import { count } from '../../kit/numbers.ts';

/** What of a bill only a person can choose, where nothing in the evidence decides. */
export interface Choose {
  readonly kind: 'choose';
  readonly about: 'day' | 'resource' | 'model';
  /** One whole sentence: what there is to choose from. */
  readonly sentence: string;
  readonly choices: readonly string[];
  /** What was asked for and is not there; null: nothing was asked for. */
  readonly missing: string | null;
}

/** What a person said already. */
export interface Wanted {
  readonly days: readonly string[];
  readonly resource: string | null;
  readonly model: string | null;
}

const choose = (
  about: Choose['about'],
  sentence: string,
  choices: readonly string[],
  missing: string | null = null,
): Choose => ({ kind: 'choose', about, sentence, choices, missing });

/** The part of a bill that is compared. */
export interface BillScope {
  readonly days: readonly string[];
  /** Last part of the resource's id; null: the bill names none. */
  readonly resource: string | null;
  /** The weakest over the days. */
  readonly freshness: Freshness;
}

/** `contoso-voice`, the last part of a resource id. */
export const accountOf = (resource: string): string => resource.split('/').at(-1) ?? resource;
/** A row of one of the six meters that a Realtime response can land on. */
export const isRealtime = ({ meter }: Pick<DayUsage, 'meter'>): boolean => meterKindOf(meter) !== null;

/** The rows of some days and one resource that are compared: corrections are kept apart. `resource`: null: any. */
export const comparedRows = (
  rows: readonly DayUsage[],
  { days, resource }: Pick<BillScope, 'days' | 'resource'>,
): readonly DayUsage[] =>
  rows.filter(
    (row) => !row.correction && days.includes(row.day) && (resource === null || accountOf(row.resource) === resource),
  );

function daysOf(
  rows: readonly DayUsage[],
  { days }: Reported,
  wanted: readonly string[],
): Result<{ chosen: { readonly kind: 'days'; readonly days: readonly string[] } | Choose }> {
  const billed = [...new Set(rows.map(({ day }) => day))].sort();
  const has =
    billed.length === 0 ? 'none at all' : billed.length > 6 ? `${billed[0]} to ${billed.at(-1)}` : billed.join(', ');
  const asked = wanted.length === 0 ? days : wanted;
  if (asked.length === 0 && billed.length === 1) return ok({ chosen: { kind: 'days', days: billed } });
  if (asked.length === 0 && billed.length > 1) {
    const sentence = `The bill has Realtime meters on ${count(billed.length)} days: ${has}.`;
    return ok({ chosen: choose('day', sentence, billed) });
  }
  if (asked.some((day) => billed.includes(day))) return ok({ chosen: { kind: 'days', days: asked } });
  return refuse(
    benchError(
      'invalid-argument',
      `The bill has no Realtime meter on ${asked.length === 0 ? 'any day' : asked.join(', ')}; it has days ${has}.`,
      {
        nextStep: 'Usage appears on a bill 8 to 24 hours later, under its UTC day. Export the bill again after that.',
      },
    ),
  );
}

function resourceOf(
  rows: readonly DayUsage[],
  { resources }: Reported,
  wanted: string | null,
): { readonly kind: 'resource'; readonly resource: string } | Choose {
  const billed = [...new Set(rows.map(({ resource }) => resource))];
  const names = billed.map(accountOf);
  const asked = wanted === null ? resources : [wanted.toLowerCase()];
  const fitting = billed.filter((resource) => asked.some((one) => one === resource || one === accountOf(resource)));
  const [only, second] = fitting.length > 0 ? fitting : wanted === null ? billed : [];
  if (only === undefined) {
    const sentence = `The bill has no Realtime meter of ${wanted}; it has those of ${names.join(', ')}.`;
    return choose('resource', sentence, names, wanted);
  }
  if (second !== undefined) {
    const sentence = `The bill has Realtime meters of ${count(billed.length)} resources on these days: ${names.join(', ')}.`;
    return choose('resource', sentence, names);
  }
  return { kind: 'resource', resource: only };
}

const freshWords: Readonly<Record<Freshness, string | null>> = {
  'not yet due':
    'The bill was fetched less than 24 hours after the day it is compared on: rows may still be missing. Fetch it again later.',
  provisional:
    'The bill is provisional: it settles when a second import a day later says the same, or 72 hours after its month has ended.',
  settled: null,
};

/** The compared part of a bill, model by model, and what to know of it. */
export interface ScopedBill {
  readonly kind: 'scoped';
  readonly models: readonly BilledModel[];
  readonly scope: BillScope;
  readonly notes: readonly string[];
}

/** Picks what of a bill is compared with what was reported: its days and its resource. Nothing is spread or added silently. */
export function scopeBill(
  { days: rows, used, all }: MergedBill,
  reported: Reported,
  wanted: Wanted,
): Result<{ scoped: ScopedBill | Choose }> {
  const realtime = rows.filter(isRealtime);
  const onDays = daysOf(
    realtime.filter(({ correction }) => !correction),
    reported,
    wanted.days,
  );
  if (!onDays.ok) return onDays;
  if (onDays.chosen.kind === 'choose') return ok({ scoped: onDays.chosen });
  const { days } = onDays.chosen;
  const ofDays = realtime.filter(({ day }) => days.includes(day));
  const of = resourceOf(ofDays, reported, wanted.resource);
  if (of.kind === 'choose') return ok({ scoped: of });
  const chosen = ofDays.filter(({ resource }) => resource === of.resource);
  const usage = chosen.filter(({ correction }) => !correction);
  const corrections = chosen.filter(({ correction }) => correction);
  const beside = rows.filter((row) => !isRealtime(row) && days.includes(row.day) && row.resource === of.resource);
  const fetched =
    used
      .map(({ writtenAt }) => writtenAt)
      .sort()
      .at(-1) ?? '';
  const freshness = weakest(days.map((day) => freshnessOf(day, fetched, all)));
  const others = [
    ...new Set(ofDays.filter(({ resource }) => resource !== of.resource).map(({ resource }) => accountOf(resource))),
  ];
  const account = of.resource === null || of.resource === '' ? null : accountOf(of.resource);
  const known = reported.resources.length === 0 || account === null || reported.resources.includes(account);
  const words = freshWords[freshness];
  return ok({
    scoped: {
      kind: 'scoped',
      models: billedModels(usage),
      scope: { days: days, resource: account, freshness },
      notes: [
        ...(known || wanted.resource !== null
          ? []
          : [
              `The sessions spoke to ${reported.resources.join(', ')}; the only Realtime meters on these days are of ${account}.`,
            ]),
        ...(others.length === 0
          ? []
          : [
              `Realtime meters of ${others.length === 1 ? 'another resource are' : 'other resources are'} on these days too, and not compared: ${others.join(', ')}.`,
            ]),
        ...corrections.map(
          ({ day, meter, quantity, cost, currency }) =>
            `A correction on ${day} is kept apart: ${meter.name}, quantity ${decimalText(quantity)}, ${moneyText({ cost, currency })}.`,
        ),
        ...usage
          .filter(({ tokens, range }) => tokens === null && range === null)
          .map(({ meter }) => `${meter.name} counts as a meter without a row: its tokens cannot be told.`),
        ...beside.map(
          ({ meter, tokens, quantity, cost, currency }) =>
            `Also billed there, and not compared: ${meter.name}, ${tokens === null ? `quantity ${decimalText(quantity)}` : `${count(tokens)} tokens`}, ${moneyText({ cost, currency })}.`,
        ),
        ...(usage.some(({ from }) => from === 'cost')
          ? ['Tokens are derived from cost at list price, for the bill shows no quantity.']
          : []),
        ...(words === null ? [] : [words]),
      ],
    },
  });
}

/** `1215` of `gpt-realtime-mini-2025-12-15`. */
const versionOf = (name: string): string | null => /-\d{4}-(\d{2})-(\d{2})$/.exec(name)?.slice(1).join('') ?? null;

/** Billed models that a session's model name can mean: that model, and of its versions the one named if it is billed. */
export function meant<T extends Pick<BilledModel, 'model' | 'version'>>(
  models: readonly T[],
  name: string,
  book: PriceBook,
): readonly T[] {
  const model = pricedModel(book, name)?.model ?? name;
  const same = models.filter((one) => one.model === model);
  const version = same.filter((one) => one.version === versionOf(name));
  return version.length > 0 ? version : same;
}

export type PickedModel = { readonly kind: 'picked'; readonly model: BilledModel } | Choose;

/**
 * The one model of a bill that is compared: the one a person names by its name or a part of its label, the one the sessions
 * spoke to, or the only one. Two are never added up.
 */
export function pickModel(
  models: readonly BilledModel[],
  wanted: string | null,
  spokenTo: readonly string[],
  book: PriceBook,
): Result<{ picked: PickedModel }> {
  if (models.length === 0) {
    return refuse(
      benchError('invalid-argument', 'The bill holds no meter of a Realtime model.', {
        nextStep: 'Usage appears on a bill 8 to 24 hours later; check the day and the resource.',
      }),
    );
  }
  const labels = models.map(({ label }) => label);
  const named = models.filter(({ label, model }) => label === wanted || model === wanted);
  const within = models.filter(({ label }) => wanted !== null && label.toLowerCase().includes(wanted.toLowerCase()));
  const spoken = [...new Set(spokenTo.flatMap((name) => meant(models, name, book)))];
  const fitting = wanted !== null ? (named.length > 0 ? named : within) : spoken.length > 0 ? spoken : models;
  const [model, second] = fitting;
  if (model === undefined) {
    const sentence = `The bill has no meters of ${wanted}; it has ${labels.join('; ')}.`;
    return ok({ picked: choose('model', sentence, labels, wanted) });
  }
  if (second === undefined) return ok({ picked: { kind: 'picked', model } });
  const several = fitting.map(({ label }) => label);
  const sentence = `The bill has meters of ${count(fitting.length)} models: ${several.join('; ')}.`;
  return ok({ picked: choose('model', sentence, several) });
}
