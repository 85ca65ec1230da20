import type { Engine } from '../../electron/engine/engine.ts';
import type { BenchApi, BenchPush } from '../../shared/contract/bench-api.ts';
import { isJsonObject } from '../../shared/kit/json.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { emptySession } from '../../shared/session/fold/fold.ts';
import type { SessionView } from '../../shared/session/view.ts';
import type { Fault } from './fault.ts';
import { step } from './step.ts';

/** A window: folds what is pushed to it, entry by entry. */
export class Follower {
  readonly api: BenchApi & { detach(): void };
  readonly entries: LogEntry[] = [];
  /** What was wrong with the fold of an entry. */
  readonly faults: Fault[] = [];
  /** Frames of the service among the entries. */
  heard = 0;
  closed = false;
  view: SessionView = emptySession(null);

  /**
   * @param look draws the view, as a window does whenever entries have come
   * @param plant called with every push, outside of anything that is watched: where a test plants a fault
   */
  constructor(engine: Engine, look: (view: SessionView) => void, plant: (push: BenchPush) => void = () => undefined) {
    this.api = engine.client((push) => {
      this.#take(push);
      if (push.type === 'entries') look(this.view);
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
      const { view, fault } = step(this.view, entry);
      this.view = view;
      if (fault !== null) this.faults.push(fault);
    }
  }
}
