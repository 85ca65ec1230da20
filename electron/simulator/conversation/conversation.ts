import type { Item } from './item.ts';

/** The items of a session in the order in which the model reads them. */
export class Conversation {
  readonly id: string;
  readonly #items: Item[] = [];

  constructor(id: string) {
    this.id = id;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }

  /** Adds an item behind `previousId`: null is the end, `root` the beginning. Returns the id it now follows, or undefined when `previousId` is unknown. */
  add(item: Item, previousId: string | null = null): string | null | undefined {
    let index = this.#items.length;
    if (previousId === 'root') index = 0;
    else if (previousId !== null) {
      const found = this.#items.findIndex((have) => have.id === previousId);
      if (found < 0) return undefined;
      index = found + 1;
    }
    this.#items.splice(index, 0, item);
    return this.#items[index - 1]?.id ?? null;
  }

  /** Takes an item out; false when there is none of that id. */
  remove(id: string): boolean {
    const index = this.#items.findIndex((item) => item.id === id);
    if (index < 0) return false;
    this.#items.splice(index, 1);
    return true;
  }
}
