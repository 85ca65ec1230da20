import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Client } from '../../../electron/engine/ports/control.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const entry = (seq: number): LogEntry => ({ seq, at: '2026-11-23T14:05:34.000Z', t: seq, from: 'client', event: {} });

/** A client with the numbers of the entries that each message brought it. */
function followed(): { client: Client; batches: number[][] } {
  const batches: number[][] = [];
  const client = new Client(1, (push) => {
    if (push.type === 'entries') batches.push(push.entries.map(({ seq }) => seq));
  });
  return { client, batches };
}

/** An entry each 20 ms. */
function frames(client: Client, from: number, count: number): void {
  for (let seq = from; seq < from + count; seq += 1) {
    client.entries('s', [entry(seq)]);
    vi.advanceTimersByTime(20);
  }
}

it('a window that is seen gets each entry within a frame of its screen', () => {
  const { client, batches } = followed();
  frames(client, 1, 3);
  expect(batches).toEqual([[1], [2], [3]]);
});

it('a hidden window gets the entries of a second together, and all of them', () => {
  const { client, batches } = followed();
  frames(client, 1, 1);
  client.seen(false);
  frames(client, 2, 150);
  expect(batches).toHaveLength(4);
  vi.advanceTimersByTime(1000);
  expect(batches.flat()).toEqual(Array.from({ length: 151 }, (_, index) => index + 1));
  expect(vi.getTimerCount()).toBe(0);
});

it('a hidden window keeps up with a service that floods', () => {
  const { client, batches } = followed();
  client.seen(false);
  client.entries(
    's',
    Array.from({ length: 5000 }, (_, index) => entry(index + 1)),
  );
  vi.advanceTimersByTime(1000);
  expect(batches.flat()).toHaveLength(5000);
  expect(vi.getTimerCount()).toBe(0);
});

it('a window that is seen again has what it missed at once, in one message, and is not held back after that', () => {
  const { client, batches } = followed();
  frames(client, 1, 1);
  client.seen(false);
  frames(client, 2, 40);
  expect(batches).toEqual([[1]]);
  client.seen(true);
  expect(batches.slice(1)).toEqual([Array.from({ length: 40 }, (_, index) => index + 2)]);
  expect(vi.getTimerCount()).toBe(0);
  frames(client, 42, 1);
  expect(batches.at(-1)).toEqual([42]);
});

it('a hidden window has all of a session when that is over, and none of what a snapshot holds', () => {
  const { client, batches } = followed();
  frames(client, 1, 1);
  client.seen(false);
  frames(client, 2, 2);
  client.snapshotTaken();
  frames(client, 4, 2);
  client.flush();
  expect(batches).toEqual([[1], [4, 5]]);
});
