import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { canariesIn, spellings } from './secrets.ts';

/** Where secrets were put, and the harmless word that stands beside each. */
export class Planted {
  /** Names of places, each with how often something was put there. */
  readonly places = new Map<string, number>();
  readonly #kept: string[] = [];
  #count = 0;

  get tries(): number {
    return this.#count;
  }

  /** A word and the secret behind it. `kept`: the word is to be found in what the bench shows or keeps. */
  put(place: string, secret: string, { kept = false, between = ' ' } = {}): string {
    this.#count += 1;
    this.places.set(place, (this.places.get(place) ?? 0) + 1);
    const word = `harmless${this.#count}x`;
    if (kept) this.#kept.push(word);
    return `${word}${between}${secret}`;
  }

  /** No secret is there in any spelling. */
  expectNoSecretIn(seen: ReadonlyMap<string, Buffer>): void {
    const found = [...seen].flatMap(([where, bytes]) => canariesIn(bytes).map((what) => `${what} in ${where}`));
    expect(found).toEqual([]);
  }

  /** Words that are to be there and are not. */
  missingIn(seen: ReadonlyMap<string, Buffer>): string[] {
    const all = Buffer.concat([...seen.values()]).toString('utf8');
    return this.#kept.filter((word) => !all.includes(word));
  }

  /** No secret is there, and every word that stood beside one is. */
  expectNoneIn(seen: ReadonlyMap<string, Buffer>): void {
    this.expectNoSecretIn(seen);
    expect(this.missingIn(seen)).toEqual([]);
    expect(this.#kept.length).toBeGreaterThan(this.#count / 4);
  }
}

/** Each way to write a secret, with its number. */
export const eachSpelling = Object.entries(spellings).map(([name, spell], number) => ({ name, spell, number }));

/** Every file below a folder, by path. */
export async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path, await readFile(path));
  }
  return files;
}
