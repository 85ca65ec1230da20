import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Frame } from './frames.ts';

const opcodes = { continuation: 0, text: 1, binary: 2, ping: 9 } as const;

/** A frame as it stands on the wire, of a server: not masked. `claims`: the length it says it has. */
function encode(opcode: number, payload: Buffer, last: boolean, claims = payload.byteLength): Buffer {
  const head = Buffer.alloc(claims < 126 ? 2 : claims < 65_536 ? 4 : 10);
  head[0] = (last ? 0x80 : 0) | opcode;
  if (claims < 126) head[1] = claims;
  else if (claims < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(claims, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(claims), 2);
  }
  return Buffer.concat([head, payload]);
}

function encoded({ opcode, payload, pieces }: Frame): Buffer {
  if (pieces === 1) return encode(opcodes[opcode], payload, true);
  const step = Math.max(1, Math.ceil(payload.byteLength / pieces));
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < payload.byteLength; at += step) {
    const last = at + step >= payload.byteLength;
    parts.push(encode(at === 0 ? opcodes[opcode] : opcodes.continuation, payload.subarray(at, at + step), last));
  }
  return Buffer.concat(parts);
}

/** How a service ends a session by itself. */
export const ends = ['cut in the middle of a frame', 'closed with a reason', 'cut'] as const;
export type End = (typeof ends)[number];

/** One connection at the service: it writes on the bare socket, so that nothing keeps it from what no library would send. */
export class Line {
  /** Frames that went out before the other side began to close. */
  readonly sent: Frame[] = [];
  /** Texts that came. */
  readonly received: string[] = [];
  readonly #socket: Socket;
  readonly #reader: WebSocket;

  constructor(socket: Socket, reader: WebSocket) {
    this.#socket = socket;
    this.#reader = reader;
    reader.on('message', (data: Buffer) => this.received.push(data.toString('utf8')));
    // The other side may hang up while this one writes.
    reader.on('error', () => undefined);
    socket.on('error', () => undefined);
  }

  get open(): boolean {
    return this.#reader.readyState === WebSocket.OPEN;
  }

  /** False: the other side has begun to close, and nothing was sent. */
  send(frame: Frame): boolean {
    if (!this.open) return false;
    this.#socket.write(encoded(frame));
    this.sent.push(frame);
    return true;
  }

  end(how: End): void {
    if (!this.open) return;
    switch (how) {
      case 'cut in the middle of a frame':
        this.#socket.write(encode(opcodes.text, Buffer.from('{"type":"response.done","resp'), true, 500), () =>
          this.#socket.destroy(),
        );
        return;
      case 'closed with a reason':
        this.#reader.close(4004, 'constructor \u001b[31m{"type":"__proto__"}');
        return;
      case 'cut':
        this.#socket.destroy();
    }
  }
}

/** A service on loopback with no protocol of its own. */
export interface Service {
  readonly url: string;
  /** The line of the next session. */
  next(): Promise<Line>;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const http = createServer((_request, response) => void response.writeHead(404).end());
  const upgrades = new WebSocketServer({ noServer: true });
  const sockets = new Set<Socket>();
  const waiting: ((line: Line) => void)[] = [];
  const lines: Line[] = [];
  http.on('upgrade', (request, socket: Socket, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    upgrades.handleUpgrade(request, socket, head, (reader) => {
      const line = new Line(socket, reader);
      const first = waiting.shift();
      if (first === undefined) lines.push(line);
      else first(line);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/v1/realtime?model=gpt-realtime-mini-2025-12-15`,
    next: () => {
      const line = lines.shift();
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      upgrades.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
