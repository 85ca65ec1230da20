import { lstat, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import {
  type BookChoice,
  booksByCurrency,
  type BooksByCurrency,
  chooseBook,
} from '../../../shared/pricing/choose-book.ts';
import { bookSize, bookText, type PriceBook, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { diskError, readFailure } from './disk-errors.ts';
import { exclusive } from './lock.ts';
import { replaceFile, setAside } from './write-file.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

/** The book of a file; one that is none is moved out of the way where `aside` says so, for its id to be free again. */
async function readBook(path: string, aside: boolean): Promise<Result<{ book: PriceBook }>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const message = `The price book ${path} cannot be read: ${readFailure(error)}. It is left out.`;
    return refuse(benchError('disk', message));
  }
  const read = readPriceBook(text, path);
  if (read.ok) return read;
  const moved = aside ? await setAside(path) : null;
  const done = moved === null ? 'It is left out.' : `It was set aside as ${moved}.`;
  return refuse({ ...read.error, message: `${read.error.message} ${done}` });
}

async function readFolder(folder: string, aside: boolean): Promise<{ books: PriceBook[]; problems: string[] }> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const read = await Promise.all(names.map((name) => readBook(join(folder, name), aside)));
  return {
    books: read.flatMap((one) => (one.ok ? [one.book] : [])),
    problems: read.flatMap((one) => (one.ok ? [] : [one.error.message])),
  };
}

/** The price books of the application and those in the data folder. A book is added or removed whole, never changed. */
export class PriceBooks {
  readonly #folder: string;
  readonly #shipped: readonly PriceBook[];
  #added: readonly PriceBook[];
  /** Files in the data folder that are no price books, as sentences. */
  readonly problems: readonly string[];

  private constructor(folder: string, shipped: readonly PriceBook[], added: readonly PriceBook[], problems: string[]) {
    this.#folder = folder;
    this.#shipped = shipped;
    this.#added = added;
    this.problems = problems;
  }

  /** Rejects when a book of the application is missing or damaged: that is a fault of the installation. */
  static async open(assetsFolder: string, dataFolder: string): Promise<PriceBooks> {
    const shipped = await readFolder(join(assetsFolder, 'prices'), false);
    const [problem] = shipped.problems;
    if (problem !== undefined) throw new Error(problem);
    if (shipped.books.length === 0) throw new Error(`There is no price book in ${join(assetsFolder, 'prices')}.`);
    const folder = join(dataFolder, 'prices');
    const added = await readFolder(folder, true);
    const ids = new Set(shipped.books.map(({ id }) => id));
    return new PriceBooks(
      folder,
      shipped.books,
      added.books.filter(({ id }) => !ids.has(id)),
      added.problems,
    );
  }

  get all(): readonly PriceBook[] {
    return [...this.#shipped, ...this.#added];
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
    const path = join(this.#folder, `${book.id}.json`);
    const added = await exclusive(path, () => this.#write(path, book));
    if (!added.ok) return added;
    this.#added = [...this.#added, book];
    return ok({ book });
  }

  /** A file that is there already is another host's, or one that could not be read: it stays. */
  async #write(path: string, book: PriceBook): Promise<Result> {
    try {
      if ((await lstat(path).catch(() => null)) !== null) {
        return refuse(
          benchError('invalid-argument', `There is a file ${path} already, and price books are never overwritten.`, {
            nextStep: 'Start the bench again to read it, move it away, or give the new book an id of its own.',
          }),
        );
      }
      await replaceFile(path, bookText(book));
      return ok({});
    } catch (error) {
      return refuse(diskError(error, 'the price book', path));
    }
  }

  /** Removes a book of the data folder. Sessions that were priced by it are then priced by date. */
  async remove(id: string): Promise<Result> {
    const found = this.byId(id);
    if (!found.ok) return found;
    if (this.#shipped.includes(found.book)) {
      return refuse(benchError('invalid-argument', `${id} is part of the application and stays.`));
    }
    const path = join(this.#folder, `${id}.json`);
    try {
      await unlink(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return refuse(diskError(error, 'the price book', path));
    }
    this.#added = this.#added.filter((one) => one.id !== id);
    return ok({});
  }
}
