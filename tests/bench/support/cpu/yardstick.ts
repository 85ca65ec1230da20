import { spawn } from 'node:child_process';
import { z } from 'zod';
import { median } from '../../table.ts';

/** All it does: the same work of few milliseconds five times a second, and what processor time each took. */
const script = `
const text = JSON.stringify(Array.from({ length: 400 }, (_, n) => ({ n, name: 'entry ' + n, values: [n, n * 2, n / 3] })));
const samples = new Float32Array(1 << 16);
const work = () => {
  JSON.stringify(JSON.parse(text));
  for (let n = 0; n < samples.length; n += 1) samples[n] = Math.sin(n * 0.1) + samples[(n * 7919) & 65535] / 2;
};
for (let n = 0; n < 40; n += 1) work();
const took = [];
setInterval(() => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  took.push((user + system) / 1000);
}, 200);
process.stdout.write('ready');
process.stdin.on('end', () => { process.stdout.write(JSON.stringify(took), () => process.exit()); }).resume();
`;

/**
 * A machine that is shared gives the same work more processor time at one moment than at another. Beside `work` runs a process of
 * its own that does the same over and over.
 * @returns the processor time of that while `work` went on, its median in ms: what was measured meanwhile can be divided by it
 */
export async function withYardstick<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly yardstickMs: number }> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      resolve();
    });
  });
  const value = await work().finally(async () => {
    child.stdin.end();
    await ended;
  });
  return { value, yardstickMs: median(z.array(z.number()).parse(JSON.parse(said.replace(/^ready/, '')))) };
}
