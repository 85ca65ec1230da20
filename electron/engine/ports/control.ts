import { isDeepStrictEqual } from 'node:util';
import type { BenchPush, ClientHandle } from '../../../shared/contract/bench-api.ts';
import { type BenchPort, type FromEngine, type PortMessage, requestSchema } from '../../../shared/contract/ports.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';

/** What comes at once goes in one batch; no longer, for what waits here waits again in the window for its picture. */
const batchMs = 8;
/** Nobody sees what a hidden window folds; it goes on folding, so that it never has long to catch up with. */
const unseenBatchMs = 1000;
const mostEntriesPerBatch = 2000;

/** One window, or the command line: what it looks at, and the entries on their way to it. */
export class Client implements ClientHandle {
  readonly id: number;
  /** Null: follows whatever session runs. A session id: looks at that one, and gets entries only while it is the live one. */
  following: string | null = null;
  readonly #send: (push: BenchPush) => void;
  #waiting: LogEntry[] = [];
  #sessionId = '';
  #batchMs = batchMs;
  #timer: NodeJS.Timeout | null = null;
  #lastMs = 0;
  #gone = false;

  constructor(id: number, send: (push: BenchPush) => void) {
    this.id = id;
    this.#send = send;
  }

  push(push: BenchPush): void {
    if (!this.#gone) this.#send(push);
  }

  /** Entries of a session, each once and in order, batched. */
  entries(sessionId: string, entries: readonly LogEntry[]): void {
    if (this.#gone || (this.following !== null && this.following !== sessionId)) return;
    if (sessionId !== this.#sessionId) this.flush();
    this.#sessionId = sessionId;
    for (const entry of entries) this.#waiting.push(entry);
    this.#schedule();
  }

  /** Sends what waits now: the session is over and whoever waits for its end has everything then. */
  flush(): void {
    while (this.#waiting.length > 0) this.#sendBatch();
  }

  seen(seen: boolean): void {
    this.#batchMs = seen ? batchMs : unseenBatchMs;
    if (!seen) return;
    this.#stopTimer();
    this.flush();
  }

  /** A snapshot goes to this client now: what waits is in it already. */
  snapshotTaken(): void {
    this.#waiting = [];
  }

  /** Sends nothing more. */
  detach(): void {
    this.#stopTimer();
    this.#gone = true;
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        // A batch a second would not do for a service that floods, and what waits here only grows.
        if (this.#batchMs === unseenBatchMs) this.flush();
        else this.#sendBatch();
        if (this.#waiting.length > 0) this.#schedule();
      },
      Math.max(0, this.#lastMs + this.#batchMs - performance.now()),
    );
  }

  #sendBatch(): void {
    this.#lastMs = performance.now();
    const entries = this.#waiting.splice(0, mostEntriesPerBatch);
    if (entries.length > 0) this.push({ type: 'entries', sessionId: this.#sessionId, entries });
  }
}

/** Everyone who is connected to the engine. */
export class Clients {
  readonly #clients = new Set<Client>();
  /** What was pushed last, by its kind. */
  readonly #last = new Map<BenchPush['type'], BenchPush>();

  add(client: Client): void {
    this.#clients.add(client);
  }

  remove(client: Client): void {
    client.detach();
    this.#clients.delete(client);
  }

  push(push: BenchPush): void {
    this.#last.set(push.type, push);
    for (const client of this.#clients) client.push(push);
  }

  /** The same, unless it is what was pushed of its kind before. */
  pushOnce(push: BenchPush): void {
    if (!isDeepStrictEqual(this.#last.get(push.type), push)) this.push(push);
  }

  entries(sessionId: string, entries: readonly LogEntry[]): void {
    for (const client of this.#clients) client.entries(sessionId, entries);
  }

  flush(): void {
    for (const client of this.#clients) client.flush();
  }
}

/** Pushes and answers are plain JSON by construction; the port's type cannot know that of interfaces. */
const post = (port: BenchPort, message: FromEngine): void => port.post(message as unknown as PortMessage);

/** Serves one control port for as long as it is open: requests in, answers and pushes out. */
export function serveControl(
  port: BenchPort,
  clientId: number,
  enter: (client: Client) => () => void,
  answer: (client: Client, command: string, args: unknown) => Promise<Result>,
): void {
  const client = new Client(clientId, (push: BenchPush) => post(port, { push }));
  const leave = enter(client);
  port.onClose(leave);
  port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    // Without an id there is nobody to answer.
    if (!request.success) return;
    const { id, command, args } = request.data;
    void answer(client, command, args).then((result) => post(port, { id, answer: result }));
  });
}
