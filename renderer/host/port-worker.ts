import { browserHostPaths, pageProtocols } from '../../shared/browser-host.ts';
import { listenToHost } from './host-socket.ts';
import type { FromPortWorker, ToPortWorker } from './port-worker-messages.ts';
import { bridge } from './socket-bridge.ts';

/*
 * The worker that owns every WebSocket of the page, so that audio passes while the page's own thread is busy. The first message to
 * it is the page's key and brings the line to the page.
 */

const origin = `ws://${location.host}`;
/** The same for all ports of this page, and no other page's. */
const clientId = (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) + 1;

function serve(line: MessagePort, key: string): void {
  const protocols = pageProtocols(key);
  const tell = (message: FromPortWorker): void => line.postMessage(message);
  line.addEventListener('message', ({ data, ports: [port] }: MessageEvent<ToPortWorker>) => {
    if (port === undefined) return;
    const { number, portKind } = data;
    const socket = new WebSocket(`${origin}${browserHostPaths.port}${portKind}?client=${clientId}`, protocols);
    let told = false;
    bridge(port, socket, (open) => {
      if (told) return;
      told = true;
      const message = `The bench at ${location.host} did not open its ${portKind} port. If it was started anew since, open the address that it printed then.`;
      tell(open ? { kind: 'opened', number } : { kind: 'not-opened', number, message });
    });
  });
  line.start();
  listenToHost(origin, protocols, tell);
}

addEventListener(
  'message',
  ({ data, ports: [line] }: MessageEvent<unknown>) => {
    if (line !== undefined && typeof data === 'string') serve(line, data);
  },
  { once: true },
);
