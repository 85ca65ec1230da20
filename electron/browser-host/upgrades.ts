import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { browserHostPaths, pageKeyNames, pageKeyOffered } from '../../shared/browser-host.ts';
import { portKinds, type PortKind } from '../../shared/ports.ts';
import type { UpgradeRequest } from '../hosts/engine-messages.ts';
import type { EngineSupervisor } from '../hosts/engine-supervisor.ts';
import { refuseUpgrade } from './answers.ts';
import type { HostSockets } from './host-sockets.ts';
import { guard, refusals, type Refusal } from './request-guard.ts';
import { pathOf } from './requests.ts';
import type { Tickets } from './tickets.ts';

export interface UpgradeServices {
  readonly tickets: Tickets;
  readonly engine: EngineSupervisor<Socket>;
  readonly pages: HostSockets;
}

/** What the engine needs of the request to finish the handshake; the cookie and the page's key stay here. */
function handshakeOf(request: IncomingMessage, head: Buffer): UpgradeRequest {
  const names = Object.keys(request.headers).filter((name) => /^(?:upgrade|connection|sec-websocket-.*)$/.test(name));
  const headers = Object.fromEntries(names.map((name) => [name, request.headers[name]]));
  headers['sec-websocket-protocol'] = pageKeyNames.protocol;
  return { url: request.url ?? '/', headers, head: head.toString('base64') };
}

function portOf(path: string, query: URLSearchParams): { portKind: PortKind; clientId: number } | null {
  if (!path.startsWith(browserHostPaths.port)) return null;
  const portKind = portKinds.find((kind) => kind === path.slice(browserHostPaths.port.length));
  const clientId = Number(query.get('client'));
  return portKind === undefined || !Number.isSafeInteger(clientId) || clientId < 1 ? null : { portKind, clientId };
}

let sockets = 0;

/** Answers one WebSocket request of a page: a port's socket goes to the engine's process, which talks to the page without us. */
export async function serveUpgrade(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  { tickets, engine, pages }: UpgradeServices,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const refuse = (refusal: Refusal): void => refuseUpgrade(socket, refusal);
  const refused = guard(request.headers, true);
  if (refused !== null) return refuse(refused);
  if (!tickets.admits(request.headers.cookie)) return refuse(refusals.noTicket);
  if (!tickets.knowsPage(pageKeyOffered(request.headers['sec-websocket-protocol']))) return refuse(refusals.noPageKey);
  const { path, query } = pathOf(request.url);
  if (path === browserHostPaths.host) return pages.add(request, socket, head);
  const port = portOf(path, query);
  if (port === null) return refuse(refusals.notFound);
  sockets += 1;
  const upgrade = handshakeOf(request, head);
  const sent = await engine.send({ kind: 'socket', number: sockets, ...port, upgrade }, socket);
  if (!sent.ok) refuse({ status: 503, message: sent.error.message });
}
