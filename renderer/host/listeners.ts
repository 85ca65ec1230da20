/** Those who want to hear sentences of one kind. */
export class Listeners {
  readonly #listeners = new Set<(message: string) => void>();

  readonly add = (listener: (message: string) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  tell(message: string): void {
    for (const listener of this.#listeners) listener(message);
  }
}
