import { utilityProcess, type MessagePortMain } from 'electron';
import type { FromEngineProcess } from '../hosts/engine-messages.ts';
import type { EngineProcess } from '../hosts/engine-process.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { passOn } from '../terminal/pass-on.ts';
import { terminal } from '../terminal/terminal.ts';

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
