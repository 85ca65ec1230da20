import type { RawData, WebSocket } from 'ws';
import { isJsonObject, readKeptJson } from '../../../shared/json.ts';
import type { BenchPort, PortMessage } from '../../../shared/ports.ts';
import { isBinary } from './bytes.ts';
import { Inbox } from './inbox.ts';

/** RFC 6455: data inconsistent with the type of the message. */
const notOurMessage = 1007;

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function jsonOf(data: RawData): PortMessage | null {
  const read = readKeptJson(Buffer.from(bytesOf(data)).toString('utf8'));
  return read.ok && isJsonObject(read.value) ? read.value : null;
}

/** A WebSocket of a page as a `BenchPort`: JSON travels as text frames, bytes as binary ones. Bytes arrive as a Uint8Array. */
export function wsPort(socket: WebSocket): BenchPort {
  const inbox = new Inbox();
  socket.on('message', (data, isBytes) => {
    const message = isBytes ? bytesOf(data) : jsonOf(data);
    if (message === null) socket.close(notOurMessage, 'A text frame has to hold one JSON object.');
    else inbox.deliver(message);
  });
  socket.on('close', () => inbox.close());
  // 'close' follows and says all that the port's user needs.
  socket.on('error', () => undefined);
  return {
    post(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(isBinary(message) ? message : JSON.stringify(message));
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      socket.close(1000);
      inbox.close();
    },
  };
}
