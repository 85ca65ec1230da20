import { type ComponentType, createElement, use, useEffect, useState, useSyncExternalStore } from 'react';

/** Something whose code is read behind the page: what is there by now, and the way to it. */
export interface Late<T> {
  /** null: not read yet. */
  readonly now: T | null;
  /** One try for all who ask meanwhile. Rejects when the code cannot be read; whoever asks after that tries anew. */
  read(): Promise<T>;
  /** Tries until it is there; never rejects. One promise for all who ask. */
  come(): Promise<T>;
  /** Calls back at once where it is there, else as soon as it is; asks for nothing. Returns the way to stop waiting. */
  whenThere(listener: (value: T) => void): () => void;
  /** Does something with it: at once where it is there, else once it was read. */
  with(run: (value: T) => void): void;
}

const firstPauseMs = 250;
const longestPauseMs = 5000;
/** A page that is being left, and a host that is away for a moment, fail less often than this. */
const triesUntold = 4;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How many parts are tried over and over. */
let missing = 0;
const missingListeners = new Set<() => void>();

function countMissing(by: 1 | -1): void {
  missing += by;
  for (const listener of missingListeners) listener();
}

const onMissing = (listener: () => void): (() => void) => {
  missingListeners.add(listener);
  return () => void missingListeners.delete(listener);
};

/**
 * Whether a part that was asked for cannot be read. A browser may go on refusing, without asking again, what it could
 * not read once: then only a page loaded anew has it.
 */
export const useMissing = (): boolean =>
  useSyncExternalStore(
    onMissing,
    () => missing > 0,
    () => missing > 0,
  );

/** Tries until it succeeds, with growing pauses. A fault that stays is told once, as any other of the page. */
async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      const value = await attempt();
      if (tries > triesUntold) countMissing(-1);
      return value;
    } catch (error) {
      if (tries === triesUntold) {
        countMissing(1);
        reportError(error);
      }
      await pause(Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs));
    }
  }
}

/** A promise as `use` reads it: it waits for none that says what it has come to. */
const settled = <T>(promise: Promise<T>, value: T): Promise<T> =>
  Object.assign(promise, { status: 'fulfilled', value });

/** @param load brings the code, and makes of it what is asked for */
export function late<T>(load: () => Promise<T>): Late<T> {
  const waiting = new Set<(value: T) => void>();
  let now: T | null = null;
  let reading: Promise<T> | null = null;
  let coming: Promise<T> | null = null;
  const there = (value: T): T => {
    now = value;
    if (coming !== null) coming = settled(coming, value);
    for (const listener of waiting) listener(value);
    waiting.clear();
    return value;
  };
  const read = (): Promise<T> => {
    reading ??= load().then(there, (error: unknown) => {
      reading = null;
      throw error;
    });
    return reading;
  };
  const come = (): Promise<T> => {
    coming ??= now === null ? untilDone(read) : settled(Promise.resolve(now), now);
    return coming;
  };
  return {
    get now() {
      return now;
    },
    read,
    come,
    whenThere(listener) {
      if (now !== null) {
        listener(now);
        return () => undefined;
      }
      waiting.add(listener);
      return () => void waiting.delete(listener);
    },
    with(run) {
      if (now === null) void come().then(run);
      else run(now);
    },
  };
}

/**
 * What was read; before, whoever draws with it waits in its `Suspense`. Asked for every time, there or not: React takes
 * a drawing up where it waited, and must find the same calls there.
 */
export const useComing = <T>(part: Late<T>): T => use(part.come());

/**
 * A part of the window whose code comes late. Once it was read, it is drawn with what stands around it; before, what
 * stands around it waits in its `Suspense`.
 */
export function latePart<Props extends object>(part: Late<ComponentType<Props>>): ComponentType<Props> {
  return function LatePart(props: Props) {
    return createElement(useComing(part), props);
  };
}

/** What was read, for who goes on without it meanwhile; null: not yet. Asks for nothing. */
export function useLate<T>(part: Late<T>): T | null {
  const [there, setThere] = useState(() => part.now);
  useEffect(() => part.whenThere((value) => setThere(() => value)), [part]);
  return there;
}
