import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Result } from '../../shared/errors.ts';
import { proxyFromEnvironment } from '../../shared/network/environment-proxy.ts';
import type { EngineSettings } from '../hosts/engine-messages.ts';
import { EngineSupervisor } from '../hosts/engine-supervisor.ts';
import { keyRing } from '../hosts/keys/key-ring.ts';
import { simulatorOnDemand, type RunningSimulator } from '../hosts/simulator-on-demand.ts';
import { answerRefusal } from './answers.ts';
import { engineChild } from './engine-child.ts';
import { HostSockets } from './host-sockets.ts';
import { listen } from './listen.ts';
import { serveRequest } from './requests.ts';
import { Tickets, type TicketTerms } from './tickets.ts';
import { serveUpgrade } from './upgrades.ts';

export interface BrowserHostOptions extends Omit<EngineSettings, 'host' | 'engineStarts'> {
  /** Absolute path of the built page. */
  readonly pageFolder: string;
  /** Absolute path of the built engine process. */
  readonly engineScript: string;
  readonly forkSimulator: () => Promise<Result<RunningSimulator>>;
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
  const { pageFolder, engineScript, dataFolder, assetsFolder, version, env, log } = options;
  const keys = keyRing({ store: null, whyNot: memoryOnly, env });
  const simulator = simulatorOnDemand(options.forkSimulator);
  const pages = new HostSockets((open) => options.onPages?.(open));
  const engine = new EngineSupervisor<Socket>({
    launch: () => engineChild(engineScript),
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
  const services = { pageFolder, tickets, keys };
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
