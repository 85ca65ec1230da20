import { assertNever, benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { ChildProcess, ChildSpec } from './child-process.ts';
import {
  answerQuestion,
  type EngineSettings,
  type FromEngineProcess,
  type HostServices,
  type ToEngineProcess,
} from './engine-messages.ts';

/** An engine's process as its host sees it. */
export type EngineProcess<Handle> = ChildProcess<ToEngineProcess, FromEngineProcess, Handle>;

/** How every host starts it. */
export const engineSpec = (script: string): ChildSpec => ({ script, name: 'Voxtally engine' });

/** What a person reads when the engine's process ends or comes back. */
const engineSentences = {
  gone: (how: string): string =>
    `The engine stopped unexpectedly (${how}) and is being started again. What it recorded is on disk.`,
  givenUp: (how: string): string =>
    `The engine keeps stopping (${how}), so it is not started again. Quit Voxtally and start it anew; what it recorded is on disk.`,
  cannotStart: (reason: string): string => `The engine cannot start: ${reason}`,
  back: 'If a session was running, it has ended and its record is among the saved sessions.',
  changed: 'The engine is started anew, for its code has changed.',
  slow: 'The engine did not become ready within 20 seconds.',
  stopping: 'Voxtally is closing.',
} as const;

/** How far back crashes count. */
export const windowMs = 60_000;
/** How many crashes within that time are answered by a restart. */
const delaysMs = [100, 300, 1000, 2000, 5000, 5000];

/**
 * How long to wait before an engine that has crashed is started again; null: not any more.
 * @param crashesMs times of the crashes, the one just now included, on the clock of `nowMs`
 */
export function restartDelayMs(crashesMs: readonly number[], nowMs: number): number | null {
  const recent = crashesMs.filter((atMs) => nowMs - atMs < windowMs).length;
  return delaysMs[Math.max(0, recent - 1)] ?? null;
}

/** The promise's value, or `otherwise` when it takes longer than `mostMs`. Leaves no timer behind. */
export async function settleWithin<T>(promise: Promise<T>, mostMs: number, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), mostMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const readyMs = 20_000;
/** An engine under development that does not close by then is ended. */
const restartMs = 2000;

export interface SupervisorOptions<Handle> {
  readonly launch: () => EngineProcess<Handle>;
  readonly settings: Omit<EngineSettings, 'engineStarts'>;
  readonly services: HostServices;
  /** The engine's process ended unasked; every port is dead. A whole sentence. */
  readonly onGone: (message: string) => void;
  /** A new process runs after one was gone. */
  readonly onBack: (message: string) => void;
  readonly log: (line: string) => void;
}

/** A process that was asked to close. */
interface Closing<Handle> {
  readonly process: EngineProcess<Handle>;
  /** False: it had to be ended. */
  readonly closed: Promise<boolean>;
}

/** Keeps one engine process running: starts it, answers what it asks, starts it again when it crashes, ends it in order. */
export class EngineSupervisor<Handle> {
  readonly #options: SupervisorOptions<Handle>;
  #child: EngineProcess<Handle> | null = null;
  #starts = 0;
  #crashesMs: number[] = [];
  #ended: string | null = null;
  #failure: string | null = null;
  #running = false;
  #waiting: ((woken: true) => void)[] = [];
  #backOff: ReturnType<typeof setTimeout> | undefined;
  #closing: Closing<Handle> | null = null;
  /** Ends the wait for it, by its word or by its exit. */
  #closingOver: (() => void) | null = null;
  #replacing: Promise<void> | null = null;
  #stopping: Promise<boolean> | null = null;

  constructor(options: SupervisorOptions<Handle>) {
    this.#options = options;
  }

  /** Starts a process; messages wait until it is ready. */
  start(): void {
    this.#starts += 1;
    this.#running = false;
    const child = this.#options.launch();
    this.#child = child;
    child.onMessage((message) => this.#receive(child, message));
    child.onExit((how) => this.#exited(child, how));
    child.send({ kind: 'start', settings: { ...this.#options.settings, engineStarts: this.#starts } });
  }

  /** Waits for a running engine, then sends. Refuses when there will be none. */
  async send(message: ToEngineProcess, handle?: Handle): Promise<Result> {
    let woken = true;
    while (woken && this.#ended === null) {
      if (this.#running && this.#child !== null) {
        this.#child.send(message, handle);
        return ok({});
      }
      // A restart wakes too, so that the time the old process took is not held against the new one.
      woken = await settleWithin<boolean>(this.#nextChange(), readyMs, false);
    }
    return refuse(benchError('engine', this.#ended ?? engineSentences.slow));
  }

  /** Asks the engine to close its session and record; after `mostMs` the process is ended anyway. True when it closed by itself. */
  stop(graceMs: number, mostMs: number): Promise<boolean> {
    this.#stopping ??= this.#stop(graceMs, mostMs);
    return this.#stopping;
  }

  async #stop(graceMs: number, mostMs: number): Promise<boolean> {
    this.#ended = engineSentences.stopping;
    clearTimeout(this.#backOff);
    this.#wake();
    if (this.#closing === null) return this.#child === null || (await this.#close(this.#child, graceMs, mostMs));
    // A restart has already asked the process to close.
    const { process, closed } = this.#closing;
    const inTime = await settleWithin(closed, mostMs, false);
    process.kill();
    return inTime;
  }

  /**
   * Closes what is open in order and starts a new process in place of this one, which is no crash. An engine that was given up
   * gets a new chance.
   */
  restart(): Promise<void> {
    if (this.#stopping === null) {
      if (this.#child !== null) this.#replacing = this.#replace(this.#child);
      else if (this.#replacing === null) this.#startAnew();
    }
    return this.#replacing ?? Promise.resolve();
  }

  async #replace(old: EngineProcess<Handle>): Promise<void> {
    this.#child = null;
    this.#running = false;
    this.#wake();
    await this.#close(old, 0, restartMs);
    this.#replacing = null;
    if (this.#stopping === null) this.#startAnew();
  }

  /** What the old code did wrong is not held against the new. */
  #startAnew(): void {
    clearTimeout(this.#backOff);
    this.#crashesMs = [];
    this.#failure = null;
    this.#ended = null;
    this.#tellGone(engineSentences.changed);
    this.start();
  }

  async #close(process: EngineProcess<Handle>, graceMs: number, mostMs: number): Promise<boolean> {
    const over = new Promise<boolean>((resolve) => {
      this.#closingOver = () => resolve(true);
    });
    const closed = settleWithin(over, mostMs, false);
    this.#closing = { process, closed };
    process.send({ kind: 'stop', graceMs });
    const inTime = await closed;
    this.#closing = null;
    if (!inTime) this.#options.log(`The engine did not close within ${mostMs} ms and was ended.`);
    process.kill();
    return inTime;
  }

  #nextChange(): Promise<true> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Lets what waits look again. */
  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(true);
  }

  /** A process that was ended long ago says nothing about the one that is closing now. */
  #over(child: EngineProcess<Handle>): void {
    if (this.#closing?.process === child) this.#closingOver?.();
  }

  #receive(child: EngineProcess<Handle>, message: FromEngineProcess): void {
    switch (message.kind) {
      case 'ready':
        if (child !== this.#child) return;
        this.#failure = null;
        this.#running = true;
        this.#wake();
        if (this.#starts > 1) this.#options.onBack(engineSentences.back);
        return;
      case 'ask':
        void answerQuestion(this.#options.services, message).then((answer) =>
          child.send({ kind: 'answer', id: message.id, answer }),
        );
        return;
      case 'socket-here':
        // Node closes its own end of a socket when the other process has it, which it says before anything else.
        child.send({ kind: 'socket-yours', number: message.number });
        return;
      case 'log':
        this.#options.log(message.line);
        return;
      case 'failed':
        if (child !== this.#child) return;
        this.#failure = message.message;
        this.#options.log(engineSentences.cannotStart(message.message));
        return;
      case 'stopped':
        this.#over(child);
        return;
      default:
        assertNever(message, 'Message of the engine process');
    }
  }

  #exited(child: EngineProcess<Handle>, how: string): void {
    this.#over(child);
    if (child !== this.#child) return;
    this.#child = null;
    this.#running = false;
    if (this.#stopping !== null) return;
    const nowMs = performance.now();
    this.#crashesMs.push(nowMs);
    const delayMs = restartDelayMs(this.#crashesMs, nowMs);
    const reason = this.#failure;
    if (delayMs === null) {
      this.#ended = reason === null ? engineSentences.givenUp(how) : engineSentences.cannotStart(reason);
      this.#wake();
      this.#tellGone(this.#ended);
      return;
    }
    this.#tellGone(reason === null ? engineSentences.gone(how) : engineSentences.cannotStart(reason));
    this.#backOff = setTimeout(() => this.start(), delayMs);
  }

  #tellGone(message: string): void {
    this.#options.log(message);
    this.#options.onGone(message);
  }
}
