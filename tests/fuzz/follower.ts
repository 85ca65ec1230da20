import type { Engine } from '../../electron/engine/engine.ts';
import type { BenchApi, BenchPush } from '../../shared/bench-api.ts';
import { isJsonObject } from '../../shared/json.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../shared/session/reduce.ts';
import type { SessionView } from '../../shared/session/view.ts';

/** A window: folds what is pushed to it, entry by entry. */
export class Follower {
  readonly api: BenchApi & { detach(): void };
  readonly entries: LogEntry[] = [];
  /** What the fold threw, with the entry. */
  readonly falls: { readonly entry: LogEntry; readonly error: Error }[] = [];
  /** Frames of the service among the entries. */
  heard = 0;
  closed = false;
  view: SessionView = emptySession(null);

  /** @param plant called with every push, outside of anything that is watched: where a test plants a fault */
  constructor(engine: Engine, plant: (push: BenchPush) => void = () => undefined) {
    this.api = engine.client((push) => {
      this.#take(push);
      plant(push);
    });
  }

  /** Types of what the bench sent and said of itself. */
  get did(): string[] {
    return this.entries.flatMap(({ from, event }) =>
      from !== 'server' && isJsonObject(event) && typeof event['type'] === 'string' ? [event['type']] : [],
    );
  }

  #take(push: BenchPush): void {
    if (push.type === 'session.opened') this.view = emptySession(push.header);
    if (push.type !== 'entries') return;
    for (const entry of push.entries) {
      this.entries.push(entry);
      if (entry.from === 'server') this.heard += 1;
      if (entry.from === 'bench' && isJsonObject(entry.event) && entry.event['type'] === 'bench.closed') {
        this.closed = true;
      }
      try {
        this.view = reduceSession(this.view, entry);
      } catch (error) {
        this.falls.push({ entry, error: error as Error });
      }
    }
  }
}
