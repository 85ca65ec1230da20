import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeaderBytes } from '../../../shared/audio/wav.ts';
import { type Line, linesOf } from './record.ts';
import { expect } from './test.ts';

/** Length of the samples that a WAV file announces, and of those it holds. */
async function wavLengths(path: string): Promise<{ announced: number; held: number }> {
  const bytes = await readFile(path);
  return { announced: bytes.readUInt32LE(wavHeaderBytes - 4), held: bytes.length - wavHeaderBytes };
}

/** Fails unless a session folder is closed in order: no gap, no lock, true WAV headers, a summary of the whole log. Returns the log. */
export async function expectSound(folder: string): Promise<Line[]> {
  // The window shows the end of a session a moment before its files are closed.
  await expect.poll(() => readdir(folder)).not.toContain('lock');
  const names = await readdir(folder);
  const lines = await linesOf(folder);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  for (const name of names.filter((file) => file.endsWith('.wav'))) {
    const { announced, held } = await wavLengths(join(folder, name));
    expect(held, name).toBeGreaterThan(0);
    expect(announced, name).toBe(held);
  }
  const [head = ''] = (await readFile(join(folder, 'summary.json'), 'utf8')).split('\n');
  expect(JSON.parse(`${head.replace(/,$/, '')}}`)).toMatchObject({ complete: true, seq: lines.length });
  return lines;
}

/** The process that writes a session, by its lock. */
export async function writerOf(folder: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(join(folder, 'lock'), 'utf8')) as { pid: number };
  return pid;
}
