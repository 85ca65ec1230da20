import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** SHA-256 of a frame's bytes, with what kind of frame it was. */
export const frameMark = (bytes: Uint8Array, isBinary: boolean): string =>
  `${isBinary ? 'binary' : 'text'} ${createHash('sha256').update(bytes).digest('hex')}`;

export interface RecordingProxy {
  /** `ws://127.0.0.1:PORT`, to which path and query of a service are added. */
  readonly url: string;
  /** Marks of every frame in its order, by who sent it. */
  readonly seen: { readonly client: string[]; readonly server: string[] };
  close(): Promise<void>;
}

/** Stands before a service, passes every frame on as it came and keeps its fingerprint. */
export async function startRecordingProxy(service: string): Promise<RecordingProxy> {
  const seen: RecordingProxy['seen'] = { client: [], server: [] };
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  const bytesOf = (data: WebSocket.RawData): Buffer =>
    Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  server.on('connection', (client, request) => {
    const behind = new WebSocket(`${service}${request.url ?? ''}`, { perMessageDeflate: false });
    const early: [Buffer, boolean][] = [];
    client.on('message', (data, isBinary) => {
      const bytes = bytesOf(data);
      seen.client.push(frameMark(bytes, isBinary));
      if (behind.readyState === WebSocket.OPEN) behind.send(bytes, { binary: isBinary });
      else early.push([bytes, isBinary]);
    });
    behind.on('open', () => {
      for (const [bytes, binary] of early.splice(0)) behind.send(bytes, { binary });
    });
    behind.on('message', (data, isBinary) => {
      const bytes = bytesOf(data);
      seen.server.push(frameMark(bytes, isBinary));
      client.send(bytes, { binary: isBinary });
    });
    const code = (given: number): number => (given === 1005 || given === 1006 ? 1000 : given);
    behind.on('close', (given) => client.close(code(given)));
    client.on('close', (given) => behind.close(code(given)));
    for (const socket of [behind, client]) socket.on('error', () => undefined);
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}
