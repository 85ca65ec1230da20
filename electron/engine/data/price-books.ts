import { join } from 'node:path';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asString, atPath, parseJson } from '../../../shared/kit/json.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import {
  type BookChoice,
  booksByCurrency,
  type BooksByCurrency,
  chooseBook,
} from '../../../shared/pricing/choose-book.ts';
import { bookSize, bookText, type PriceBook, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { JsonFolder } from './json-files.ts';

/** Whether a text that is no price book was meant for one. */
function isMeantForOne(text: string): boolean {
  const json = parseJson(text);
  return asString(atPath(json, 'id')) !== undefined && Array.isArray(atPath(json, 'models'));
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** The books of one folder, in the order of their files. Files that are none are told of; they make room for another of their id where `mayMove` says so. */
const booksIn = (folder: string, mayMove: boolean, note: (text: string) => void): JsonFolder<PriceBook> => {
  const files: JsonFolder<PriceBook> = new JsonFolder<PriceBook>({
    folder,
    what: 'the price book',
    read: (text, id) => {
      const read = readPriceBook(text, files.pathOf(id));
      if (read.ok) return { ok: true, value: read.book, leftOut: [] };
      // Written by hand or by a newer version: whoever knows what is meant mends it where it is.
      return { ok: false, why: read.error.message, damaged: !isMeantForOne(text) };
    },
    print: bookText,
    note,
    mayMove,
    sentence: ({ path, why, because, aside }) => {
      if (because === 'unreadable' || because === 'busy') return `The price book ${path} ${why}. It is left out.`;
      return `${why} ${aside === null ? 'It is left out.' : `It was set aside as ${aside}.`}`;
    },
  });
  return files;
};

/** A book and the id of its file, which a person may have named otherwise. */
interface KeptBook {
  readonly fileId: string;
  readonly book: PriceBook;
}

async function readAll(files: JsonFolder<PriceBook>): Promise<KeptBook[]> {
  return (await files.all())
    .sort((one, other) => (files.pathOf(one.id) < files.pathOf(other.id) ? -1 : 1))
    .map(({ id, value }) => ({ fileId: id, book: value }));
}

/** The price books of the application and those in the data folder. A book is added or removed whole, never changed. */
export class PriceBooks {
  readonly #files: JsonFolder<PriceBook>;
  readonly #shipped: readonly PriceBook[];
  #added: readonly KeptBook[];
  /** Files in the data folder that are no price books, as sentences. */
  readonly problems: readonly string[];

  private constructor(
    files: JsonFolder<PriceBook>,
    shipped: readonly PriceBook[],
    added: readonly KeptBook[],
    problems: readonly string[],
  ) {
    this.#files = files;
    this.#shipped = shipped;
    this.#added = added;
    this.problems = problems;
  }

  /**
   * Rejects when a book of the application is missing or damaged: that is a fault of the installation.
   * @param mayMove files of the data folder that are no books are set aside; for whoever tells a person of it
   */
  static async open(assetsFolder: string, dataFolder: string, mayMove = false): Promise<PriceBooks> {
    const shippedFolder = join(assetsFolder, 'prices');
    const faults: string[] = [];
    const kept = await readAll(booksIn(shippedFolder, false, (text) => void faults.push(text)));
    const shipped = kept.map(({ book }) => book);
    const [fault] = faults;
    if (fault !== undefined) throw new Error(fault);
    if (shipped.length === 0) throw new Error(`There is no price book in ${shippedFolder}.`);
    const problems: string[] = [];
    const files = booksIn(join(dataFolder, 'prices'), mayMove, (text) => void problems.push(text));
    const ids = new Set(shipped.map(({ id }) => id));
    const added = (await readAll(files)).filter(({ book }) => !ids.has(book.id));
    return new PriceBooks(files, shipped, added, problems);
  }

  get all(): readonly PriceBook[] {
    return [...this.#shipped, ...this.#added.map(({ book }) => book)];
  }

  /** Reads the books of the data folder again: another host may have added or removed some. */
  async follow(): Promise<void> {
    const ids = new Set(this.#shipped.map(({ id }) => id));
    const before = this.#added;
    const added = (await readAll(this.#files)).filter(({ book }) => !ids.has(book.id));
    // What was added here meanwhile is read with the next change.
    if (this.#added === before) this.#added = added;
  }

  /** Newest first. */
  list(): BookInfo[] {
    return this.all
      .map((book) => ({
        id: book.id,
        name: book.name,
        currency: book.currency,
        kind: book.kind,
        validFrom: book.validFrom,
        readAt: book.readAt ?? null,
        ...bookSize(book),
        shipped: this.#shipped.includes(book),
      }))
      .sort((one, other) => other.validFrom.localeCompare(one.validFrom) || one.id.localeCompare(other.id));
  }

  byId(id: string): Result<{ book: PriceBook }> {
    const book = this.all.find((one) => one.id === id);
    if (book !== undefined) return ok({ book });
    const ids = this.list().map((one) => one.id);
    return refuse(
      benchError('not-found', `There is no price book ${repeatable(id)}.`, {
        nextStep: `There are ${ids.join(', ')}.`,
      }),
    );
  }

  /** The book that prices a session of a UTC day; see `chooseBook`. An id that is not there counts as none chosen. */
  choose(day: string, chosenId: string | null): BookChoice {
    const choice = chooseBook(this.all, day, chosenId);
    if (choice === null) throw new Error('No price book of the application is a list in US dollars.');
    return choice;
  }

  /** The list of today, which a new session is priced by when nothing else was chosen. */
  current(chosenId: string | null = null): PriceBook {
    return this.choose(today(), chosenId).book;
  }

  /** The list of today, as `current`, with one book of each other currency there is: what bills are held against. */
  byCurrency(chosenId: string | null = null): BooksByCurrency {
    return booksByCurrency(this.all, this.current(chosenId), today());
  }

  /** Keeps a book. Refuses an id that is taken: what priced a session must not change behind it. */
  async add(book: PriceBook): Promise<Result<{ book: PriceBook }>> {
    if (this.all.some(({ id }) => id === book.id)) {
      return refuse(
        benchError('invalid-argument', `There is a price book ${book.id} already, and books are never overwritten.`, {
          nextStep: 'Give the new one an id of its own.',
        }),
      );
    }
    const added = await this.#files.create(book.id, book);
    if (added === null) {
      // It is another host's, or one that could not be read.
      const path = this.#files.pathOf(book.id);
      return refuse(
        benchError('invalid-argument', `There is a file ${path} already, and price books are never overwritten.`, {
          nextStep: 'Start the bench again to read it, move it away, or give the new book an id of its own.',
        }),
      );
    }
    if (!added.ok) return added;
    this.#added = [...this.#added, { fileId: book.id, book }];
    return ok({ book });
  }

  /** Removes a book of the data folder. Sessions that were priced by it are then priced by date. */
  async remove(id: string): Promise<Result> {
    const found = this.byId(id);
    if (!found.ok) return found;
    if (this.#shipped.includes(found.book)) {
      return refuse(benchError('invalid-argument', `${id} is part of the application and stays.`));
    }
    for (const { fileId } of this.#added.filter(({ book }) => book.id === id)) {
      const removed = await this.#files.delete(fileId);
      if (!removed.ok) return removed;
    }
    this.#added = this.#added.filter(({ book }) => book.id !== id);
    return ok({});
  }
}
