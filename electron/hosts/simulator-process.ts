import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { Launch } from './child-process.ts';
import { settleWithin } from './engine-supervisor.ts';
import type { Installation } from './installation.ts';

/** A simulator that runs in a process of its own. */
export interface RunningSimulator {
  /** `ws://127.0.0.1:PORT/v1/realtime` */
  readonly url: string;
  /** False once the process has ended, by `close` or by itself. */
  running(): boolean;
  /** Ends the process. */
  close(): void;
}

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), url: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

/** What the process says to its parent. */
export type SimulatorMessage = Readonly<z.infer<typeof messageSchema>>;

const startMs = 15_000;
const failed = (message: string): SimulatorMessage => ({ kind: 'failed', message });

/** Starts the simulator in a process of its own. Refuses, with what it said last, when it does not listen in time. */
export async function launchSimulator(
  launch: Launch,
  { simulatorScript: script, assetsFolder }: Pick<Installation, 'simulatorScript' | 'assetsFolder'>,
): Promise<Result<RunningSimulator>> {
  const child = launch({ script, args: ['--assets', assetsFolder], name: 'Voxtally simulator' });
  const first = new Promise<SimulatorMessage>((resolve) => {
    child.onMessage((value) => {
      const message = messageSchema.safeParse(value);
      resolve(message.success ? message.data : failed('it sent a message that is not its own.'));
    });
    child.onExit((how) => resolve(failed(`its process ended (${how}).`)));
  });
  const late = failed(`it said nothing for ${startMs / 1000} seconds.`);
  const message = await settleWithin(first, startMs, late);
  if (message.kind === 'listening') {
    return ok({ url: message.url, running: () => child.running(), close: () => child.end() });
  }
  child.kill();
  const lastWords = child.lastWords();
  return refuse(
    benchError('simulator', `The simulator did not start: ${message.message}`, {
      nextStep: 'Start it again; when it fails again, build the application anew.',
      facts: { script, ...(lastWords === '' ? {} : { 'last words': lastWords }) },
    }),
  );
}

/** Starts the simulator when it is first asked for, and again when it has gone. */
export function simulatorOnDemand(start: () => Promise<Result<RunningSimulator>>): {
  url(): Promise<Result<{ url: string }>>;
  close(): void;
} {
  let latest: Promise<Result<RunningSimulator>> | null = null;
  let closed = false;

  const current = async (before: Promise<Result<RunningSimulator>> | null): Promise<Result<RunningSimulator>> => {
    const known = await before;
    return known?.ok === true && known.running() ? known : start();
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
