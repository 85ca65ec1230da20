import { type MessagePortMain, utilityProcess } from 'electron';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { EngineProcess, FromEngineProcess } from '../hosts/engine-messages.ts';
import { settleWithin } from '../hosts/engine-supervisor.ts';
import { withoutKeys } from '../hosts/keys.ts';
import type { SimulatorMessage } from '../hosts/simulator-entry.ts';
import type { RunningSimulator } from '../hosts/simulator-process.ts';
import { passOn, terminal } from '../hosts/terminal.ts';

/** Starts the engine in a utility process; pages talk to it over ports, and the main process is not in between. */
export function engineUtilityProcess(script: string): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(script, [], {
    serviceName: 'Voxtally engine',
    env: withoutKeys(process.env),
    stdio: 'pipe',
  });
  passOn(child.stdout, terminal.out);
  passOn(child.stderr, terminal.err);
  return {
    send: (message, port) => child.postMessage(message, port === undefined ? [] : [port]),
    onMessage: (listener) => void child.on('message', (message: FromEngineProcess) => listener(message)),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill() {
      // SIGTERM, which `child.kill()` sends, is a polite request there, and a hanging engine does not hear it.
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(child.pid, 'SIGKILL');
      else child.kill();
    },
  };
}

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
