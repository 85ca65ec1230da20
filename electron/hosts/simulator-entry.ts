import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/server.ts';
import type { SimulatorMessage } from './simulator-process.ts';
import { terminal, textLine } from './terminal.ts';

/*
 * The simulator as a process of its own: the target of `child_process.fork` and of Electron's `utilityProcess.fork`.
 * Arguments: --assets FOLDER [--port N] [--seed N]. Posts { kind: 'listening', url } or { kind: 'failed', message } to
 * its parent and ends when the parent goes. Started by hand it prints the address and runs until it is interrupted.
 */

/** Electron's end of the line to the parent, as far as it is used here. */
interface ParentPort {
  postMessage(message: SimulatorMessage): void;
  on(event: 'close', listener: () => void): void;
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

function say(message: SimulatorMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port to the parent process has no origin
  if (parentPort !== undefined) parentPort.postMessage(message);
  else if (process.send !== undefined) process.send(message);
  else terminal.out(textLine(message.kind === 'listening' ? message.url : message.message));
}

/** A message to the parent is on its way within this time. */
const messageLeavesMs = 300;

const { values } = parseArgs({
  options: { assets: { type: 'string' }, port: { type: 'string' }, seed: { type: 'string' } },
  strict: false,
});
const whole = (text: unknown): number | undefined => {
  const number = typeof text === 'string' ? Number(text) : NaN;
  return Number.isInteger(number) && number >= 0 ? number : undefined;
};

/**
 * Signals that are its parent's to act on: they may reach the whole group, and the parent still has a session to close.
 * Electron itself ends a utility process by SIGTERM.
 */
const parents: readonly NodeJS.Signals[] =
  parentPort !== undefined ? ['SIGINT', 'SIGHUP'] : process.send !== undefined ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : [];
for (const signal of parents) process.on(signal, () => undefined);

async function run(): Promise<void> {
  if (typeof values.assets !== 'string') throw new Error('The simulator needs --assets with the folder of its speech.');
  const port = whole(values.port);
  const seed = whole(values.seed);
  const simulator = await startSimulator({
    assetsFolder: values.assets,
    ...(port === undefined ? {} : { port }),
    ...(seed === undefined ? {} : { seed }),
  });
  const end = (): void => {
    void simulator.close().finally(() => process.exit(0));
  };
  parentPort?.on('close', end);
  process.on('disconnect', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) if (!parents.includes(signal)) process.on(signal, end);
  say({ kind: 'listening', url: simulator.url });
}

run().catch((error: unknown) => {
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  setTimeout(() => process.exit(1), messageLeavesMs);
});
