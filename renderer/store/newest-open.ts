import { benchError, messageOf, refuse, type Result } from '../../shared/kit/errors.ts';

interface Closable {
  close(): Promise<void>;
}

/**
 * One device, open once at a time. Openings overlap when settings change quickly, and a close may come in the middle of one: the
 * newest call counts. One that is overtaken opens nothing, and what it was opening already is closed at once.
 */
export class NewestOpen<T extends Closable> {
  readonly #name: string;
  #turn = 0;
  #open: T | null = null;
  /** What becomes of the newest opening; null: a close came after it, or the device went by itself. */
  #newest: Promise<Result> | null = null;
  /** Ends when nothing of what was open before is any more. */
  #closing: Promise<unknown> = Promise.resolve();

  /** @param name what is opened, as a sentence begins with it: `The microphone` */
  constructor(name: string) {
    this.#name = name;
  }

  get open(): T | null {
    return this.#open;
  }

  /**
   * Closes what is open, and opens anew once that is closed. What `make` throws is a refusal.
   * @param make is lent a question: whether it is still the newest
   * @param settle takes what came of it, and says what is answered; never called for one that was overtaken
   * @returns for an opening that a newer one overtook, what came of that; refused where a close did
   */
  replace<M extends object>(
    make: (isNewest: () => boolean) => Promise<Result<{ opened: T } & M>>,
    settle: (answer: Result<{ opened: T } & M>) => Result | Promise<Result>,
  ): Promise<Result> {
    const isNewest = this.#next();
    const closed = this.#shut(this.#taken());
    const opening = async (): Promise<Result> => {
      const answer = await this.#tried<{ opened: T } & M>(async () => {
        await closed;
        return isNewest() ? make(isNewest) : this.#overtaken();
      });
      if (isNewest()) {
        if (answer.ok) this.#open = answer.opened;
        return settle(answer);
      }
      if (answer.ok) await this.#shut(answer.opened);
      return this.#newest ?? this.#overtaken();
    };
    const mine = opening();
    this.#newest = mine;
    return mine;
  }

  /** It has gone by itself: nothing that it still says counts. */
  forget(): void {
    this.#next();
    this.#open = null;
  }

  /** Ends when the device is closed, one that an opening had begun to close too. */
  async close(): Promise<void> {
    this.#next();
    await this.#shut(this.#taken());
  }

  #next(): () => boolean {
    this.#turn += 1;
    this.#newest = null;
    const mine = this.#turn;
    return () => mine === this.#turn;
  }

  #taken(): T | null {
    const open = this.#open;
    this.#open = null;
    return open;
  }

  #shut(one: T | null): Promise<unknown> {
    const mine = Promise.all([this.#closing, one?.close()]);
    // Whoever closed it is told of a fault; the next one has its turn all the same.
    this.#closing = mine.catch(() => undefined);
    return mine;
  }

  #overtaken(): Result<never> {
    return refuse(benchError('refused', `${this.#name} was closed before it was open.`, { nextStep: 'Try again.' }));
  }

  async #tried<A extends object>(work: () => Promise<Result<A>> | Result<A>): Promise<Result<A>> {
    try {
      return await work();
    } catch (cause) {
      const message = `${this.#name} could not be opened: ${messageOf(cause)}`;
      return refuse(benchError('engine', message, { nextStep: 'Try again.' }));
    }
  }
}
