import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
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

type Read<T> = { readonly value: T; readonly blocked: null } | { readonly value: T; readonly blocked: BenchError };

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
      const { value, blocked } = await this.#read();
      const changed = change(value);
      if (!changed.ok) return changed;
      if (blocked !== null) return refuse(blocked);
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
    if (first.kind === 'whole') return { value: first.value, blocked: null };
    await pause(secondLookMs);
    const again = await this.#look();
    if (again.kind === 'none') return { value: this.#parts.empty, blocked: null };
    return again.kind === 'whole' ? { value: again.value, blocked: null } : await this.#giveUp(again);
  }

  async #look(): Promise<
    | { readonly kind: 'none' }
    | { readonly kind: 'whole'; readonly value: T }
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
    try {
      // Some editors begin a file with a byte order mark.
      const value = this.#parts.parse(JSON.parse(text.replace(/^\uFEFF/, '')) as Json);
      if (value !== null) return { kind: 'whole', value };
    } catch {
      // No JSON at all: told as every other damage is.
    }
    return { kind: 'bad', why: text.trim() === '' ? 'is empty' : 'is damaged', lasts: true };
  }

  async #giveUp({ why, lasts }: { why: string; lasts: boolean }): Promise<Read<T>> {
    const { path, what, empty } = this.#parts;
    const aside = lasts ? await setAside(path) : null;
    if (aside !== null) {
      this.#note(`The file of ${what}, ${path}, ${why}; it was set aside as ${aside}, and ${what} begin anew.`);
      return { value: empty, blocked: null };
    }
    const message = `${upper(what)} cannot be changed: ${path} ${why}, and it could not be set aside.`;
    const nextStep = 'Move that file away or make it readable; until then nothing is written over it.';
    this.#note(`${message} ${nextStep}`);
    return { value: empty, blocked: benchError('disk', message, { nextStep, facts: { path } }) };
  }

  #note(text: string): void {
    if (text !== this.#lastNote) this.#parts.note(text);
    this.#lastNote = text;
  }
}
