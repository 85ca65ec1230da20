import type { ClientRequest } from 'node:http';
import { TLSSocket, type PeerCertificate } from 'node:tls';

/** Where on the way a connection stood when it failed. */
export type Hop = 'proxy' | 'service';

const nameOf = (certificate: PeerCertificate | null): string | null => {
  const issuer = certificate?.issuer;
  const names = [issuer?.CN, issuer?.O].flat().filter((name) => name !== undefined && name !== '');
  return names[0] ?? null;
};

/** Follows one connection attempt, so that a failure can be told by the hop where it happened. */
export class HopWatch {
  #hop: Hop;
  #issuer: string | null = null;
  #encrypting = false;

  constructor(throughProxy: boolean) {
    this.#hop = throughProxy ? 'proxy' : 'service';
  }

  get hop(): Hop {
    return this.#hop;
  }

  /** Who issued the certificate that the service showed; null while it has shown none. */
  get issuer(): string | null {
    return this.#issuer;
  }

  /** The service was reached and TLS with it had begun. */
  get encrypting(): boolean {
    return this.#encrypting;
  }

  /** The proxy opened the tunnel. */
  tunnelled(): void {
    this.#hop = 'service';
    this.#encrypting = true;
  }

  follow(request: ClientRequest): void {
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) return;
      socket.once('connect', () => {
        this.#encrypting = true;
      });
      // Before Node's own listener, which drops the connection and the certificate with it when it is not trusted.
      socket.prependListener('secure', () => {
        this.#issuer = nameOf(socket.getPeerCertificate());
      });
    });
  }
}
