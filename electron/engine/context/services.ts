import { join } from 'node:path';
import type { BenchApi, BenchPush } from '../../../shared/contract/bench-api.ts';
import type { BenchPort, PortKind } from '../../../shared/contract/ports.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import type { SecretOwner } from '../../../shared/protocol/endpoints/credential-id.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import type { FolderWatchOptions } from '../data/folder-watch.ts';
import type { RouteServices } from '../net/route.ts';
import type { EntraTokenSource } from '../sign-in/token-cache.ts';

/** Whether a secret is at hand, where it is kept, and whether one is needed. Never the secret. */
export interface SecretStatus {
  readonly present: boolean;
  readonly from: 'store' | 'memory' | 'environment' | null;
  readonly needed: boolean;
  /** The environment variable that holds it. */
  readonly variable?: string;
}

/** What the process around the engine lends it. The engine itself knows neither Electron nor any host. */
export interface EngineServices extends RouteServices {
  /** Absolute path; made when missing. */
  readonly dataFolder: string;
  /** Where sessions are kept. Default: `sessions` in the data folder. */
  readonly sessionsFolder?: string;
  /** Absolute path of `assets`, which holds the price books. */
  readonly assetsFolder: string;
  /** The built entry of the thread that counts tokens, `out/node/token-worker.js`. Absent: they are counted on the engine's own loop. */
  readonly tokenWorker?: string;
  /** Where the built entries of worker threads lie. Default: `out/node` beside the assets. */
  readonly workersFolder?: string;
  readonly version: string;
  readonly host: 'electron' | 'browser' | 'cli' | 'test';
  /** How often this host has started an engine, this one included. Default 1. */
  readonly engineStarts?: number;
  /** Starts the simulator when it does not run; `url` is its WebSocket address, whose path and query are replaced by the endpoint's. */
  simulatorUrl(endpoint: Endpoint): Promise<Result<{ url: string }>>;
  secretStatus(owner: SecretOwner): Promise<SecretStatus>;
  /** Where tokens of Entra ID come from; absent: from Entra ID. */
  readonly entraTokens?: EntraTokenSource;
  /** Where Cost Management is asked; absent: at Azure. Tests alone set it: no page and no flag reaches it. */
  readonly costManagementUrl?: string;
  /** Where OpenAI's costs are asked; absent: at OpenAI. Tests alone set it. */
  readonly openAiUrl?: string;
  /** How the data folder is watched for what other hosts change; absent: as usual. Tests alone set it. */
  readonly watch?: FolderWatchOptions;
  /** How questions to Azure leave this machine; absent: as the preferences say. */
  readonly network?: NetworkSettings;
}

/** Where the built entries of worker threads lie. */
export const workersFolderOf = ({
  workersFolder,
  assetsFolder,
}: Pick<EngineServices, 'workersFolder' | 'assetsFolder'>): string =>
  workersFolder ?? join(assetsFolder, '..', 'out', 'node');

/** The application, whatever host it runs in. */
export interface Engine {
  /** Takes one end of a port of a page. `clientId` is the same for all ports of one page. */
  attachPort(kind: PortKind, port: BenchPort, clientId: number): void;
  /** A client in the same process: the CLI and tests. */
  client(push: (push: BenchPush) => void): BenchApi & { detach(): void };
  /** The computer woke from sleep: whether the connection outlived it is tried out. */
  woke(): void;
  /** Closes the live session (waiting at most `graceMs` for open responses), the record and every port. Never throws. */
  shutdown(graceMs: number): Promise<void>;
}
