import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Result } from '../../../shared/kit/errors.ts';
import { proxyFromEnvironment } from '../../../shared/protocol/endpoints/network.ts';
import { forkChild } from '../child-process.ts';
import { type Development, onEngineBuilt } from '../development.ts';
import type { EngineSettings } from '../engine-messages.ts';
import { engineSpec, EngineSupervisor } from '../engine-supervisor.ts';
import { keyRing } from '../keys.ts';
import type { PageSource } from '../page-files.ts';
import { type RunningSimulator, simulatorOnDemand } from '../simulator-process.ts';
import { Tickets, type TicketTerms } from './access.ts';
import { answerRefusal, serveRequest } from './requests.ts';
import { HostSockets, serveUpgrade } from './sockets.ts';

const loopback = '127.0.0.1';
/** A port that stays the same keeps the page's origin, and with it the permission to use the microphone. */
export const usualPort = 17_645;
const alternatives = 10;

/** Ports that others hold, and those that Windows keeps for itself. */
const taken = new Set(['EADDRINUSE', 'EACCES']);

const tryPort = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Listens on loopback: on `port` and nowhere else when it is given, else on the usual port or one of the next ones.
 * Rejects with a whole sentence.
 */
async function listen(server: Server, port?: number): Promise<number> {
  const ports = port === undefined ? Array.from({ length: alternatives }, (_, n) => usualPort + n) : [port];
  for (const candidate of ports) {
    try {
      await tryPort(server, candidate);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (!taken.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  throw new Error(
    port === undefined
      ? `The ports ${usualPort} to ${usualPort + alternatives - 1} are all taken. Name another with --port.`
      : `Port ${port} is taken by another program. Name another one with --port, or leave --port out.`,
  );
}

export interface BrowserHostOptions extends Omit<EngineSettings, 'host' | 'engineStarts'> {
  readonly page: PageSource;
  /** Of a build for development; the engine is then restarted when its code changes. */
  readonly development?: Development | null;
  /** Absolute path of the built engine process. */
  readonly engineScript: string;
  readonly startSimulator: () => Promise<Result<RunningSimulator>>;
  /** Only this port; absent: the usual one or one of the next. 0: any. */
  readonly port?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly onPages?: (open: number) => void;
}

export interface BrowserHost {
  readonly port: number;
  /** An address that lets one browser in. A secret until it is used. */
  newAddress(terms?: TicketTerms): string;
  readonly openPages: number;
  /** Closes the session and its record, then the host; ends the engine after `mostMs` whatever it does. */
  close(graceMs: number, mostMs: number): Promise<void>;
}

const memoryOnly = 'The browser host keeps a key until it ends, and on no disk.';

/** Serves the bench on loopback to a browser of this machine. Rejects with a whole sentence when it cannot listen. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { page, development, engineScript, dataFolder, assetsFolder, version, env, log } = options;
  const keys = keyRing({ store: null, whyNot: memoryOnly, env });
  const simulator = simulatorOnDemand(options.startSimulator);
  const pages = new HostSockets((open) => options.onPages?.(open));
  const engine = new EngineSupervisor<Socket>({
    // A process of its own, so that serving files never stands in the way of the audio.
    launch: () => forkChild(engineSpec(engineScript)),
    settings: { dataFolder, assetsFolder, version, host: 'browser' },
    services: {
      secret: keys.secret,
      secretStatus: keys.secretStatus,
      simulatorUrl: () => simulator.url(),
      systemProxy: (url) => Promise.resolve(proxyFromEnvironment(url, env)),
    },
    onGone: (message) => pages.tell({ kind: 'engine-gone', message }),
    onBack: (message) => pages.tell({ kind: 'engine-back', message }),
    log,
  });
  const server = createServer();
  const port = await listen(server, options.port);
  const tickets = new Tickets(port);
  const services = { page, tickets, keys };
  server.on('request', (request, response) => {
    serveRequest(request, response, services).catch((error: unknown) => {
      log(`A request was not answered: ${error instanceof Error ? error.message : String(error)}`);
      if (response.headersSent) response.destroy();
      else answerRefusal(response, { status: 503, message: 'The bench could not answer.' });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    void serveUpgrade(request, socket as Socket, head, { tickets, engine, pages });
  });
  engine.start();
  if (development) onEngineBuilt(development, () => void engine.restart());
  return {
    port,
    newAddress: (terms) => `http://127.0.0.1:${port}/?ticket=${tickets.issue(terms)}`,
    get openPages() {
      return pages.open;
    },
    async close(graceMs, mostMs) {
      await engine.stop(graceMs, mostMs);
      pages.close();
      simulator.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
