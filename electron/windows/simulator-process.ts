import { utilityProcess } from 'electron';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import type { RunningSimulator } from '../hosts/simulator-on-demand.ts';
import { settleWithin } from '../hosts/settle-within.ts';
import { passOn } from '../terminal/pass-on.ts';
import { terminal } from '../terminal/terminal.ts';
import type { SimulatorMessage } from '../simulator/process.ts';

const startMs = 15_000;

/** Starts the simulator in a utility process of its own. */
export async function simulatorUtilityProcess(script: string, assets: string): Promise<Result<RunningSimulator>> {
  const child = utilityProcess.fork(script, ['--assets', assets], {
    serviceName: 'Voxtally simulator',
    stdio: 'pipe',
    env: withoutKeys(process.env),
  });
  passOn(child.stdout, terminal.out);
  passOn(child.stderr, terminal.err);
  let runs = true;
  const first = new Promise<SimulatorMessage>((resolve) => {
    child.once('message', (message: SimulatorMessage) => resolve(message));
    child.once('exit', (code) => {
      runs = false;
      resolve({ kind: 'failed', message: `its process ended with code ${code}.` });
    });
  });
  const late: SimulatorMessage = { kind: 'failed', message: `it said nothing for ${startMs / 1000} seconds.` };
  const message = await settleWithin(first, startMs, late);
  if (message.kind === 'listening') {
    return ok({ url: message.url, running: () => runs, close: () => void child.kill() });
  }
  child.kill();
  const nextStep = 'Start it again; when it fails again, build the application anew.';
  return refuse(benchError('simulator', `The simulator did not start: ${message.message}`, { nextStep }));
}
