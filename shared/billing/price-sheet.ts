import { isDay } from '../kit/dates.ts';
import { benchError, type BenchError, refuse, type Result } from '../kit/errors.ts';
import { currencyCode } from '../kit/money.ts';
import { repeatable, repeated } from '../kit/untrusted/quoting.ts';
import { listedPrice, otherKind, type PassedOver, type Place, placeOf } from './listed-price.ts';
import type { ListedPrice } from './listed-price.ts';
import { meterNamed } from './meter-name.ts';
import {
  addDate,
  addNumber,
  type ConventionEvidence,
  type Conventions,
  dayOf,
  decideConventions,
  noEvidence,
  plainNumber,
} from './number-and-date-marks.ts';
import type { SheetField, SheetShape } from './price-sheet-columns.ts';

/** What is wished of an import of prices. */
export interface SheetWish {
  /** Only rows of this region, by its code or its name, and of what has one price everywhere; null: of all. */
  readonly region: string | null;
  /** First UTC day, for lists that name none; null: none was given. */
  readonly day: string | null;
}

/** A file of a price list, as the rows of it are told of. */
export interface SheetFile {
  readonly name: string;
  readonly shape: SheetShape;
  readonly delimiter: string;
  /** First day of the billing period that stands above the columns; null: none does. */
  readonly day: string | null;
}

/** A row of a voice meter, its cells as they stand in the file. */
interface KeptRow {
  readonly place: Place;
  readonly cells: Readonly<Record<'meterName' | 'unit' | 'price' | 'currency' | 'start' | 'end' | 'region', string>>;
  readonly period: string;
  /** It is of the region that is wished; true without a wish. */
  readonly inRegion: boolean;
  readonly file: SheetFile;
  readonly line: number;
}

/** A price of a list and what its row says beside it. */
export interface SheetPrice extends ListedPrice {
  readonly currency: string;
  readonly inRegion: boolean;
  /** Last UTC day it holds for; null: none is said. */
  readonly lastDay: string | null;
  readonly note: string | null;
}

/** What the rows of a list come to. */
export interface SheetTally {
  readonly shape: SheetShape;
  readonly rows: number;
  readonly passed: ReadonlyMap<PassedOver, number>;
  /** Names of meters that speak of a voice model and are not understood. */
  readonly strange: readonly string[];
  /** Meters in a unit that no book quotes: `NAME (100 GB)`. */
  readonly strangeUnits: readonly string[];
  readonly prices: readonly SheetPrice[];
  /** The day that was given is of no use: every row has one of its own. */
  readonly dayUnused: boolean;
}

/** Distinct rows of voice meters: a list of every region has some twenty thousand. */
const mostRows = 200_000;
const mostExamples = 5;

/** What names a voice model in words that are none of a meter's. */
const voiceWords = /\b(?:realtime|rtime|gpt[ -]?rt|whisper|transcribe|trscb|tcrb)\b/i;

const firstTier = /^0*(?:[.,]0*)?$/;
const plainRegion = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
/** `201704`, also at the end of a resource id. */
const periodDay = (text: string): string | null => {
  const [, year, month] = /(?:^|\D)(\d{4})(\d{2})$/.exec(text.trim()) ?? [];
  const day = `${year}-${month}-01`;
  return isDay(day) ? day : null;
};

const bad = (message: string, nextStep: string): BenchError => benchError('invalid-argument', message, { nextStep });
const asDownloaded = 'Import the list as it was downloaded, without saving it in a spreadsheet in between.';

/** The first billing period that a line above the columns names, `Price Sheet Report for billing period - 202304`, as its first day. */
export const periodOfTitle = (line: string): string | null =>
  /billing period/i.test(line) ? periodDay(line.replaceAll(/[^\d]+$/g, '')) : null;

