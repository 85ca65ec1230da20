import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import { type Json, readJsonEntries } from '../../../shared/json.ts';
import { diskError } from './disk-error.ts';
import { readFailure } from './read-failure.ts';
import { exclusive } from './exclusive.ts';
import { replaceFile } from './replace-file.ts';
import { setAside } from './set-aside.ts';

export interface KeptFileParts<T> {
  readonly path: string;
  /** For sentences, in the plural: `the presets`. */
  readonly what: string;
  /** What holds where there is no file, or none that can be used. */
  readonly empty: T;
  /** null: the file is none of these. What of it belongs to a newer version is to be kept within T. */
  readonly parse: (value: Json) => T | null;
  readonly print: (value: T) => Json;
  /** Hears what a person should know, in whole sentences. */
  readonly note: (text: string) => void;
}

/** `lacking`: the file holds more than the value, which must not be lost when the value is written. */
type Read<T> =
  | { readonly value: T; readonly blocked: null; readonly lacking?: boolean }
  | { readonly value: T; readonly blocked: BenchError };

/** An editor that writes a file in place is through by then. */
const secondLookMs = 60;

/** System errors that say something about the file, not about this moment. */
const lasting = new Set(['EACCES', 'EPERM', 'EISDIR', 'ELOOP']);

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * One JSON file of the data folder that every host may change: a change begins with what is on disk, is made by one host at a time,
 * and replaces the file as a whole. A file that cannot be used is set aside and said so; one that cannot even be moved is never
 * written over.
 */
export class KeptFile<T> {
  readonly #parts: KeptFileParts<T>;
  /** A file that stays as it is would be told of at every look. */
  #lastNote = '';

  constructor(parts: KeptFileParts<T>) {
    this.#parts = parts;
  }

  async read(): Promise<T> {
    const seen = await this.#look();
    switch (seen.kind) {
      case 'none':
        return this.#parts.empty;
      case 'whole':
        this.#tellLeftOut(seen.leftOut);
        return seen.value;
      case 'bad':
        // Two who find it bad at once would set aside what the first of them put in its place.
        return (await exclusive(this.#parts.path, () => this.#read())).value;
    }
  }

  /** Changes what is on disk; a refusal of `change` itself leaves it as it is. */
  change<A extends object>(change: (now: T) => Result<{ next: T; answer: A }>): Promise<Result<A>> {
    const { path, what, print } = this.#parts;
    return exclusive(path, async (): Promise<Result<A>> => {
      const read = await this.#read();
      const changed = change(read.value);
      if (!changed.ok) return changed;
      if (read.blocked !== null) return refuse(read.blocked);
      if (read.lacking === true) {
        const aside = await setAside(path);
        if (aside === null) return refuse(this.#notSetAside('holds entries that cannot be used'));
        this.#note(
          `The file of ${what}, ${path}, was set aside as ${aside} before it was written without those entries.`,
        );
      }
      try {
        await replaceFile(path, `${JSON.stringify(print(changed.next), null, 2)}\n`);
      } catch (error) {
        return refuse(diskError(error, what, path));
      }
      return ok(changed.answer);
    });
  }

  /** For whoever has the file to itself. */
  async #read(): Promise<Read<T>> {
    const first = await this.#look();
    if (first.kind === 'none') return { value: this.#parts.empty, blocked: null };
    if (first.kind === 'whole') return this.#whole(first);
    await pause(secondLookMs);
    const again = await this.#look();
    if (again.kind === 'none') return { value: this.#parts.empty, blocked: null };
    return again.kind === 'whole' ? this.#whole(again) : await this.#giveUp(again);
  }

  #whole({ value, leftOut }: { readonly value: T; readonly leftOut: readonly string[] }): Read<T> {
    this.#tellLeftOut(leftOut);
    return { value, blocked: null, lacking: leftOut.length > 0 };
  }

  #tellLeftOut(leftOut: readonly string[]): void {
    if (leftOut.length === 0) return;
    const { what, path } = this.#parts;
    this.#note(`In the file of ${what}, ${path}, ${leftOut.join(', ')}; the rest of it is used.`);
  }

  async #look(): Promise<
    | { readonly kind: 'none' }
    | { readonly kind: 'whole'; readonly value: T; readonly leftOut: readonly string[] }
    | { readonly kind: 'bad'; readonly why: string; readonly lasts: boolean }
  > {
    let text: string;
    try {
      text = await readFile(this.#parts.path, 'utf8');
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return { kind: 'none' };
      return { kind: 'bad', why: `cannot be read: ${readFailure(error)}`, lasts: lasting.has(code) };
    }
    const json = readJsonEntries(text);
    if (!json.ok) {
      return {
        kind: 'bad',
        why: json.kind === 'empty' ? json.problem : `is damaged, for it ${json.problem}`,
        lasts: true,
      };
    }
    const value = this.#parts.parse(json.value);
    return value === null
      ? { kind: 'bad', why: 'is damaged', lasts: true }
      : { kind: 'whole', value, leftOut: json.leftOut };
  }

  async #giveUp({ why, lasts }: { why: string; lasts: boolean }): Promise<Read<T>> {
    const { path, what, empty } = this.#parts;
    const aside = lasts ? await setAside(path) : null;
    if (aside !== null) {
      this.#note(`The file of ${what}, ${path}, ${why}; it was set aside as ${aside}, and ${what} begin anew.`);
      return { value: empty, blocked: null };
    }
    const blocked = this.#notSetAside(why);
    this.#note(`${blocked.message} ${blocked.nextStep}`);
    return { value: empty, blocked };
  }

  #notSetAside(why: string): BenchError {
    const { path, what } = this.#parts;
    return benchError('disk', `${upper(what)} cannot be changed: ${path} ${why}, and it could not be set aside.`, {
      nextStep: 'Move that file away or make it readable; until then nothing is written over it.',
      facts: { path },
    });
  }

  #note(text: string): void {
    if (text !== this.#lastNote) this.#parts.note(text);
    this.#lastNote = text;
  }
}
