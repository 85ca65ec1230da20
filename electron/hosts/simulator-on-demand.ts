import { connect } from 'node:net';
import { ok, type Result } from '../../shared/errors.ts';
import { settleWithin } from './settle-within.ts';

/** A simulator that runs: `url` is its WebSocket address. */
export interface RunningSimulator {
  readonly url: string;
  close(): void;
}

const probeMs = 1000;

/** Whether somebody still listens there: a simulator may have crashed since it was started. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const answer = new Promise<boolean>((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
  return settleWithin(answer, probeMs, false);
}

/** Starts the simulator when it is first asked for, and again when it has gone. */
export function simulatorOnDemand(fork: () => Promise<Result<RunningSimulator>>): {
  url(): Promise<Result<{ url: string }>>;
  close(): void;
} {
  let running: Promise<Result<RunningSimulator>> | null = null;
  let closed = false;

  const current = async (): Promise<Result<RunningSimulator>> => {
    const known = await running;
    if (known?.ok === true && (await listens(known.url))) return known;
    if (known?.ok === true) known.close();
    return fork();
  };

  return {
    async url() {
      // Two questions at once wait for the same start.
      running = running === null ? fork() : current();
      const answer = await running;
      if (closed && answer.ok) answer.close();
      return answer.ok ? ok({ url: answer.url }) : answer;
    },
    close() {
      closed = true;
      void running?.then((answer) => answer.ok && answer.close());
    },
  };
}
