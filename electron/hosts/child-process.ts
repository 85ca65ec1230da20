import { fork, type SendHandle, type Serializable } from 'node:child_process';
import { withoutKeys } from './keys.ts';
import { passOn, terminal } from './terminal.ts';

/**
 * A process of the application as the process that started it sees it. `Handle` is what travels beside a message: a socket under
 * Node, a MessagePort under Electron.
 */
export interface ChildProcess<Sent, Heard, Handle> {
  send(message: Sent, handle?: Handle): void;
  onMessage(listener: (message: Heard) => void): void;
  /** Called once; `how` finishes the sentence "The engine stopped (…)". */
  onExit(listener: (how: string) => void): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** The same with what only its maker knows. */
export interface LaunchedProcess<Sent, Heard, Handle> extends ChildProcess<Sent, Heard, Handle> {
  /** False once it has ended, however that came. */
  running(): boolean;
  /** Asks it to end. */
  end(): void;
  /** The end of what it wrote to its standard error. */
  lastWords(): string;
}

export interface ChildSpec {
  /** The built entry it runs. */
  readonly script: string;
  readonly args?: readonly string[];
  /** How the system lists it, where it can be told. */
  readonly name: string;
}

/** A maker of child processes, which talk in messages that are read before they are believed. */
export type Launch = (spec: ChildSpec) => LaunchedProcess<never, unknown, never>;

/** What is used of a child's output: a pipe of Node, or Electron's of a utility process. */
type Output = Parameters<typeof passOn>[0];

const mostLastWords = 2000;

/** Passes on what a child writes to this process's own output. Returns its last words so far. */
export function hearOutput(stdout: Output, stderr: Output): () => string {
  let lastWords = '';
  const keep = (text: string): void => {
    lastWords = (lastWords + text).slice(-mostLastWords);
  };
  passOn(stdout, terminal.out);
  passOn(stderr, (text) => {
    keep(text);
    terminal.err(text);
  });
  return () => lastWords.trim();
}

/** A process that was asked to end and has not by then is ended. */
const endMs = 2000;

/** Starts a process of Node's. It gets no key of the environment, and ends with its parent, even when that is killed. */
export function forkChild<Sent extends Serializable, Heard, Handle extends SendHandle>({
  script,
  args = [],
}: ChildSpec): LaunchedProcess<Sent, Heard, Handle> {
  const child = fork(script, args, {
    execArgv: [],
    env: withoutKeys(process.env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return {
    send(message, handle) {
      // A process that has just died says so by 'exit'.
      child.send(message, handle, { keepOpen: false }, () => undefined);
    },
    // Both ends are of one build; who does not trust that reads `unknown`.
    onMessage: (listener) => void child.on('message', (message) => listener(message as Heard)),
    onExit(listener) {
      let told = false;
      const tell = (how: string): void => {
        if (!told) listener(how);
        told = true;
      };
      child.on('exit', (code, signal) => tell(signal === null ? `exit code ${code}` : `signal ${signal}`));
      child.on('error', (error) => tell(error.message));
    },
    kill: () => void child.kill('SIGKILL'),
    running: () => child.exitCode === null && child.signalCode === null && child.pid !== undefined,
    end() {
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), endMs).unref();
    },
    lastWords: hearOutput(child.stdout, child.stderr),
  };
}