/** The rows of a price list, taken one by one: of voice meters at the price of consumption each is kept, of the others their number. */
export class PriceSheet {
  readonly #wish: SheetWish;
  readonly #region: string | null;
  readonly #kept = new Map<string, KeptRow>();
  readonly #passed = new Map<PassedOver, number>();
  readonly #strange = new Set<string>();
  readonly #shapes = new Set<SheetShape>();
  readonly #otherRegions = new Set<string>();
  readonly #files = new Set<string>();
  #evidence: ConventionEvidence = noEvidence;
  #rows = 0;

  constructor(wish: SheetWish) {
    this.#wish = wish;
    this.#region = wish.region === null ? null : plainRegion(wish.region);
  }

  /** More rows than a list of prices has: nothing further is taken. */
  get isFull(): boolean {
    return this.#kept.size > mostRows;
  }

  /**
   * @param cell text of the row by what it says; empty where there is none
   * @param line of the row in its file, from 1
   */
  add(cell: (field: SheetField) => string, line: number, file: SheetFile): void {
    this.#rows += 1;
    this.#shapes.add(file.shape);
    this.#files.add(file.name);
    const meterName = cell('meterName').trim();
    const place = placeOf(meterName);
    if (typeof place === 'string') {
      if (place === 'other') this.#lookAt(meterName);
      return this.#pass(place);
    }
    const other = otherKind(cell('type'), cell('offer'));
    if (other !== null) return this.#pass(other);
    if (!firstTier.test(cell('tier').trim())) return this.#pass('tier');
    const regions = [cell('region'), cell('location')];
    const inRegion = this.#region === null || regions.some((one) => plainRegion(one) === this.#region);
    // A global meter may stand at one region alone, its first, and holds everywhere.
    if (!inRegion && place.scope !== 'global') {
      if (this.#otherRegions.size < mostExamples)
        this.#otherRegions.add(regions.find((one) => one.trim() !== '') ?? '');
      return this.#pass('region');
    }
    const cells = {
      meterName,
      unit: cell('unit').trim(),
      price: cell('price').trim(),
      currency: cell('currency').trim(),
      start: cell('start').trim(),
      end: cell('end').trim(),
      region: regions.find((one) => one.trim() !== '')?.trim() ?? '',
    };
    const { numbers, dates } = this.#evidence;
    // A billing period begins with the first day of a month, which says how dates are written.
    this.#evidence = {
      ...this.#evidence,
      numbers: addNumber(numbers, cells.price),
      dates: addDate(dates, cells.start, true),
    };
    const row = { place, cells, period: cell('period'), inRegion, file, line };
    const key = JSON.stringify([cells, row.period, file.day]);
    if (!this.#kept.has(key) && !this.isFull) this.#kept.set(key, row);
  }

  /** The prices with everything that was passed over. Refuses a list that holds none, and what of a voice meter cannot be read. */
  result(): Result<{ tally: SheetTally }> {
    const [shape, otherShape] = this.#shapes;
    const names = [...this.#files].join(', ');
    if (this.isFull) {
      return refuse(
        bad(`${names} hold more rows of voice meters than a price list has.`, 'Give a region, or fewer files.'),
      );
    }
    if (shape === undefined) return refuse(bad('There is no row of prices.', 'Download the price list again.'));
    if (otherShape !== undefined && this.#shapes.has('Azure Retail Prices API')) {
      return refuse(bad('Published prices and those of an agreement are no one list.', 'Import each by itself.'));
    }
    const unknownRegion = this.#unknownRegion(names);
    if (unknownRegion !== null) return refuse(unknownRegion);
    const conventions = this.#conventions(names);
    if (!conventions.ok) return conventions;
    const prices: SheetPrice[] = [];
    const strangeUnits = new Set<string>();
    let undated = false;
    for (const row of this.#kept.values()) {
      const read = this.#priceOf(row, conventions);
      if (!read.ok) return read;
      if (read.price === null) {
        this.#pass('unit');
        if (strangeUnits.size < mostExamples) {
          strangeUnits.add(`${repeatable(row.cells.meterName)} (${repeatable(row.cells.unit, 30)})`);
        }
      } else prices.push(read.price);
      undated ||= row.cells.start === '' && periodDay(row.period) === null && row.file.day === null;
    }
    const tally: SheetTally = {
      shape,
      rows: this.#rows,
      passed: this.#passed,
      strange: [...this.#strange],
      strangeUnits: [...strangeUnits],
      prices,
      dayUnused: this.#wish.day !== null && !undated,
    };
    return { ok: true, tally };
  }

  /** A region that no row is of, where rows of others were passed over, is a slip of the hand, or the list is another's. */
  #unknownRegion(names: string): BenchError | null {
    const { region } = this.#wish;
    if (region === null || this.#otherRegions.size === 0) return null;
    if ([...this.#kept.values()].some(({ inRegion }) => inRegion)) return null;
    const regions = repeatable([...this.#otherRegions].join(', '), 200);
    return bad(`${names} has no price of the region ${repeated(region, 40)}.`, `It has prices of ${regions}.`);
  }

  #pass(why: PassedOver): void {
    this.#passed.set(why, (this.#passed.get(why) ?? 0) + 1);
  }

  #lookAt(meterName: string): void {
    if (this.#strange.size >= mostExamples || !voiceWords.test(meterName)) return;
    if (meterNamed(meterName).kind === 'unclassified') this.#strange.add(repeatable(meterName));
  }

  #conventions(names: string): Result<Conventions> {
    const delimiter = this.#kept.values().next().value?.file.delimiter ?? ',';
    const decided = decideConventions(this.#evidence, delimiter);
    switch (decided.kind) {
      case 'known':
        return { ok: true, ...decided.conventions };
      case 'refused':
        return refuse({ ...decided.error, message: `${names}: ${decided.error.message}` });
      case 'question':
        return refuse(bad(`${names}: ${decided.question.sentence} Nothing in it says.`, asDownloaded));
    }
  }

  #priceOf(
    { place, cells, period, inRegion, file, line }: KeptRow,
    { decimalMark, dateOrder }: Conventions,
  ): Result<{ price: SheetPrice | null }> {
    const where = `${file.name}, row ${line}`;
    const price = plainNumber(cells.price, decimalMark);
    if (price === null || price.startsWith('-')) {
      const what = cells.price === '' ? 'has no price' : `has a price that is none: ${repeated(cells.price, 40)}`;
      return refuse(bad(`${where}: ${repeatable(cells.meterName)} ${what}.`, asDownloaded));
    }
    const currency = currencyCode(cells.currency);
    if (currency === '') {
      const what =
        cells.currency === '' ? 'names no currency' : `names ${repeated(cells.currency, 20)} as its currency`;
      return refuse(bad(`${where}: ${repeatable(cells.meterName)} ${what}.`, 'Download the price list again.'));
    }
    const day = (text: string): string | null => (text === '' ? null : dayOf(text, dateOrder));
    const start = day(cells.start);
    const lastDay = day(cells.end);
    for (const [text, read] of [
      [cells.start, start],
      [cells.end, lastDay],
    ] as const) {
      if (text !== '' && read === null) {
        return refuse(bad(`${where}: ${repeated(text, 40)} is not a date.`, asDownloaded));
      }
    }
    const validFrom = start ?? periodDay(period) ?? file.day ?? this.#wish.day;
    if (validFrom === null) {
      return refuse(
        bad(
          `${file.name} says nowhere from which day its prices hold.`,
          'Give that day, for example 2026-11-01 (--date).',
        ),
      );
    }
    const source = `${file.shape}, ${where}`;
    const { meterName, unit: unitOfMeasure, region } = cells;
    const listed = listedPrice(place, { meterName, unitOfMeasure, price, validFrom, region, source });
    return { ok: true, price: listed === null ? null : { ...listed, currency, inRegion, lastDay, note: place.note } };
  }
}
