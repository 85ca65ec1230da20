import { performance } from 'node:perf_hooks';
import type { WebSocket } from 'ws';

/** Pings in a row that may stay without any answer. Counting pings, not seconds, forgives a machine that slept. */
const missedPings = 3;

/**
 * Pings the other side and calls `onStalled` when nothing at all, not even a pong, has come for three pings.
 * Returns the function that stops it.
 */
export function watchStall(socket: WebSocket, everyMs: number, onStalled: (silentMs: number) => void): () => void {
  let heardMs = performance.now();
  let missed = 0;
  const heard = (): void => {
    heardMs = performance.now();
    missed = 0;
  };
  for (const event of ['message', 'ping', 'pong']) socket.on(event, heard);
  const timer = setInterval(() => {
    if (missed >= missedPings) {
      onStalled(Math.round(performance.now() - heardMs));
      return;
    }
    missed += 1;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
