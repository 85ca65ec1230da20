import type { Json } from '../../json.ts';
import { repeated } from '../../foreign/repeated.ts';

const tokens = {
  string: /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  word: /true|false|null/y,
  space: /[ \t\r\n]*/y,
} as const;

/** Walks over JSON text and stops where it stops being JSON. */
class Walk {
  at = 0;
  expected: string | null = null;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): boolean {
    if (!this.#value()) return false;
    this.#take('space');
    return this.at === this.#text.length || this.#fail('the end of the text');
  }

  #fail(expected: string): boolean {
    this.expected ??= expected;
    return false;
  }

  #take(token: keyof typeof tokens): boolean {
    const pattern = tokens[token];
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }

  #sign(sign: string): boolean {
    this.#take('space');
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #value(): boolean {
    if (this.#sign('{')) return this.#members('}', () => this.#member());
    if (this.#sign('[')) return this.#members(']', () => this.#value());
    return this.#take('string') || this.#take('number') || this.#take('word') || this.#fail('a value');
  }

  #member(): boolean {
    this.#take('space');
    if (!this.#take('string')) return this.#fail('a name in double quotes');
    if (!this.#sign(':')) return this.#fail('a colon');
    return this.#value();
  }

  #members(end: string, one: () => boolean): boolean {
    if (this.#sign(end)) return true;
    for (;;) {
      if (!one()) return false;
      if (this.#sign(end)) return true;
      if (!this.#sign(',')) return this.#fail(`a comma or ${end}`);
    }
  }
}

/** JSON text as a value, or what is wrong with it and where: `line 3, column 14: expected a comma or }, found "b".` */
export function parseJson(text: string): { ok: true; value: Json } | { ok: false; problem: string } {
  const walk = new Walk(text);
  if (walk.document()) return { ok: true, value: JSON.parse(text) as Json };
  const before = text.slice(0, walk.at);
  const line = before.split('\n').length;
  const column = walk.at - before.lastIndexOf('\n');
  const found = /^\w+|^./u.exec(text.slice(walk.at))?.[0];
  const what = found === undefined ? 'the end of the text' : repeated(found, 20);
  return { ok: false, problem: `line ${line}, column ${column}: expected ${walk.expected}, found ${what}.` };
}
