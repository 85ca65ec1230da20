/** Walks over a text and stops where it stops being JSON. Goes as deep as the text does without a call for each level. */
class Walk {
  at = 0;
  expected = '';
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** True when the whole text is JSON. */
  document(): boolean {
    const ends: string[] = [];
    do {
      if (!this.#head(ends) || !this.#tail(ends)) return false;
    } while (ends.length > 0);
    this.#space();
    return this.at === this.#text.length || this.#fail('the end of the text');
  }

  /** Up to the end of a value that holds none, or into objects and lists down to the first such value. */
  #head(ends: string[]): boolean {
    for (;;) {
      const end = this.#sign('{') ? '}' : this.#sign('[') ? ']' : null;
      if (end === null) return this.#single();
      ends.push(end);
      if (this.#sign(end)) {
        ends.pop();
        return true;
      }
      if (end === '}' && !this.#name()) return false;
    }
  }

  /** After a value: out of everything that ends with it, and over the comma to the next one. */
  #tail(ends: string[]): boolean {
    for (let end = ends.at(-1); end !== undefined; end = ends.at(-1)) {
      if (this.#sign(',')) return end === ']' || this.#name();
      if (!this.#sign(end)) return this.#fail(`a comma or ${end}`);
      ends.pop();
    }
    return true;
  }

  #name(): boolean {
    this.#space();
    if (!this.#string()) return this.#fail('a name in double quotes');
    return this.#sign(':') || this.#fail('a colon');
  }

  #single(): boolean {
    return this.#string() || this.#word() || this.#fail('a value');
  }

  #fail(expected: string): false {
    if (this.expected === '') this.expected = expected;
    return false;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at += 1;
  }

  #sign(sign: string): boolean {
    this.#space();
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #word(): boolean {
    const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
    word.lastIndex = this.at;
    if (!word.test(this.#text)) return false;
    this.at = word.lastIndex;
    return true;
  }

  #string(): boolean {
    if (this.#text[this.at] !== '"') return false;
    const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    for (let at = this.at + 1; at < this.#text.length;) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) {
        this.at = at + 1;
        return true;
      }
      escape.lastIndex = at;
      const escaped = code === 92 && escape.test(this.#text);
      if (code < 32 || (code === 92 && !escaped)) {
        this.at = at;
        return this.#fail(code === 92 ? 'an escape that JSON knows' : 'a double quote before the line ends');
      }
      at = escaped ? escape.lastIndex : at + 1;
    }
    this.at = this.#text.length;
    return this.#fail('a double quote');
  }
}

/**
 * Where a text that is not JSON stops being it: `line 3, column 14: expected a comma or }`. Nothing of the text is repeated, for
 * it may hold a key. Null: it is JSON.
 */
export function jsonFault(text: string): string | null {
  const walk = new Walk(text);
  if (walk.document()) return null;
  const before = text.slice(0, walk.at);
  const line = before.split('\n').length;
  const column = walk.at - before.lastIndexOf('\n');
  const end = walk.at >= text.length ? ', found the end of the text' : '';
  return `line ${line}, column ${column}: expected ${walk.expected}${end}`;
}
