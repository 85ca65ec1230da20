import { type MessagePortMain, utilityProcess } from 'electron';
import { codeOf } from '../../shared/kit/errors.ts';
import { type ChildSpec, hearOutput, type LaunchedProcess } from '../hosts/child-process.ts';
import { withoutKeys } from '../hosts/keys.ts';

/** Ends a process that may have ended by itself a moment ago, before its event is here. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/**
 * Starts a utility process of Electron's. It gets no key of the environment. Pages talk to it over ports, and the main process is not
 * in between.
 */
export function utilityChild<Sent, Heard>({
  script,
  args = [],
  name,
}: ChildSpec): LaunchedProcess<Sent, Heard, MessagePortMain> {
  const child = utilityProcess.fork(script, [...args], {
    serviceName: name,
    env: withoutKeys(process.env),
    stdio: 'pipe',
  });
  let running = true;
  child.once('exit', () => {
    running = false;
  });
  return {
    send: (message, port) => child.postMessage(message, port === undefined ? [] : [port]),
    onMessage: (listener) => void child.on('message', (message: Heard) => listener(message)),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill() {
      // SIGTERM, which `child.kill()` sends, is a polite request there, and a hanging process does not hear it.
      if (child.pid === undefined || process.platform === 'win32') child.kill();
      else endProcess(child.pid);
    },
    running: () => running,
    end: () => void child.kill(),
    lastWords: hearOutput(child.stdout, child.stderr),
  };
}
