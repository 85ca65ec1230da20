import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Bill } from './model/bill.ts';
import { PromptCache } from './model/prompt-cache.ts';
import { Script } from './model/reply-plan.ts';
import { loadSpeech } from './model/speech.ts';
import { loadTokenizer } from './model/tokens.ts';
import { receiveFrame } from './session/client-events.ts';
import { abandonResponses } from './session/finish-response.ts';
import { type Deployment, Session } from './session/session-state.ts';
import { armIdleTimeout } from './session/turns.ts';
import { azureShape, Connection, gaShape, Ids } from './wire/connection.ts';
import { errors } from './wire/errors.ts';
import {
  admit,
  isRealtimePath,
  refusalBody,
  refusalResponse,
  refusals,
  type SessionRequest,
} from './wire/handshake.ts';
import { previewShape, readPreviewFrame } from './wire/preview.ts';

const goingAway = 1001;
const betaDisabled = { code: 4000, reason: 'invalid_request_error.beta_api_shape_disabled' };

/** What the switches do to a session from its beginning. */
function misbehave(session: Session): void {
  const { malformed_frame: malformed, drop_after_ms: dropAfterMs } = session.switches;
  if (malformed) {
    session.connection.sendText('{"type": "session.crea');
    session.send('session.unheard_of', { note: 'No version of the protocol knows this event.' });
  }
  if (dropAfterMs !== undefined) session.timers.after(dropAfterMs, () => session.connection.destroy());
}

/** Speaks the protocol on a socket that has just been opened, until it closes. */
function openSession(socket: WebSocket, request: SessionRequest, deployment: Deployment, ids: Ids): void {
  // A broken line ends in `close`, which is where the session ends.
  socket.on('error', () => undefined);
  const spoken = request.preview ? previewShape : gaShape(ids.fork());
  const connection = new Connection(socket, ids, request.vendor === 'azure' ? azureShape(spoken) : spoken);
  if (request.beta) {
    connection.send('error', { error: { ...errors.betaDisabled(), event_id: null } });
    connection.close(betaDisabled.code, betaDisabled.reason);
    return;
  }
  const session = new Session(request, deployment, ids, connection);
  session.afterResponse = (ended) => armIdleTimeout(session, ended);
  session.send('session.created', { session: session.describe() });
  if (session.switches.conversation_created && !session.transcribes) {
    session.send('conversation.created', {
      conversation: { id: session.conversation.id, object: 'realtime.conversation' },
    });
  }
  misbehave(session);
  session.timers.after(session.switches.expires_after_ms, () => {
    session.refuse(errors.sessionExpired(), null);
    connection.close(goingAway, 'session_expired');
  });
  const receive = (text: string): void => {
    const read = request.preview ? readPreviewFrame(text) : { ok: true as const, text };
    if (read.ok) receiveFrame(session, read.text);
    else session.refuse(read.error, read.eventId);
  };
  // The default binaryType of a socket of the server hands every message over as one Buffer.
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) session.refuse(errors.badJson('it is a binary frame, and events are text.'), null);
    else receive(data.toString());
  });
  socket.on('close', () => {
    abandonResponses(session);
    session.timers.close();
  });
}

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
  const cache = new PromptCache();
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
