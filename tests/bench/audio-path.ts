import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostName } from '../e2e/support/bench.ts';
import { capture } from './support/capture.ts';
import { hostsHere, type HostHere } from './support/hosts.ts';
import { painted } from './support/painted.ts';
import { playback } from './support/playback.ts';
import { unmeasured, type BenchRow, type BenchTable } from './table.ts';

/** One entry a measurement. A failing one leaves the others standing. */
const measurements: Readonly<Record<string, (host: HostName) => Promise<BenchRow[]>>> = {
  'capture latency': capture,
  playback,
  'events to the screen': painted,
};

/** Which programs were measured, and which one is shipped: they need not be the same. */
function programs(root: string, hosts: readonly HostHere[]): string {
  const used = hosts.filter(({ missing }) => missing === null).map(({ name, version }) => `${name} ${version}`.trim());
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  return `Measured in ${used.join(' and ') || 'nothing'}; shipped with Electron ${devDependencies['electron'] ?? ''}.`;
}

/** The paths of sound and of events through a real window, in every host this machine has. */
export async function benchAudioPath(root: string): Promise<BenchTable> {
  const rows: BenchRow[] = [];
  const hosts = hostsHere(root);
  for (const { host, name, missing } of hosts) {
    if (missing !== null) {
      rows.push(unmeasured(name, missing));
      continue;
    }
    for (const [what, measure] of Object.entries(measurements)) {
      try {
        for (const row of await measure(host)) rows.push({ ...row, name: `${name}: ${row.name}` });
      } catch (error) {
        rows.push(unmeasured(`${name}: ${what}`, error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''));
      }
    }
  }
  rows.push(unmeasured('a real microphone and loudspeaker', 'the sound card is a file'));
  return {
    title: 'Audio path and window',
    note: `${programs(root, hosts)} A real window with a file in place of the microphone. Delay is what the engine itself logs as \`bench.capture\`, from the worklet's stamp on a frame's first sample to the socket: middle of the five-second medians, worst of their p95 and maxima. Busy means a loop on the page's main thread. Beside the window runs a process with a timer of 20 ms and nothing else: where that waits, too, the machine had no processor to give. Painted is the first paint with the event's row in the list; answers are 500 words each, and the microphone runs.`,
    rows,
  };
}
