import { type BilledModel, billedModels } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import type { MergedBill } from '../../billing/imported-bill.ts';
import { meterKey, meterKindOf } from '../../billing/meter-kind.ts';
import { accountOf } from '../../billing/resource-names.ts';
import type { Unallocated } from '../../billing/unallocated.ts';
import { periodWords } from '../../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { decimalText, moneyText, moneyTexts, sumByCurrency } from '../../kit/money.ts';
import { count, plural } from '../../kit/numbers.ts';
import { pricedModel } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported } from '../evidence/evidence.ts';
import { type Choose, choose, type Wanted } from './choose.ts';
import { periodsOf } from './periods.ts';
import { resourceOf } from './resources.ts';
import { noMeterOn, noRealtimeMeter, unallocatedNotes, unallocatedOf } from './what-it-holds.ts';
import { type Freshness, freshnessOf, weakest } from './settlement.ts';

export type { Choose, Wanted };
export { accountOf };

/** The part of a bill that is compared. */
export interface BillScope {
  /** UTC days; months, `YYYY-MM`, where only their totals are billed. */
  readonly days: readonly string[];
  /** Last part of the resource's id, or the whole of it where another has the same; null: the bill names none. */
  readonly resource: string | null;
  /** The weakest over the days. */
  readonly freshness: Freshness;
}

/** A row of one of the six meters that a Realtime response can land on. */
export const isRealtime = ({ meter }: Pick<DayUsage, 'meter'>): boolean => meterKindOf(meter) !== null;

/** The rows of some days and one resource that are compared, corrections with them. `resource`: a name or an id; null: any. */
export const comparedRows = (
  rows: readonly DayUsage[],
  { days, resource }: Pick<BillScope, 'days' | 'resource'>,
): readonly DayUsage[] =>
  rows.filter(
    (row) =>
      days.includes(row.day) &&
      (resource === null || row.resource === resource || accountOf(row.resource) === resource),
  );

/** What a meter beside the six is, so that it is held against what was reported of the same kind. */
export type BesideKind = 'image' | 'transcription' | 'other';

/** A meter of the compared days and resource that no Realtime response's audio or text lands on. */
export interface BesideMeter {
  readonly kind: BesideKind;
  readonly row: DayUsage;
}

const besideKindOf = ({ family, modality }: DayUsage['meter']): BesideKind => {
  if (family === 'realtime' && modality === 'image') return 'image';
  return family === 'transcribe' || family === 'whisper' ? 'transcription' : 'other';
};

const amountText = ({ tokens, range, quantity, meter }: DayUsage): string => {
  if (tokens !== null) return plural(tokens, 'token');
  if (range !== null) return `${count(range.low)} to ${count(range.high)} tokens`;
  return meter.unit === 'hours' ? `${decimalText(quantity)} hours` : `quantity ${decimalText(quantity)}`;
};

/** Meters beside the six that nothing is held against, each with its amount. */
export const besideNotes = (beside: readonly BesideMeter[], compared: ReadonlySet<BesideKind>): string[] =>
  beside
    .filter(({ kind }) => !compared.has(kind))
    .map(({ row }) => `Also billed there, and not compared: ${row.meter.name}, ${amountText(row)}, ${moneyText(row)}.`);

/** One meter on one day or month, however its name is spelled. */
const meterOn = ({ day, meter }: DayUsage): string => `${day}\n${meterKey(meter)}`;

/** Whole tokens of several rows; null: one of them has none. */
const wholeTokens = (rows: readonly DayUsage[]): number | null =>
  rows.reduce<number | null>((sum, { tokens }) => (sum === null || tokens === null ? null : sum + tokens), 0);

/** Each meter that was corrected: what is left, of what was billed and taken back. */
function correctionNotes(rows: readonly DayUsage[]): string[] {
  const meters = new Set(rows.filter(({ correction }) => correction).map(meterOn));
  return [...meters].map((key) => {
    const own = rows.filter((row) => meterOn(row) === key);
    const corrections = own.filter(({ correction }) => correction);
    const gross = wholeTokens(own.filter(({ correction }) => !correction));
    const less = wholeTokens(corrections);
    const where = `${own[0]?.meter.name ?? ''} on ${periodWords(own[0]?.day ?? '')}`;
    const money = moneyTexts(sumByCurrency(corrections));
    if (gross === null || less === null) return `${where} was corrected by ${money}; what is left is compared.`;
    const change = less <= 0 ? `${count(-less)} corrected` : `${count(less)} added by a correction`;
    return `${where}: net ${count(gross + less)}: ${count(gross)} billed, ${change} (${money}).`;
  });
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
  /** Corrections netted. */
  readonly models: readonly BilledModel[];
  readonly scope: BillScope;
  /** Every row of the bill; those that name no day have the one that a person named. */
  readonly rows: readonly DayUsage[];
  /** Meters of the compared days and resource beside the six. */
  readonly beside: readonly BesideMeter[];
  /** Money of the compared days that no meter holds. */
  readonly unallocated: readonly Unallocated[];
  readonly notes: readonly string[];
}

