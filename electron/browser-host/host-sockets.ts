import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { pageKeyNames, type FromBrowserHost } from '../../shared/browser-host.ts';

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
