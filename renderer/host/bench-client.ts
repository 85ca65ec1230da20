import type { Answer, BenchApi, BenchPush, CommandName } from '../../shared/contract/bench-api.ts';
import type { FromEngine } from '../../shared/contract/ports.ts';
import { benchError, refuse, type Result } from '../../shared/kit/errors.ts';
import type { Host } from './host.ts';

const firstWaitMs = 250;
const longestWaitMs = 5000;

/**
 * Tries something until it succeeds, waiting longer each time. `now` tries without waiting any longer; `stop` gives up, and a
 * result that comes after it is dropped.
 */
function retrying<T>(
  attempt: () => Promise<T>,
  succeeded: (value: T) => void,
): { start(): void; now(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let trying = false;
  let wanted = false;
  let waitMs = firstWaitMs;

  const tryOnce = async (): Promise<void> => {
    clearTimeout(timer);
    if (trying || !wanted) return;
    trying = true;
    const value = await attempt().then(
      (result) => ({ result }),
      () => null,
    );
    trying = false;
    if (!wanted) return;
    if (value !== null) {
      wanted = false;
      succeeded(value.result);
      return;
    }
    timer = setTimeout(() => void tryOnce(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      waitMs = firstWaitMs;
      void tryOnce();
    },
    now: () => void tryOnce(),
    stop() {
      wanted = false;
      clearTimeout(timer);
    },
  };
}

/** The engine as the page holds it. Comes back by itself when the engine was gone; what was attached is then attached anew by its user. */
export interface BenchClient extends BenchApi {
  /** A new engine, or the same over a new port, answers again. Returns the way to stop listening. */
  onReconnected(listener: () => void): () => void;
  close(): void;
}

const refusal = (command: CommandName, happened: string): ReturnType<typeof refuse> =>
  refuse(benchError('engine', `The engine ${happened} "${command}".`, { nextStep: 'Try again once it is back.' }));

/** Opens the control port and keeps one open. Rejects with a whole sentence when the first one cannot be had. */
export async function connectBench(host: Host): Promise<BenchClient> {
  const pushed = new Set<(push: BenchPush) => void>();
  const reconnected = new Set<() => void>();
  const open = new Map<number, { command: CommandName; settle: (answer: Result) => void }>();
  let port: MessagePort | null = null;
  let lastId = 0;

  const receive = (message: FromEngine): void => {
    if ('push' in message) {
      for (const listener of pushed) listener(message.push);
      return;
    }
    open.get(message.id)?.settle(message.answer);
    open.delete(message.id);
  };

  const take = (next: MessagePort): void => {
    port = next;
    next.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
      if (port === next) receive(data);
    });
    next.addEventListener('close', () => port === next && lose());
    next.start();
  };

  const reopening = retrying(
    () => host.openPort('control'),
    (next) => {
      take(next);
      for (const listener of reconnected) listener();
    },
  );

  const lose = (): void => {
    port?.close();
    port = null;
    for (const { command, settle } of open.values()) settle(refusal(command, 'stopped before it answered'));
    open.clear();
    reopening.start();
  };

  take(await host.openPort('control'));
  const stopListening = [host.onEngineGone(lose), host.onEngineBack(() => port === null && reopening.now())];

  return {
    call<C extends CommandName>(command: C, args: unknown): Promise<Answer<C>> {
      if (port === null) return Promise.resolve(refusal(command, 'is not there to answer'));
      lastId += 1;
      const id = lastId;
      port.postMessage({ id, command, args });
      return new Promise((resolve) => {
        // The engine's table of handlers is typed by command: what it answers under this id is this command's answer.
        const settle = resolve as (answer: Result) => void;
        open.set(id, { command, settle });
      });
    },
    onPush(listener) {
      pushed.add(listener);
      return () => void pushed.delete(listener);
    },
    onReconnected(listener) {
      reconnected.add(listener);
      return () => void reconnected.delete(listener);
    },
    close() {
      for (const stop of stopListening) stop();
      reopening.stop();
      const last = port;
      port = null;
      last?.close();
    },
  };
}
