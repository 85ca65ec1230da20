import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { UpgradeRequest } from './engine-messages.ts';

/** Larger than any message of a page: an upload comes in pieces. */
const maxPayload = 16 * 1024 * 1024;

// Compression would cost the audio a millisecond and gain nothing on loopback.
const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload });

/** Finishes the WebSocket handshake on a socket that the host has checked and handed over. */
export function acceptSocket(socket: Socket, upgrade: UpgradeRequest, accepted: (socket: WebSocket) => void): void {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = upgrade.url;
  request.headers = upgrade.headers;
  server.handleUpgrade(request, socket, Buffer.from(upgrade.head, 'base64'), accepted);
}
