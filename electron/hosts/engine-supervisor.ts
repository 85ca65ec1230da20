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

/** Keeps one engine process running: starts it, answers what it asks, starts it again when it crashes, ends it in order. */
export class EngineSupervisor<Handle> {
  readonly #options: SupervisorOptions<Handle>;
  #child: EngineProcess<Handle> | null = null;
  #starts = 0;
  #crashesMs: number[] = [];
  #ended: string | null = null;
  #failure: string | null = null;
  #running = false;
  #waiting: ((running: boolean) => void)[] = [];
  #stopped: (() => void) | null = null;
  #stopping: Promise<boolean> | null = null;

  constructor(options: SupervisorOptions<Handle>) {
    this.#options = options;
  }

  start(): void {
    this.#starts += 1;
    const child = this.#options.launch();
    this.#child = child;
    child.onMessage((message) => this.#receive(child, message));
    child.onExit((how) => this.#exited(child, how));
    child.send({ kind: 'start', settings: { ...this.#options.settings, engineStarts: this.#starts } });
  }

  /** Waits for a running engine, then sends. Refuses when there will be none. */
  async send(message: ToEngineProcess, handle?: Handle): Promise<Result> {
    if (this.#ended === null) {
      const running = await settleWithin(this.#whenRunning(), readyMs, false);
      if (running && this.#child !== null) {
        this.#child.send(message, handle);
        return ok({});
      }
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
    const child = this.#child;
    if (child === null) return true;
    const stopped = new Promise<boolean>((resolve) => {
      this.#stopped = () => resolve(true);
    });
    child.send({ kind: 'stop', graceMs });
    const closed = await settleWithin(stopped, mostMs, false);
    if (!closed) this.#options.log(`The engine did not close within ${mostMs} ms and was ended.`);
    child.kill();
    return closed;
  }

  #whenRunning(): Promise<boolean> {
    if (this.#running) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(running: boolean): void {
    this.#running = running;
    for (const resolve of this.#waiting.splice(0)) resolve(running);
  }

  #receive(child: EngineProcess<Handle>, message: FromEngineProcess): void {
    switch (message.kind) {
      case 'ready':
        this.#failure = null;
        this.#wake(true);
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
        this.#failure = message.message;
        this.#options.log(engineSentences.cannotStart(message.message));
        return;
      case 'stopped':
        this.#stopped?.();
        return;
      default:
        assertNever(message, 'Message of the engine process');
    }
  }

  #exited(child: EngineProcess<Handle>, how: string): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#running = false;
    this.#stopped?.();
    if (this.#stopping !== null) return this.#wake(false);
    const nowMs = performance.now();
    this.#crashesMs.push(nowMs);
    const delayMs = restartDelayMs(this.#crashesMs, nowMs);
    const reason = this.#failure;
    if (delayMs === null) {
      this.#ended = reason === null ? engineSentences.givenUp(how) : engineSentences.cannotStart(reason);
      this.#wake(false);
      this.#tellGone(this.#ended);
      return;
    }
    this.#tellGone(reason === null ? engineSentences.gone(how) : engineSentences.cannotStart(reason));
    setTimeout(() => {
      if (this.#stopping === null) this.start();
    }, delayMs);
  }

  #tellGone(message: string): void {
    this.#options.log(message);
    this.#options.onGone(message);
  }
}
