import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { Exact } from '../kit/money.ts';
import { count, plural } from '../kit/numbers.ts';
import { repeatable } from '../kit/untrusted/quoting.ts';
import { visibleLine } from '../kit/untrusted/safe-text.ts';
import { freeId, slugOf } from '../pricing/own-book.ts';
import { bookSize, type PriceBook, priceBookSchema } from '../pricing/price-book.ts';
import { carried, type ListedModels, ModelsOfList } from './listed-models.ts';
import { passedOver } from './listed-price.ts';
import type { SheetPrice, SheetTally, SheetWish } from './price-sheet.ts';

/** What books are made with beside the rows of the list. */
export interface SheetFacts extends SheetWish {
  /** Of the books, as a person gave it; null: by the files. */
  readonly name: string | null;
  readonly files: readonly string[];
  /** UTC day of the import. */
  readonly today: string;
  /** The list in use: it says how models are recognised, and completes a published list in its currency. */
  readonly base: PriceBook;
  readonly taken: readonly string[];
}

/** Books of one import, one a currency, and what is to be said of them, in whole sentences. */
export interface SheetBooks {
  readonly books: readonly PriceBook[];
  readonly notes: readonly string[];
}

/** A last day beyond this is none. */
const forever = '2100-01-01';
const mostNamed = 5;

const earliest = (days: readonly string[]): string => days.reduce((one, other) => (one < other ? one : other));
const latest = (days: readonly string[]): string => days.reduce((one, other) => (one > other ? one : other));

/** What was passed over, by number: `511,900 rows of other products and 210 of reservations`. */
function passedWords({ passed }: SheetTally): string {
  const parts = [...passed]
    .sort(([, one], [, other]) => other - one)
    .map(([why, rows]) => `${count(rows)} ${passedOver[why]}`);
  return parts.join('; ');
}

function noPrices(tally: SheetTally, { files, region }: SheetFacts): Result<never> {
  const holds = tally.passed.size === 0 ? '' : `, ${passedWords(tally)}`;
  const strange = tally.strange.length === 0 ? '' : ` Not understood: ${tally.strange.join(', ')}.`;
  const units = tally.strangeUnits.length === 0 ? '' : ` Units not understood: ${tally.strangeUnits.join(', ')}.`;
  return refuse(
    benchError(
      'not-found',
      `${files.join(', ')} holds no price of a Realtime or transcription meter: it has ${plural(tally.rows, 'row')}${holds}.${strange}${units}`,
      {
        nextStep:
          region === null || !tally.passed.has('region')
            ? 'Download the list of the billing profile or enrollment that pays for Azure OpenAI.'
            : 'Check the region, for example swedencentral or SE Central.',
      },
    ),
  );
}

const stemOf = (file: string): string => file.replace(/(?:\.(?:csv|json|ndjson|jsonl|parquet|gz|txt))+$/i, '');

function nameOf({ shape }: SheetTally, { name, files, region }: SheetFacts): string {
  if (name !== null) return name;
  if (shape === 'Azure Retail Prices API') return `Azure list prices${region === null ? '' : `, ${region}`}`;
  return stemOf(files[0] ?? shape);
}

/** The book of one currency. Published prices are a list, used by its day; those of an agreement are used where they are chosen. */
function bookOf(
  prices: readonly SheetPrice[],
  { models }: ListedModels,
  tally: SheetTally,
  facts: SheetFacts,
  several: boolean,
): PriceBook {
  const { day, today, base } = facts;
  const currency = prices[0]?.currency ?? '';
  const isList = tally.shape === 'Azure Retail Prices API';
  const days = models.flatMap((model) => model.prices.flatMap(({ validFrom }) => validFrom ?? []));
  const begun = days.filter((one) => one <= today);
  const validFrom = !isList ? earliest(days) : (day ?? (begun.length === 0 ? earliest(days) : latest(begun)));
  const name = visibleLine(nameOf(tally, facts)).trim().slice(0, 100);
  const shownName = several ? `${name}, ${currency}` : name;
  const slug = slugOf(isList && facts.name === null ? `${facts.region ?? 'list'}-${currency}` : shownName);
  return {
    id: freeId(`${isList ? 'azure' : 'own'}-${slug}-${validFrom}`, facts.taken),
    name: shownName === '' ? tally.shape : shownName,
    currency,
    validFrom,
    readAt: today,
    kind: isList ? 'list' : 'own',
    // A price that began with the book needs no day: who chooses the book for an earlier session means its prices.
    models: isList
      ? [...(base.currency === currency ? carried(models, base) : models)]
      : models.map((model) => ({
          ...model,
          prices: model.prices.map(({ validFrom: from, ...price }) =>
            from === validFrom || from === undefined ? price : { ...price, validFrom: from },
          ),
        })),
  };
}

