/** Repairs of what a crash left behind. They go on behind the start of an engine. */
export class Repairs {
  readonly done: Promise<void>;
  #over = false;

  constructor(done: Promise<void>) {
    this.done = done.then(() => {
      this.#over = true;
    });
  }

  /**
   * Reads a record. One that a crash left looks as if it ran still, until it is repaired: it is read again then. Of a session that
   * another process records this holds the first answer up until the repairs are through, and changes nothing.
   */
  async read<T>(read: () => Promise<T>, looksRunning: (found: T) => boolean): Promise<T> {
    const { done } = this;
    const wasOver = this.#over;
    const found = await read();
    if (wasOver || !looksRunning(found)) return found;
    await done;
    return await read();
  }
}
