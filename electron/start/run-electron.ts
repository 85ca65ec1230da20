import { spawn } from 'node:child_process';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { passOn } from '../terminal/pass-on.ts';
import { terminal } from '../terminal/terminal.ts';

export interface ElectronRun {
  readonly executable: string;
  readonly root: string;
  readonly noSandbox: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What Electron wrote last, when it ended before its window was there: the line that says why. */
function gistOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /fatal|error while loading|cannot open|missing x server/i.test(line));
  return (telling ?? lines.at(-1) ?? 'it said nothing').replace(/^\[[^\]]*\]\s*/, '').slice(0, 200);
}

/**
 * Runs the bench in Electron until its last window is closed. Refuses when Electron ends before it has a window: libraries of the
 * system are missing, or its sandbox is not allowed here. SIGINT and SIGTERM are passed on, and Electron closes in order.
 */
export function runElectron({ executable, root, noSandbox, env }: ElectronRun): Promise<Result<{ code: number }>> {
  const { ELECTRON_RUN_AS_NODE: _node, ...usable } = env;
  const child = spawn(executable, [...(noSandbox ? ['--no-sandbox'] : []), root], {
    env: usable,
    stdio: ['inherit', 'pipe', 'pipe', 'ipc'],
  });
  let opened = false;
  let asked = false;
  let output = '';
  child.on('message', () => {
    opened = true;
  });
  passOn(child.stdout, terminal.out);
  passOn(child.stderr, (text) => {
    if (opened) terminal.err(text);
    else output += text;
  });
  const pass = (signal: NodeJS.Signals): void => {
    asked = true;
    child.kill(signal);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  return new Promise((resolve) => {
    const failed = (reason: string): void =>
      resolve(refuse(benchError('unsupported', `Electron did not start here (${reason}).`)));
    child.once('error', (error) => failed(error.message));
    child.once('close', (code) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      if (opened || asked || code === 0) {
        if (!opened) terminal.err(output);
        resolve(ok({ code: code ?? 1 }));
      } else failed(gistOf(output));
    });
  });
}
