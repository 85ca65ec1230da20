import { Studio } from './studio.ts';
import { thisThread } from './threads.ts';
import type { ToStudio } from './told/messages.ts';
import DrawingWorker from './worker.ts?worker';

/** The way to who draws. */
export interface Line {
  /** @param transfer what is handed over for good */
  tell(news: ToStudio, transfer?: readonly Transferable[]): void;
  /** Canvases are painted by another thread, so they are handed over as well. */
  readonly takesCanvases: boolean;
}

/** Draws on the page's own thread, whose faces are there already. */
const lineHere = (): Line => {
  const studio = new Studio(thisThread(async () => void (await document.fonts.ready)));
  return { tell: (news) => studio.receive(news), takesCanvases: false };
};

/** The worker of this page, which draws for all of its windows; null: it has none, and draws by itself. */
let worker: Worker | null | undefined;
let isReady = false;
/** Told when the worker could not be started after all. */
const lost = new Set<() => void>();

function lose(): void {
  worker = null;
  const listeners = [...lost];
  lost.clear();
  for (const listener of listeners) listener();
}

function start(): Worker | null {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return null;
  try {
    const started = new DrawingWorker();
    const onReady = (): void => {
      isReady = true;
      lost.clear();
    };
    started.addEventListener('message', onReady, { once: true });
    // Once it is ready that is a fault in a picture, which the console tells.
    started.addEventListener('error', () => {
      if (!isReady) lose();
    });
    return started;
  } catch (error) {
    reportError(error);
    return null;
  }
}

/**
 * The one place that chooses who draws: the page's worker, or where there is none, the page's own thread.
 * @param onLost the worker could not be started after all: it drew nothing, and another line is needed
 */
export function newLine(onLost: () => void): Line {
  if (worker === undefined) worker = start();
  if (worker === null) return lineHere();
  if (!isReady) lost.add(onLost);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  return { tell: (news, transfer = []) => port1.postMessage(news, [...transfer]), takesCanvases: true };
}
