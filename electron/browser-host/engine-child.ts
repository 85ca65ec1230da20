import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import type { EngineProcess } from '../hosts/engine-process.ts';
import type { FromEngineProcess } from '../hosts/engine-messages.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';
import { passOn } from '../terminal/pass-on.ts';
import { terminal } from '../terminal/terminal.ts';

/** Starts the engine as a Node process of its own, so that serving files never stands in the way of the audio. */
export function engineChild(script: string): EngineProcess<Socket> {
  const child = fork(script, [], {
    execArgv: [],
    env: withoutKeys(process.env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  passOn(child.stdout, terminal.out);
  passOn(child.stderr, terminal.err);
  return {
    send(message, socket) {
      // A process that has just died says so by 'exit'.
      child.send(message, socket, { keepOpen: false }, () => undefined);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngineProcess)),
    onExit: (listener) => {
      let told = false;
      const tell = (how: string): void => {
        if (!told) listener(how);
        told = true;
      };
      child.on('exit', (code, signal) => tell(signal === null ? `exit code ${code}` : `signal ${signal}`));
      child.on('error', (error) => tell(error.message));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
