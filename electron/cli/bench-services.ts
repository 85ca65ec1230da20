import { ok, type Result } from '../../shared/errors.ts';
import type { EngineServices } from '../engine/engine.ts';
import { dataFolder } from '../engine/data-folder.ts';
import { forkSimulator, type ForkedSimulator } from '../simulator/fork.ts';
import { proxyFromEnvironment } from '../../shared/network/environment-proxy.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { keyRing } from '../hosts/keys/key-ring.ts';
import { textLine, type Terminal } from '../terminal/terminal.ts';
import type { Installation } from './installation.ts';
import { proxyPasswordVariable } from './flags/network-flags.ts';

/**
 * The engine's surroundings on the command line: keys from the environment, a simulator of its own. `close` ends the simulator.
 * @param proxyPassword given on the command line; else the environment's
 */
export function commandLineServices(
  installation: Installation,
  terminal: Terminal,
  sessionsFolder: string | undefined,
  proxyPassword: string | null = null,
): { services: EngineServices; close(): void } {
  let simulator: ForkedSimulator | null = null;
  const keys = keyRing({ store: null, whyNot: '', env: process.env });
  const services: EngineServices = {
    dataFolder: dataFolder(),
    ...(sessionsFolder === undefined ? {} : { sessionsFolder }),
    assetsFolder: installation.assetsFolder,
    tokenWorker: installation.tokenWorker,
    version: installation.version,
    host: 'cli',
    simulatorUrl: async (): Promise<Result<{ url: string }>> => {
      if (simulator?.running() !== true) {
        const forked = await forkSimulator(
          installation.simulatorScript,
          installation.assetsFolder,
          withoutKeys(process.env),
        );
        if (!forked.ok) return forked;
        simulator = forked;
      }
      return ok({ url: simulator.url });
    },

    secret: (owner) =>
      owner.kind === 'proxy'
        ? Promise.resolve(proxyPassword ?? process.env[proxyPasswordVariable] ?? null)
        : keys.secret(owner),
    secretStatus: keys.secretStatus,
    systemProxy: (url) => Promise.resolve(proxyFromEnvironment(url, process.env)),
    log: (line) => terminal.err(textLine(line)),
  };
  return { services, close: () => simulator?.close() };
}
