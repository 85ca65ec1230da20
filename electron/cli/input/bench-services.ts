import { proxyFromEnvironment } from '../../../shared/protocol/endpoints/network.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import type { EngineServices } from '../../engine/engine.ts';
import { keyRing } from '../../hosts/keys.ts';
import { launchSimulator, simulatorOnDemand } from '../../hosts/simulator-process.ts';
import { textLine } from '../../hosts/terminal.ts';
import type { Surroundings } from './command.ts';
import { proxyPasswordVariable } from './network-flags.ts';

/**
 * What an engine of the command line is lent: keys of the environment, a simulator of its own. `close` ends the simulator.
 * @param sessionsFolder where sessions are recorded; absent: in the data folder
 * @param proxyPassword given on the command line; else the environment's
 */
export function commandLineServices(
  { installation, terminal, launch, lent }: Surroundings,
  {
    sessionsFolder,
    proxyPassword = null,
  }: { readonly sessionsFolder?: string; readonly proxyPassword?: string | null } = {},
): { readonly services: EngineServices; readonly close: () => void } {
  const { assetsFolder, tokenWorker, version } = installation;
  const simulator = simulatorOnDemand(() => launchSimulator(launch, installation));
  const keys = keyRing({ store: null, whyNot: '', env: process.env });
  const services: EngineServices = {
    dataFolder: dataFolder(),
    ...(sessionsFolder === undefined ? {} : { sessionsFolder }),
    assetsFolder,
    tokenWorker,
    version,
    host: 'cli',
    simulatorUrl: () => simulator.url(),
    secret: (owner) =>
      owner.kind === 'proxy'
        ? Promise.resolve(proxyPassword ?? process.env[proxyPasswordVariable] ?? null)
        : keys.secret(owner),
    secretStatus: keys.secretStatus,
    systemProxy: (url) => Promise.resolve(proxyFromEnvironment(url, process.env)),
    log: (line) => terminal.err(textLine(line)),
    ...lent,
  };
  return { services, close: () => simulator.close() };
}
