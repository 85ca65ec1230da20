import { entryInGa } from '../../../shared/protocol/dialects.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { textsLeft, textsToCount, type TextToCount } from '../../../shared/session/fold/token-counts.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { CounterClosed, type TokenCounter } from './token-counter.ts';

/** A session that has lost its connection waits for its last counts no longer than this. */
const settleWithinMs = 1000;

export interface TokenCountingParts {
  readonly counter: TokenCounter;
  readonly view: () => SessionView;
  readonly bench: (event: BenchEvent) => void;
  /** One line for the host's log. */
  readonly log: (line: string) => void;
}

/** Has the texts of one session counted, and the counts written into its record. */
export class TokenCounting {
  readonly #parts: TokenCountingParts;
  readonly #running = new Set<Promise<void>>();
  /** Items asked for already, with the length that was counted. */
  readonly #countedLengths = new Map<string, number>();
  #failed = false;

  constructor(parts: TokenCountingParts) {
    this.#parts = parts;
  }

  /** Looks at an entry that has just been recorded. */
  saw(entry: LogEntry): void {
    const view = this.#parts.view();
    const { event } = entryInGa(view.dialect.reads, entry);
    for (const text of textsToCount(view, event)) this.#count(text);
  }

  /** Counts what was never finished, and resolves when every count is in the record or the time is over. */
  async settle(): Promise<void> {
    for (const text of textsLeft(this.#parts.view())) this.#count(text);
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, settleWithinMs);
    });
    await Promise.race([Promise.all(this.#running), timeUp]);
    clearTimeout(timer);
  }

  #count({ part, ofSeq, itemId, texts }: TextToCount): void {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    if (itemId !== null) {
      if (this.#countedLengths.get(itemId) === characters) return;
      this.#countedLengths.set(itemId, characters);
    }
    const counting = Promise.all(texts.map((text) => this.#parts.counter.count(text)))
      .then((counts) => {
        const tokens = counts.reduce((sum, count) => sum + count, 0);
        this.#parts.bench({ type: 'bench.tokens', part, ofSeq, itemId, characters, tokens, written: 2 });
      })
      .catch((error: unknown) => this.#complain(error));
    this.#running.add(counting);
    void counting.finally(() => this.#running.delete(counting));
  }

  /** Without counts estimates go by the length of texts and say so; once in the log is enough. */
  #complain(error: unknown): void {
    if (error instanceof CounterClosed) return;
    if (!this.#failed)
      this.#parts.log(`Tokens are not counted: ${error instanceof Error ? error.message : String(error)}`);
    this.#failed = true;
  }
}
