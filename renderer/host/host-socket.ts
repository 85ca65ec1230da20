import { browserHostPaths, readFromBrowserHost, type FromBrowserHost } from '../../shared/browser-host.ts';

const firstRetryMs = 500;
const lastRetryMs = 5000;

const sentences = {
  lost: 'The bench does not answer any more: it was closed, or the way to it was cut. If it was closed, start it again and open the address it prints.',
  back: 'The bench answers again. If a session was running, look whether it still is.',
} as const;

/**
 * Listens to what the host tells its pages, and notices when the host itself is gone. Tries again for as long as the page lives:
 * a tunnel may come back.
 * @param protocols subprotocols to offer, the page's key among them
 */
export function listenToHost(
  origin: string,
  protocols: readonly string[],
  tell: (message: FromBrowserHost) => void,
): void {
  let lost = false;
  let retryMs = firstRetryMs;

  const connect = (): void => {
    const socket = new WebSocket(`${origin}${browserHostPaths.host}`, [...protocols]);
    socket.addEventListener('open', () => {
      retryMs = firstRetryMs;
      if (lost) tell({ kind: 'engine-back', message: sentences.back });
      lost = false;
    });
    socket.addEventListener('message', ({ data }) => {
      const message = readFromBrowserHost(String(data));
      if (message !== null) tell(message);
    });
    socket.addEventListener('close', () => {
      if (!lost) tell({ kind: 'engine-gone', message: sentences.lost });
      lost = true;
      setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    });
  };

  connect();
}
