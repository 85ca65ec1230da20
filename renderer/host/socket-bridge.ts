import { readKeptJson } from '../../shared/json.ts';

/** A close code of our own: a page may not send those of the protocol. */
const notOurMessage = 4007;

type Frame = ArrayBuffer | Uint8Array<ArrayBuffer> | string;

const frameOf = (data: unknown): Frame =>
  data instanceof ArrayBuffer || data instanceof Uint8Array ? (data as ArrayBuffer) : JSON.stringify(data);

/**
 * Joins a MessagePort and a WebSocket: JSON as text, bytes as binary, each closing when the other one does. What the port says
 * before the socket is open waits, in order. `settled` is called once: true when open, false when it never opened.
 */
export function bridge(port: MessagePort, socket: WebSocket, settled: (open: boolean) => void): void {
  socket.binaryType = 'arraybuffer';
  const waiting: Frame[] = [];
  port.addEventListener('message', ({ data }) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frameOf(data));
    else if (socket.readyState === WebSocket.CONNECTING) waiting.push(frameOf(data));
  });
  port.addEventListener('close', () => socket.close());
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame);
    settled(true);
  });
  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
    if (typeof data !== 'string') return port.postMessage(data, [data]);
    const read = readKeptJson(data);
    // Only the engine speaks here: what is none of its messages ends the connection, and the page makes a new one.
    if (read.ok) port.postMessage(read.value);
    else socket.close(notOurMessage, `A message of the engine ${read.problem}.`.slice(0, 120));
  });
  socket.addEventListener('close', () => {
    settled(false);
    port.close();
  });
  port.start();
}
