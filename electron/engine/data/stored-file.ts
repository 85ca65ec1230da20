import { setTimeout as pause } from 'node:timers/promises';
import { ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { diskError, lastsOf, meaningOf, readFailure } from './disk-errors.ts';
import { exclusive } from './lock.ts';
import { type Links, readRegular } from './regular-file.ts';
import { replaceFile, setAside } from './write-file.ts';

/** What a text holds, and what of it is not in the value; or why it is of no use, as the end of a sentence. */
export type ReadText<T> =
  | { readonly ok: true; readonly value: T; readonly leftOut: readonly string[] }
  /** Not `damaged`: another version, or whoever looks under another name, can use it. */
  | { readonly ok: false; readonly why: string; readonly damaged: boolean };

/** A file that cannot be used. */
export interface Unusable {
  readonly path: string;
  /** The end of a sentence about the file. */
  readonly why: string;
  /** `unreadable`: the system says so of the file, and will again; `busy`: it says so of this moment. */
  readonly because: 'damaged' | 'of another' | 'unreadable' | 'busy';
  /** Where it was moved to; null: it is where it was. */
  readonly aside: string | null;
}

export type Found<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly value: T; readonly leftOut: readonly string[] }
  | ({ readonly kind: 'bad' } & Unusable);

/** More than the bench ever writes into one file of its own. */
const mostStoredBytes = 64 * 1024 * 1024;

/** An editor that writes a file in place is through by then. */
const secondLookMs = 60;

export const notJson = ({ kind, problem }: { readonly kind: string; readonly problem: string }): ReadText<never> => ({
  ok: false,
  why: kind === 'empty' ? problem : `is damaged, for it ${problem}`,
  damaged: true,
});

/** Which files that cannot be used are moved out of the way. */
type Moves = ReadonlySet<Unusable['because']>;

/** One file of the data folder as every store looks at it, sets it aside and replaces it. */
export class StoredFile<T> {
  readonly path: string;
  readonly #read: (text: string) => ReadText<T>;
  readonly #moves: Moves;
  readonly #links: Links;

  /** @param links whether a person may have linked it to another place */
  constructor(path: string, read: (text: string) => ReadText<T>, moves: Moves, links: Links = 'refused') {
    this.path = path;
    this.#read = read;
    this.#moves = moves;
    this.#links = links;
  }

  async look(): Promise<Found<T>> {
    const bad = (why: string, because: Unusable['because']): Found<T> => {
      return { kind: 'bad', path: this.path, why, because, aside: null };
    };
    let text: string;
    try {
      text = (await readRegular(this.path, { links: this.#links, mostBytes: mostStoredBytes })).toString('utf8');
    } catch (error) {
      if (meaningOf(error) === 'missing') return { kind: 'none' };
      return bad(`cannot be read: ${readFailure(error)}`, lastsOf(error) ? 'unreadable' : 'busy');
    }
    const read = this.#read(text);
    if (read.ok) return { kind: 'whole', value: read.value, leftOut: read.leftOut };
    return bad(read.why, read.damaged ? 'damaged' : 'of another');
  }

  /** For whoever has the file to itself: one that stays bad is moved out of the way, where it is one that may be moved. */
  async settle(): Promise<Found<T>> {
    const first = await this.look();
    if (first.kind !== 'bad') return first;
    await pause(secondLookMs);
    const again = await this.look();
    if (again.kind !== 'bad' || !this.#moves.has(again.because)) return again;
    return { ...again, aside: await setAside(this.path) };
  }

  /** Two who find a file bad at once would set aside what the first of them put in its place. */
  exclusive<R>(work: () => Promise<R>): Promise<R> {
    return exclusive(this.path, work);
  }

  async replace(text: string, what: string): Promise<Result> {
    try {
      await replaceFile(this.path, text, this.#links);
      return ok({});
    } catch (error) {
      return refuse(diskError(error, what, this.path));
    }
  }
}

/** Says what a person should know of a file, and not again while it stays as it is. */
export class Notes {
  readonly #note: (text: string) => void;
  readonly #last = new Map<string, string>();

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  say(path: string, text: string): void {
    if (this.#last.get(path) !== text) this.#note(text);
    this.#last.set(path, text);
  }

  forget(path: string): void {
    this.#last.delete(path);
  }
}