/** What there is to say of all rows. */
function sheetNotes(tally: SheetTally, { day }: SheetFacts): string[] {
  const { prices, rows, passed, strange, strangeUnits } = tally;
  const zeros = new Set(
    prices.filter(({ price }) => new Exact(price.price).isZero()).map(({ price }) => price.meter ?? ''),
  );
  const ends = prices.flatMap(({ lastDay }) => (lastDay === null || lastDay >= forever ? [] : [lastDay]));
  const fresh = [...new Set(prices.flatMap(({ note }) => note ?? []))];
  return [
    `${plural(rows, 'row was', 'rows were')} read.${passed.size === 0 ? '' : ` Passed over: ${passedWords(tally)}.`}`,
    ...(ends.length === 0 ? [] : [`The list says that its prices hold to ${latest(ends)}.`]),
    ...(tally.dayUnused && tally.shape !== 'Azure Retail Prices API' && day !== null
      ? [`The list names its own days, so ${day} is not used.`]
      : []),
    ...(zeros.size === 0 ? [] : [`At a price of 0: ${namesOf([...zeros])}.`]),
    ...fresh.slice(0, mostNamed),
    ...(strange.length === 0
      ? []
      : [`Meters that speak of a voice model and are not understood: ${strange.join(', ')}.`]),
    ...(strangeUnits.length === 0 ? [] : [`Units that are not understood: ${strangeUnits.join(', ')}.`]),
  ];
}

const namesOf = (names: readonly string[]): string =>
  names
    .slice(0, mostNamed)
    .map((name) => repeatable(name))
    .join(', ') + (names.length > mostNamed ? ` and ${plural(names.length - mostNamed, 'other')}` : '');

/** Equal for prices of which one alone can hold. */
const slotOf = ({ model, version, scope, field, price }: SheetPrice): string =>
  [model, version ?? '', scope, field, price.validFrom].join(' ');

/** Without what other regions ask for something of which the region that is wished has a price. */
function ofRegion(prices: readonly SheetPrice[]): SheetPrice[] {
  const inRegion = new Set(prices.filter((one) => one.inRegion).map(slotOf));
  return prices.filter((one) => one.inRegion || !inRegion.has(slotOf(one)));
}

/** The books of a price list, one a currency. Refuses a list without a price of a voice meter, with what it holds instead. */
export function sheetBooks(tally: SheetTally, facts: SheetFacts): Result<SheetBooks> {
  const currencies = [...new Set(tally.prices.map(({ currency }) => currency))];
  const books: PriceBook[] = [];
  const sizes: string[] = [];
  const left: string[] = [];
  for (const currency of currencies) {
    const prices = tally.prices.filter((price) => price.currency === currency);
    const list = new ModelsOfList();
    for (const price of ofRegion(prices)) list.add(price);
    const made = list.result(facts.base);
    left.push(
      ...made.contradictions,
      ...(made.byRegion === null ? [] : [`${made.byRegion} Give one of them (--region) to take its prices.`]),
    );
    if (made.models.length === 0) continue;
    const taken = [...facts.taken, ...books.map(({ id }) => id)];
    const read = priceBookSchema.safeParse(bookOf(prices, made, tally, { ...facts, taken }, currencies.length > 1));
    if (!read.success) {
      const why = read.error.issues[0]?.message ?? 'it is empty';
      return refuse(
        benchError('invalid-argument', `That makes no price book: ${why}.`, { nextStep: 'Give it another name.' }),
      );
    }
    books.push(read.data);
    const { models } = bookSize({ ...read.data, models: [...made.models] });
    const own = made.models.reduce((sum, model) => sum + model.prices.length, 0);
    const carriedOn = bookSize(read.data).prices - own;
    const beside =
      carriedOn > 0
        ? ` ${plural(carriedOn, 'price')} that it does not list ${carriedOn === 1 ? 'is' : 'are'} from ${facts.base.id}.`
        : '';
    sizes.push(
      `${read.data.id}: ${plural(own, 'price')} of ${plural(models, 'model')} in ${currency}, from ${read.data.validFrom}.${beside}`,
    );
  }
  if (books.length === 0) {
    if (left.length === 0) return noPrices(tally, facts);
    const nextStep = 'Give a region, or take the rows out that contradict each other.';
    return refuse(benchError('invalid-argument', `${facts.files.join(', ')}: ${left.join(' ')}`, { nextStep }));
  }
  return ok({ books, notes: [...sizes, ...sheetNotes(tally, facts), ...left] });
}
