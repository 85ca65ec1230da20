import { ok, type Result } from '../../../shared/kit/errors.ts';
import { proxyFromEnvironment } from '../../../shared/protocol/endpoints/network.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import type { EngineServices } from '../../engine/engine.ts';
import type { Installation } from '../../hosts/installation.ts';
import { keyRing, withoutKeys } from '../../hosts/keys.ts';
import { type ForkedSimulator, forkSimulator } from '../../hosts/simulator-process.ts';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import { proxyPasswordVariable } from './network-flags.ts';

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
