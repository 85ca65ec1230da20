import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Ids } from './ids.ts';
import { openSession } from './open-session.ts';
import { Script } from './responses/script.ts';
import type { Deployment } from './session.ts';
import { loadSpeech } from './speech/library.ts';
import { admit, isRealtimePath } from './upgrade/admission.ts';
import { refusalBody, refusalResponse, refusals } from './upgrade/refusals.ts';
import { Bill } from './usage/bill.ts';
import { PrefixCache } from './usage/prefix-cache.ts';
import { loadTokenizer } from './usage/tokens.ts';

export interface SimulatorOptions {
  /** Absolute path of `assets`. */
  readonly assetsFolder: string;
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** The same seed gives the same ids in every run. */
  readonly seed?: number;
  /** What it is to answer before it answers as usual. */
  readonly script?: Script;
}

export interface Simulator {
  /** `ws://127.0.0.1:PORT/v1/realtime`; `?model=` names the deployment. */
  readonly url: string;
  /** Cuts every session and frees the port. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const maxFrameBytes = 32 * 1024 * 1024;
const defaultSeed = 20_261_123;
/** What was really charged, as JSON, for whoever wants to hold a reconciliation against the truth. */
const billPath = '/simulator/bill';

/** The address a request asks for; one that cannot be read is taken for an unknown path. */
function addressOf(request: IncomingMessage): URL {
  const base = `http://${loopback}`;
  const path = request.url ?? '/';
  return new URL(URL.canParse(path, base) ? path : '/unreadable', base);
}

/**
 * Starts a Realtime deployment on loopback. Rejects with a sentence when the port is taken or the speech is missing.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const library = await loadSpeech(options.assetsFolder);
  const cache = new PrefixCache();
  const bill = new Bill();
  const script = options.script ?? new Script();
  const ids = new Ids(options.seed ?? defaultSeed);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const headers = (): Record<string, string> => ({ 'apim-request-id': ids.uuid(), 'x-ms-region': 'Simulated' });

  const answerHttp = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = addressOf(request);
    const fromPage = request.headers.origin !== undefined;
    if (pathname === billPath && !fromPage) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sessions: bill.read() }));
      return;
    }
    const refusal = isRealtimePath(pathname) ? refusals.notASocket : refusals.wrongPath;
    response.writeHead(refusal.status, { ...headers(), 'content-type': 'application/json' }).end(refusalBody(refusal));
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    // A peer that hangs up during the handshake is not an error of the simulator.
    socket.on('error', () => undefined);
    const admission = admit(addressOf(request), request.headers);
    if (!admission.ok) {
      socket.end(refusalResponse(admission.refusal, headers()));
      return;
    }
    const deployment: Deployment = { library, cache, bill, script, count: await loadTokenizer() };
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      openSession(webSocket, admission.request, deployment, ids.fork()),
    );
  };

  sockets.on('headers', (lines) => {
    for (const [name, value] of Object.entries(headers())) lines.push(`${name}: ${value}`);
  });
  const server = createServer(answerHttp);
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      const message = `${refusals.fault.message} ${error instanceof Error ? error.message : String(error)}`;
      socket.end(refusalResponse({ ...refusals.fault, message }, headers()));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, loopback, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://${loopback}:${port}/v1/realtime`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
