import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/**
 * The most memory that a running process has held since its program began, in kB; null where the system does not tell. What
 * `resourceUsage` says on Linux begins with what the process that started it held at that time, which is no memory of its own.
 */
export function peakKb(pid: number): number | null {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb);
  } catch {
    return null;
  }
}

export interface MeasuredRun {
  /** What it printed. */
  readonly printed: string;
  /** The most it held, read when it had done its work; null where the system does not tell. */
  readonly peakKb: number | null;
}

/**
 * Runs a script of Node in a process of its own, which is asked for its memory once it has printed a line: the script prints one when
 * its work is done, and nothing else. Rejects where it ends without one.
 */
export async function measuredRun(script: string, args: readonly string[]): Promise<MeasuredRun> {
  // It waits for its input to end, so that it is there to be looked at.
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${script}\nprocess.stdin.resume();`, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let printed = '';
  const line = new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes('\n')) resolve();
    });
  });
  await Promise.race([line, closed]);
  const held = child.pid === undefined ? null : peakKb(child.pid);
  child.stdin.end();
  await closed;
  if (!printed.includes('\n'))
    throw new Error(`The process ended with code ${child.exitCode} before its work was done.`);
  return { printed, peakKb: held };
}
