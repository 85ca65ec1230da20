import { Exact, exactOf } from './exact.ts';

/** Whole amounts stay exact in a number up to here; a cost of a row is far below it. */
const mostDigits = 12;
const simple = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A sum of exact decimals over millions of rows: short ones are added as whole numbers, apart by their decimals. */
export class ExactSum {
  readonly #byDecimals: number[] = [];
  #long = new Exact(0);

  /** False: the text is no decimal number, and nothing was added. */
  add(text: string): boolean {
    const [, sign, whole = '', decimals = ''] = simple.exec(text) ?? [];
    if (sign === undefined || whole.length + decimals.length > mostDigits) {
      const value = exactOf(text);
      if (value !== null) this.#long = this.#long.plus(value);
      return value !== null;
    }
    const amount = Number(`${sign}${whole}${decimals}`);
    const sum = (this.#byDecimals[decimals.length] ?? 0) + amount;
    if (Number.isSafeInteger(sum)) this.#byDecimals[decimals.length] = sum;
    else this.#long = this.#long.plus(text);
    return true;
  }

  get total(): string {
    const parts = Array.from(this.#byDecimals, (sum: number | undefined, decimals) =>
      new Exact(sum ?? 0).times(new Exact(10).pow(-decimals)),
    );
    return parts.reduce((total, part) => total.plus(part), this.#long).toFixed();
  }
}
