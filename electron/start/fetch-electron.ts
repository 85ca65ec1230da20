import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, refuse, benchError, type Result } from '../../shared/errors.ts';
import { withoutKeys } from '../hosts/keys/environment-key.ts';

export interface FetchLimits {
  /** How long nothing may arrive: at the beginning, and once the download runs. */
  readonly firstByteMs: number;
  readonly stallMs: number;
  readonly pollMs: number;
}
export const usualLimits: FetchLimits = { firstByteMs: 10_000, stallMs: 20_000, pollMs: 500 };

const why = (reason: string): Result =>
  refuse(
    benchError('unreachable', `Electron's runtime could not be fetched (${reason}), so the bench opens without it.`),
  );

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The one line of an error's print that says something: "RequestError: getaddrinfo ENOTFOUND …", without the class name. */
function gistOf(output: string): string {
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? output.trim().split('\n').at(-1) ?? '';
  const gist = line.replace(/^\s*(?:\w*Error:\s*)+/, '').trim();
  // All that Node's fetch says of a name that is not found or an address that refuses.
  if (gist === 'fetch failed') return 'the place it is kept at cannot be reached';
  return gist === '' ? 'its installer said nothing' : gist.slice(0, 160);
}

/**
 * Runs Electron's own installer. A slow download may take its time; one that stands still is ended. The installer is given a
 * folder of its own for temporary files, for their growth is the only sign of life it gives.
 */
export async function fetchElectron(installer: string, limits: FetchLimits = usualLimits): Promise<Result> {
  const temporary = await mkdtemp(join(tmpdir(), 'voxtally-electron-'));
  const places = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const child = spawn(process.execPath, [installer], {
    env: { ...withoutKeys(process.env), ...places },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  let stalled = false;
  let seenBytes = 0;
  let seenAtMs = performance.now();
  child.stderr.on('data', (text: Buffer) => {
    output += text.toString();
  });
  const watch = setInterval(() => {
    void bytesBelow(temporary).then((bytes) => {
      const nowMs = performance.now();
      if (bytes !== seenBytes) [seenBytes, seenAtMs] = [bytes, nowMs];
      stalled ||= nowMs - seenAtMs > (seenBytes === 0 ? limits.firstByteMs : limits.stallMs);
      if (stalled) child.kill('SIGKILL');
    });
  }, limits.pollMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  clearInterval(watch);
  await rm(temporary, { recursive: true, force: true });
  if (code === 0) return ok({});
  return why(stalled ? 'nothing arrived from where it is kept' : gistOf(output));
}
