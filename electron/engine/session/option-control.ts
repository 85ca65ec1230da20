import type { OptionValues } from '../../../shared/contract/bench-api.ts';
import { last } from '../../../shared/kit/chunk-list.ts';
import { atPath, isJsonObject, type Json, type JsonObject, withAt } from '../../../shared/kit/json.ts';
import { deepMerge, governorOf, optionSpec, sessionFromOptions } from '../../../shared/protocol/options/options.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { standingValues } from '../../../shared/session/fold/options.ts';
import type { SessionView } from '../../../shared/session/view.ts';

/** The object that a governing option turns on or off and that this option is part of, if any. */
function wholeOf(id: string): string | undefined {
  const spec = optionSpec(id);
  return spec === undefined ? undefined : governorOf(spec)?.switches;
}

/** What raw JSON said of an object that is sent again: it would be gone otherwise. */
function rawParts(raw: Json | undefined, wholes: Iterable<string>): JsonObject {
  let parts: JsonObject = {};
  for (const whole of wholes) {
    const part = isJsonObject(raw) ? atPath(raw, whole) : undefined;
    if (isJsonObject(part)) parts = deepMerge(parts, withAt({}, whole, part));
  }
  return parts;
}

/**
 * The session object that changes some options of a running session. An object with a governing option is replaced whole
 * by the service, so its other members go along with the values in force; everything else is only what changed.
 */
export function sessionChange(inForce: OptionValues, changed: OptionValues): JsonObject {
  const wholes = new Set(Object.keys(changed).flatMap((id) => wholeOf(id) ?? []));
  const values = new Map(Object.entries(changed));
  for (const [id, value] of Object.entries({ ...inForce, ...changed })) {
    const whole = wholeOf(id);
    if (whole !== undefined && wholes.has(whole)) values.set(id, value);
  }
  // A transcription session stays one, and its options are built as such.
  if (inForce['type'] !== undefined && !values.has('type')) values.set('type', inForce['type']);
  const session = sessionFromOptions(Object.fromEntries(values));
  const off = [...wholes].filter((whole) => atPath(session, whole) === null);
  const stillOn = [...wholes].filter((whole) => !off.includes(whole));
  return changed['json'] === undefined ? deepMerge(session, rawParts(inForce['json'], stillOn)) : session;
}

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
  /** All that was ever asked for, the latest value of each option. */
  #asked: OptionValues = {};

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

  /** Asks once more for all that was asked for, as a session does that begins. */
  again(): void {
    this.begin(this.#asked);
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
    this.#asked = { ...this.#asked, ...values };
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
