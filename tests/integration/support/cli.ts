import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundle } from './bundle.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as it is shipped: built once for a test file, each run a process of its own. */
export function builtCli(): (args: readonly string[], input?: string, home?: string) => Promise<Ran> {
  let folder = '';
  beforeAll(async () => {
    folder = await bundle({ cli: 'electron/cli/voxtally.ts' });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (args, input, home = join(folder, 'home')) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(folder, 'out', 'node', 'cli.js'), ...args], {
        env: { ...process.env, VOXTALLY_HOME: home },
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
      // A command that refuses its flags never reads what it is given.
      child.stdin.on('error', () => {});
      child.stdin.end(input ?? '');
    });
}

export const fixture = (name: string): string => new URL(`../../fixtures/billing/${name}`, import.meta.url).pathname;
