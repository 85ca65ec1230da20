import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { securityHeaders } from '../hosts/security-headers.ts';
import type { Refusal } from './request-guard.ts';

const headers = securityHeaders('self');

export function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...more,
  });
  response.end(body);
}

export const answerRefusal = (response: ServerResponse, { status, message }: Refusal): void =>
  answer(response, status, 'text/plain; charset=utf-8', `${message}\n`);

export const answerJson = (response: ServerResponse, value: unknown): void =>
  answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(value));

/** Refuses a WebSocket before its handshake. */
export function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  const body = `${message}\n`;
  socket.end(
    `${head}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
