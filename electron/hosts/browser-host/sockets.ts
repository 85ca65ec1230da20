import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import {
  browserHostPaths,
  type FromBrowserHost,
  pageKeyNames,
  pageKeyOffered,
} from '../../../shared/contract/browser-host.ts';
import { type PortKind, portKinds } from '../../../shared/contract/ports.ts';
import type { UpgradeRequest } from '../engine-messages.ts';
import type { EngineSupervisor } from '../engine-supervisor.ts';
import { guard, type Refusal, refusals, type Tickets } from './access.ts';
import { pathOf, refuseUpgrade } from './requests.ts';

/** One socket a page, over which it hears what happens to the engine; their number is the number of open pages. */
export class HostSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 1024,
    // The page's key is offered beside it and is repeated to nobody.
    handleProtocols: (offered) => offered.has(pageKeyNames.protocol) && pageKeyNames.protocol,
  });
  readonly #onPages: (open: number) => void;

  constructor(onPages: (open: number) => void) {
    this.#onPages = onPages;
  }

  get open(): number {
    return this.#server.clients.size;
  }

  add(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (page) => {
      this.#onPages(this.open);
      page.on('error', () => undefined);
      page.on('close', () => this.#onPages(this.open));
    });
  }

  tell(message: FromBrowserHost): void {
    for (const page of this.#server.clients) page.send(JSON.stringify(message));
  }

  close(): void {
    for (const page of this.#server.clients) page.close(1001, 'The bench was closed.');
  }
}

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
