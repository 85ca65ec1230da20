import { ok, type Result } from '../../shared/errors.ts';

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
