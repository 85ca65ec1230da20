/**
 * From here on this process, and those it starts, make files and folders that no other user of this machine can read. For processes
 * that write into the data folder alone: what a command is told to write elsewhere has the rights its user wants.
 */
export function makeOwnFilesOnly(): void {
  process.umask(0o077);
}

/** What tells a command to end: Ctrl-C, a service manager, a terminal that is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A runner such as npm passes a signal on that the whole group has had already: it counts once. */
const echoMs = 500;

/** A wish to end, heard from its making until `done`. Nothing ends by itself meanwhile: what is open is closed first. */
export class Interruption {
  /** Resolves at the first signal. */
  readonly first: Promise<void>;
  #atMs: number | null = null;
  #markFirst: () => void = () => undefined;
  readonly #onAgain: () => void;
  readonly #hear = (): void => {
    if (this.#atMs === null) {
      this.#atMs = performance.now();
      this.#markFirst();
    } else if (performance.now() - this.#atMs > echoMs) {
      this.#onAgain();
    }
  };

  /** @param onAgain a person is in a hurry: it came again, and was no echo */
  constructor(onAgain: () => void) {
    this.#onAgain = onAgain;
    this.first = new Promise((resolve) => {
      this.#markFirst = resolve;
    });
    for (const signal of signals) process.on(signal, this.#hear);
  }

  get happened(): boolean {
    return this.#atMs !== null;
  }

  /** Signals have their usual effect again. */
  done(): void {
    for (const signal of signals) process.off(signal, this.#hear);
  }
}
