import { fork } from 'node:child_process';
import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';

/** A simulator in a process of its own: `url` is its WebSocket address, `running` turns false when the process has ended. */
export interface RunningSimulator {
  readonly url: string;
  running(): boolean;
  close(): void;
}

/** Starts the simulator when it is first asked for, and again when it has gone. */
export function simulatorOnDemand(fork: () => Promise<Result<RunningSimulator>>): {
  url(): Promise<Result<{ url: string }>>;
  close(): void;
} {
  let latest: Promise<Result<RunningSimulator>> | null = null;
  let closed = false;

  const current = async (before: Promise<Result<RunningSimulator>> | null): Promise<Result<RunningSimulator>> => {
    const known = await before;
    return known?.ok === true && known.running() ? known : fork();
  };

  return {
    async url() {
      // Each question waits for the one before it, so that two at once make one process.
      latest = current(latest);
      const answer = await latest;
      if (closed && answer.ok) answer.close();
      return answer.ok ? ok({ url: answer.url }) : answer;
    },
    close() {
      closed = true;
      void latest?.then((answer) => answer.ok && answer.close());
    },
  };
}

/** A simulator that runs in a process of its own. */
export interface ForkedSimulator {
  /** `ws://127.0.0.1:PORT/v1/realtime` */
  readonly url: string;
  /** False once the process has ended, by `close` or by itself. */
  running(): boolean;
  /** Ends the process. */
  close(): void;
}

const startTimeoutMs = 15_000;
const endTimeoutMs = 2000;

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), url: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/**
 * Starts the simulator as a child of this process. It ends with its parent, even when that is killed.
 * @param script the built process entry
 * @param assetsFolder absolute path of `assets`
 * @param env its environment; it needs no key
 */
export function forkSimulator(
  script: string,
  assetsFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Result<ForkedSimulator>> {
  const child = fork(script, ['--assets', assetsFolder], {
    execArgv: [],
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const { stderr } = child;
  let lastWords = '';
  stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000);
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  const close = (): void => {
    if (child.connected) child.disconnect();
    setTimeout(() => child.kill('SIGKILL'), endTimeoutMs).unref();
  };
  return new Promise((resolve) => {
    const fail = (why: string): void => {
      settle(
        refuse(
          benchError('simulator', `The simulator did not start: ${why}`, {
            nextStep: 'Start it again; when it fails again, build the application anew.',
            facts: { script, ...(lastWords === '' ? {} : { 'last words': lastWords.trim() }) },
          }),
        ),
      );
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => fail(`it said nothing for ${startTimeoutMs / 1000} seconds.`), startTimeoutMs);
    const settle = (result: Result<ForkedSimulator>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    child.once('error', (error) => fail(`${error.message}.`));
    child.once('exit', (code, signal) => fail(`its process ended with ${signal ?? `code ${code}`}.`));
    child.once('message', (value) => {
      const message = messageSchema.safeParse(value);
      if (!message.success) return fail('it sent a message that is not its own.');
      if (message.data.kind === 'failed') return fail(message.data.message);
      settle(ok({ url: message.data.url, running, close }));
    });
  });
}