/** Picks what of a bill is compared with what was reported: its days and its resource. Nothing is spread or added silently. */
export function scopeBill(
  bill: MergedBill,
  reported: Reported,
  wanted: Wanted,
): Result<{ scoped: ScopedBill | Choose }> {
  const { used, all } = bill;
  const usage = bill.days.filter((row) => isRealtime(row) && !row.correction);
  if (usage.length === 0) return refuse(noRealtimeMeter(bill));
  const writtenAt =
    used
      .map((one) => one.writtenAt)
      .sort()
      .at(-1) ?? '';
  const asked = { wanted: wanted.days, reported: reported.days, writtenOn: writtenAt.slice(0, 10) };
  const picked = periodsOf(usage, asked);
  if (picked === null) {
    const billed = [...new Set(usage.map(({ day }) => day))].sort();
    return refuse(noMeterOn(wanted.days.length === 0 ? reported.days : wanted.days, billed, bill));
  }
  if (picked.kind === 'choose') return ok({ scoped: picked });
  const { periods: days, undatedAs } = picked;
  const rows =
    undatedAs === null ? bill.days : bill.days.map((row) => (row.day === '' ? { ...row, day: undatedAs } : row));
  const realtime = rows.filter((row) => isRealtime(row) && days.includes(row.day));
  const of = resourceOf(realtime, reported.resources, wanted.resource);
  if (of.kind === 'choose') return ok({ scoped: of });
  const chosen = realtime.filter(({ resource }) => resource === of.resource);
  const beside = rows
    .filter((row) => !isRealtime(row) && days.includes(row.day) && row.resource === of.resource)
    .map((row): BesideMeter => ({ kind: besideKindOf(row.meter), row }));
  const freshness = weakest(days.map((day) => freshnessOf(day, writtenAt, all)));
  const unallocated = unallocatedOf(bill.unallocated, days);
  const account = of.name === null ? null : accountOf(of.name);
  const known = reported.resources.length === 0 || account === null || reported.resources.includes(account);
  const words = freshWords[freshness];
  return ok({
    scoped: {
      kind: 'scoped',
      models: billedModels(chosen),
      scope: { days, resource: of.name, freshness },
      rows,
      beside,
      unallocated,
      notes: [
        ...picked.notes,
        ...(known || wanted.resource !== null
          ? []
          : [
              `The sessions spoke to ${reported.resources.join(', ')}; the only Realtime meters on these days are of ${account}.`,
            ]),
        ...(of.others.length === 0
          ? []
          : [
              `Realtime meters of ${of.others.length === 1 ? 'another resource are' : 'other resources are'} on these days too, and not compared: ${of.others.join(', ')}.`,
            ]),
        ...correctionNotes(chosen),
        ...chosen
          .filter(({ tokens, range }) => tokens === null && range === null)
          .map(
            ({ meter, problem }) =>
              `${meter.name} is billed, and its tokens cannot be told${problem === null ? '.' : `: ${problem}`}`,
          ),
        ...unallocatedNotes(unallocated),
        ...(chosen.some(({ from }) => from === 'cost')
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
        nextStep: 'Check which days and which resource it is of.',
      }),
    );
  }
  const labels = models.map(({ label }) => label);
  const named = models.filter(({ label, model }) => label === wanted || model === wanted);
  const within = models.filter(({ label }) => wanted !== null && label.toLowerCase().includes(wanted.toLowerCase()));
  const spoken = [...new Set(spokenTo.flatMap((name) => meant(models, name, book)))];
  const unnamed = models.filter((one) => one.model === null);
  // A deployment may be called anything; a name that price lists have is a model, and another model's meters are not its own.
  const isKnown = spokenTo.length > 0 && spokenTo.every((name) => pricedModel(book, name) !== null);
  const open = spoken.length > 0 ? spoken : isKnown ? unnamed : models;
  const fitting = wanted !== null ? (named.length > 0 ? named : within) : open;
  const [model, second] = fitting;
  if (model === undefined && wanted === null) {
    return refuse(
      benchError(
        'invalid-argument',
        `The bill has no meter of ${spokenTo.join(', ')}, which the sessions spoke to; it has those of ${labels.join('; ')}.`,
        {
          nextStep: 'Give the bill of the resource that the sessions spoke to, or name the model to compare them with.',
        },
      ),
    );
  }
  if (model === undefined) {
    const sentence = `The bill has no meters of ${wanted}; it has ${labels.join('; ')}.`;
    return ok({ picked: choose('model', sentence, labels, wanted) });
  }
  if (second === undefined) return ok({ picked: { kind: 'picked', model } });
  const several = fitting.map(({ label }) => label);
  const sentence = `The bill has meters of ${count(fitting.length)} models: ${several.join('; ')}.`;
  return ok({ picked: choose('model', sentence, several) });
}
