import { benchError, messageOf, refuse, type Result } from '../../shared/kit/errors.ts';

interface Closable {
  close(): Promise<void>;
}

/**
 * One device, open once at a time. Openings overlap when settings change quickly, and a close may come in the middle of one: the
 * newest call counts, and whatever an older one still opens is closed at once.
 */
export class NewestOpen<T extends Closable> {
  readonly #name: string;
  #turn = 0;
  #open: T | null = null;

  /** @param name what is opened, as a sentence begins with it: `The microphone` */
  constructor(name: string) {
    this.#name = name;
  }

  get open(): T | null {
    return this.#open;
  }

  /**
   * Closes what is open and opens anew. What `make` throws is a refusal.
   * @param make is lent a question: whether it is still the newest
   * @returns null: a newer opening or a close took its place
   */
  async replace<M extends object>(
    make: (isNewest: () => boolean) => Promise<Result<{ opened: T } & M>>,
  ): Promise<Result<{ opened: T } & M> | null> {
    this.#turn += 1;
    const mine = this.#turn;
    const isNewest = (): boolean => mine === this.#turn;
    const before = this.#open;
    this.#open = null;
    const answer = await this.#tried(async () => {
      await before?.close();
      return await make(isNewest);
    });
    if (!isNewest()) {
      if (answer.ok) await answer.opened.close();
      return null;
    }
    if (answer.ok) this.#open = answer.opened;
    return answer;
  }

  /** It has gone by itself. */
  forget(): void {
    this.#open = null;
  }

  async close(): Promise<void> {
    this.#turn += 1;
    const open = this.#open;
    this.#open = null;
    await open?.close();
  }

  async #tried<A extends object>(work: () => Promise<Result<A>>): Promise<Result<A>> {
    try {
      return await work();
    } catch (cause) {
      const message = `${this.#name} could not be opened: ${messageOf(cause)}`;
      return refuse(benchError('engine', message, { nextStep: 'Try again.' }));
    }
  }
}
