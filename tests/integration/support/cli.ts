import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { runWords } from '../../../electron/cli/command-line.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import { writerOf } from '../../../electron/hosts/terminal.ts';
import { temporaryFolder } from './bench.ts';
import { builtFolder } from './bundle.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a command finds around it; absent: an empty standard input, and the folder and variables of this process. */
export interface Around {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** The command line as it is built, and beside it all that it starts. */
export const builtScript = async (): Promise<string> => join(await builtFolder(), 'cli.js');

/** Variables of this process that are others for a while; undefined: not set. Returns what sets them back. */
function setVariables(env: Readonly<Record<string, string | undefined>>): () => void {
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(env)) set(name, value);
  return () => {
    for (const [name, value] of before) set(name, value);
  };
}

/** Another standard input of this process. Returns what puts the own one back. */
function setInput(input: string): () => void {
  const own = Object.getOwnPropertyDescriptor(process, 'stdin');
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    value: Readable.from(input === '' ? [] : [Buffer.from(input)]),
  });
  return () => {
    if (own !== undefined) Object.defineProperty(process, 'stdin', own);
  };
}

/** The command line that runs; environment, input and folder are the process's own, so the next one waits for it. */
let running: Promise<unknown> = Promise.resolve();

/**
 * A command line in this process, one after the other: all that a process of its own does, without the start of one. What only that
 * shows is for `inItsOwnProcess`: that it ends by itself, on a signal and with its exit code, and what its children print.
 */
export function inThisProcess(args: readonly string[], around: Around = {}): Promise<Ran> {
  const ran = running.then(() => runHere(args, around));
  running = ran.catch(() => undefined);
  return ran;
}

async function runHere(args: readonly string[], { input = '', env = {}, cwd }: Around): Promise<Ran> {
  const script = pathToFileURL(await builtScript()).href;
  let out = '';
  let err = '';
  const to = (add: (text: string) => void) => writerOf({ write: (text: string) => (add(text), true) });
  const before = process.cwd();
  const undo = [setVariables(env), setInput(input), () => process.chdir(before)];
  try {
    if (cwd !== undefined) process.chdir(cwd);
    const code = await runWords(args, {
      findInstallation: () => findInstallation(script),
      terminal: { out: to((text) => (out += text)), err: to((text) => (err += text)) },
      launch: forkChild,
    });
    return { code, out, err };
  } finally {
    for (const one of undo) one();
  }
}

/** The same in a process of its own, as it is shipped. */
export async function inItsOwnProcess(args: readonly string[], { input = '', env, cwd }: Around = {}): Promise<Ran> {
  const script = await builtScript();
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    // Bytes that are no text would be as bad as a control character.
    const text = (parts: readonly Buffer[]): string =>
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
    child.on('close', (code) => {
      try {
        resolve({ code, out: text(out), err: text(err) });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    // A command that refuses its flags never reads what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

export type CommandLine = (args: readonly string[], input?: string, home?: string) => Promise<Ran>;

/** Command lines over one data folder, which goes with the test file. */
export function commandLines(): { readonly here: CommandLine; readonly alone: CommandLine } {
  // What was edited since is built first, which is no test's time.
  beforeAll(builtScript, 120_000);
  let folder: Promise<string> | null = null;
  const over =
    (run: typeof inThisProcess): CommandLine =>
    async (args, input = '', home) => {
      folder ??= temporaryFolder();
      return await run(args, { input, env: { VOXTALLY_HOME: home ?? join(await folder, 'home') } });
    };
  afterAll(async () => {
    if (folder !== null) await rm(await folder, { recursive: true, force: true });
  });
  return { here: over(inThisProcess), alone: over(inItsOwnProcess) };
}

export const fixture = (name: string): string => new URL(`../../fixtures/billing/${name}`, import.meta.url).pathname;
