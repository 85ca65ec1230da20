import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { assertNever } from '../../shared/kit/errors.ts';
import type { Engine } from '../engine/context/services.ts';
import { createEngine } from '../engine/engine.ts';
import { type MessagePortLike, messagePortMain, wsPort } from '../engine/ports/transports.ts';
import {
  askHost,
  type EngineSettings,
  type ParentHandle,
  parentLink,
  type ParentLink,
  type ToEngineProcess,
  type UpgradeRequest,
} from './engine-messages.ts';
import { makeOwnFilesOnly } from './process.ts';
import { allowLostReader, logLine } from './terminal.ts';

/*
 * The engine as a process of its own: Electron's utility process, or a fork of the browser host. It does what its parent says and
 * ends only when told to, or when the parent is gone.
 */

/** Larger than any message of a page: an upload comes in pieces. */
const maxPayload = 16 * 1024 * 1024;

// Compression would cost the audio a millisecond and gain nothing on loopback.
const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload });

/** Finishes the WebSocket handshake on a socket that the host has checked and handed over. */
function acceptSocket(socket: Socket, upgrade: UpgradeRequest, accepted: (socket: WebSocket) => void): void {
  const request = new IncomingMessage(socket);
  request.method = 'GET';
  request.url = upgrade.url;
  request.headers = upgrade.headers;
  server.handleUpgrade(request, socket, Buffer.from(upgrade.head, 'base64'), accepted);
}

/** How long open responses may still take when the parent has died; nobody waits for this process then. */
const orphanGraceMs = 1000;

function run(link: ParentLink): void {
  const host = askHost((message) => link.post(message));
  let engine: Promise<Engine> | null = null;
  let stopping = false;
  /** Sockets that the parent still reads from. */
  const sockets = new Map<number, Extract<ToEngineProcess, { kind: 'socket' }> & { readonly socket: Socket }>();

  const start = (settings: EngineSettings): Promise<Engine> =>
    createEngine({
      ...settings,
      ...host.services,
      tokenWorker: join(import.meta.dirname, 'token-worker.js'),
      log: (line) => link.post({ kind: 'log', line }),
    });

  const stop = async (graceMs: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await (await engine?.catch(() => null))?.shutdown(graceMs);
    link.post({ kind: 'stopped' });
  };

  const receive = async (message: ToEngineProcess, handle: ParentHandle): Promise<void> => {
    switch (message.kind) {
      case 'start':
        engine = start(message.settings);
        await engine;
        link.post({ kind: 'ready' });
        return;
      case 'port':
        (await engine)?.attachPort(message.portKind, messagePortMain(handle as MessagePortLike), message.clientId);
        return;
      case 'socket':
        // Undefined when the page went away while its socket was on the way here.
        if (handle !== undefined && handle !== null) {
          const socket = handle as Socket;
          // A page that goes away right now: the handshake on it then fails by itself.
          socket.on('error', () => socket.destroy());
          sockets.set(message.number, { ...message, socket });
          link.post({ kind: 'socket-here', number: message.number });
        }
        return;
      case 'socket-yours': {
        const handed = sockets.get(message.number);
        sockets.delete(message.number);
        const running = await engine;
        if (handed === undefined || running === null) return;
        acceptSocket(handed.socket, handed.upgrade, (socket) =>
          running.attachPort(handed.portKind, wsPort(socket), handed.clientId),
        );
        return;
      }
      case 'answer':
        host.answered(message.id, message.answer);
        return;
      case 'woke':
        (await engine)?.woke();
        return;
      case 'stop':
        await stop(message.graceMs);
        return;
      default:
        assertNever(message, 'Message to the engine process');
    }
  };

  link.onMessage((message, handle) => {
    receive(message, handle).catch((error: unknown) => {
      link.post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      process.exitCode = 1;
      setImmediate(() => process.exit());
    });
  });
  const leave = (graceMs: number): void => void stop(graceMs).then(() => process.exit());
  link.onGone(() => leave(orphanGraceMs));
  // Ctrl-C and a closed terminal reach the whole process group: the parent hears it too and asks this process to stop.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', () => leave(orphanGraceMs));
}

// It may outlive whoever reads what it writes.
allowLostReader();
const link = parentLink();
if (link === null) {
  logLine('This is the engine of Voxtally, started by its window or its browser host. Run npm start instead.');
  process.exitCode = 1;
} else {
  makeOwnFilesOnly();
  run(link);
}
