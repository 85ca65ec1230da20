import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { median } from '../../table.ts';

/** All it does: the same work of a millisecond or two, ten times a second, and what processor time each took. */
const script = `
const text = JSON.stringify(Array.from({ length: 400 }, (_, n) => ({ n, name: 'entry ' + n, values: [n, n * 2, n / 3] })));
const samples = new Float32Array(1 << 16);
const work = () => {
  JSON.stringify(JSON.parse(text));
  for (let n = 0; n < samples.length; n += 1) samples[n] = Math.sin(n * 0.1) + samples[(n * 7919) & 65535] / 2;
};
for (let n = 0; n < 40; n += 1) work();
setInterval(() => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
}, 100);
process.stdin.on('end', () => process.exit()).resume();
`;

/**
 * A machine that is shared gives the same work more processor time at one moment than at the next. This is a process of its own that
 * does one and the same over and over, so that what is measured beside it can be held against that.
 */
export class Yardstick {
  readonly #child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  #tookMs: number[] = [];
  #lastMs = 0;
  readonly #begun: Promise<void>;

  constructor() {
    const lines = createInterface({ input: this.#child.stdout });
    lines.on('line', (line) => this.#tookMs.push(Number(line)));
    this.#begun = new Promise((resolve) => lines.once('line', () => resolve()));
  }

  /** Resolves once it measures. */
  get begun(): Promise<void> {
    return this.#begun;
  }

  /** The processor time in ms that the work took since this was asked last: its median, or where it did not run since, what it took before. */
  takeMs(): number {
    if (this.#tookMs.length > 0) this.#lastMs = median(this.#tookMs);
    this.#tookMs = [];
    return this.#lastMs;
  }

  end(): void {
    this.#child.kill();
  }
}
