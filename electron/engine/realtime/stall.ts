import { performance } from 'node:perf_hooks';
import type { WebSocket } from 'ws';

/** Pings in a row that may stay without any answer. Counting pings, not seconds, forgives a machine that slept. */
const missedPings = 3;

export interface StallWatch {
  /** Pings now and calls `onStalled` when nothing has come `withinMs` later. */
  probe(withinMs: number): void;
  stop(): void;
}

/** Pings the other side and calls `onStalled` when nothing at all, not even a pong, has come for three pings. */
export function watchStall(socket: WebSocket, everyMs: number, onStalled: (silentMs: number) => void): StallWatch {
  let heardMs = performance.now();
  let missed = 0;
  let deadline: NodeJS.Timeout | null = null;
  const silentMs = (): number => Math.round(performance.now() - heardMs);
  const heard = (): void => {
    heardMs = performance.now();
    missed = 0;
    if (deadline !== null) clearTimeout(deadline);
    deadline = null;
  };
  for (const event of ['message', 'ping', 'pong']) socket.on(event, heard);
  const timer = setInterval(() => {
    if (missed >= missedPings) {
      onStalled(silentMs());
      return;
    }
    missed += 1;
    socket.ping();
  }, everyMs);
  return {
    probe(withinMs) {
      if (socket.readyState !== socket.OPEN) return;
      socket.ping();
      deadline ??= setTimeout(() => onStalled(silentMs()), withinMs);
    },
    stop() {
      clearInterval(timer);
      if (deadline !== null) clearTimeout(deadline);
    },
  };
}
