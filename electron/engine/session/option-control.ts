import type { OptionValues } from '../../../shared/bench-api.ts';
import { isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { optionSpec, sessionFromOptions } from '../../../shared/protocol/build-session.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { last } from '../../../shared/session/chunk-list.ts';
import { standingValues } from '../../../shared/session/options/reduce-options.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { sessionChange } from './option-change.ts';

export interface OptionControlParts {
  readonly view: () => SessionView;
  /** Sends an event and returns its id. */
  readonly send: (event: JsonObject) => string;
  readonly bench: (event: BenchEvent) => void;
}

/** Asks the service for options, and holds back those it takes only between turns until a turn is over. */
export class OptionControl {
  readonly #parts: OptionControlParts;
  /** The type of the session, which no update may change. */
  #type: OptionValues = {};
  #waiting: OptionValues = {};

  constructor(parts: OptionControlParts) {
    this.#parts = parts;
  }

  /** The first update of a session; none when nothing differs from the service's defaults. */
  begin(values: OptionValues): void {
    const { type } = values;
    this.#type = type === undefined ? {} : { type };
    const session = sessionFromOptions(values);
    if (Object.keys(session).length > 1 || type === 'transcription') this.#update(session, values);
  }

  /** Changes options of the running session. Null: all of it waits for the running response to end. */
  change(changed: OptionValues): string | null {
    const running = last(this.#parts.view().responses);
    const busy = running?.status === 'in_progress' ? running.id : null;
    const waits = (id: string): boolean => busy !== null && optionSpec(id)?.changeable === 'between-turns';
    const held = Object.fromEntries(Object.entries(changed).filter(([id]) => waits(id)));
    const now = Object.fromEntries(Object.entries(changed).filter(([id]) => !waits(id)));
    if (busy !== null && Object.keys(held).length > 0) {
      this.#waiting = { ...this.#waiting, ...held };
      this.#parts.bench({ type: 'bench.options.waiting', values: held, waitsFor: busy });
    }
    return Object.keys(now).length === 0 ? null : this.#send(now);
  }

  /** Something came from the service: what waited for the end of a response goes out once none runs. */
  release(): void {
    if (Object.keys(this.#waiting).length === 0) return;
    if (last(this.#parts.view().responses)?.status === 'in_progress') return;
    const due = this.#waiting;
    this.#waiting = {};
    this.#send(due);
  }

  #send(changed: OptionValues): string {
    const inForce = { ...standingValues(this.#parts.view().options), ...this.#type };
    return this.#update(sessionChange(inForce, changed), changed);
  }

  #update(session: JsonObject, values: OptionValues): string {
    const eventId = this.#parts.send({ type: 'session.update', session });
    const { json } = values;
    this.#parts.bench({
      type: 'bench.options',
      changed: Object.keys(values),
      eventId,
      ...(isJsonObject(json) ? { json } : {}),
    });
    return eventId;
  }
}
