import { keepBusy, seconds } from '../../e2e/support/audio-page.ts';
import type { HostName } from '../../e2e/support/bench.ts';
import { capturedIn } from '../../e2e/support/captured.ts';
import { eventsOf, type Line } from '../../e2e/support/record.ts';
import { atMost, type BenchRow, figure, median } from '../table.ts';
import { inSession, longSeconds } from './session.ts';

/** The engine's own account, over all windows of five seconds: middle of the medians, worst of the rest. */
function latencyIn(lines: readonly Line[]): { p50Ms: number; p95Ms: number; maxMs: number } {
  const told = eventsOf(lines, 'bench.capture');
  const all = (field: string): number[] => told.map((event) => event[field] as number);
  return { p50Ms: median(all('p50Ms')), p95Ms: Math.max(...all('p95Ms')), maxMs: Math.max(...all('maxMs')) };
}

/** First sample of a 20 ms frame until the socket has it. */
export async function capture(host: HostName): Promise<BenchRow[]> {
  const runSeconds = Math.min(longSeconds, 20);
  const idle = latencyIn((await inSession(host, () => seconds(runSeconds))).lines);
  const { lines } = await inSession(host, async ({ bench }) => {
    const rest = await keepBusy(bench.page, 500);
    await seconds(runSeconds);
    await rest();
  });
  const busy = latencyIn(lines);
  const { lostFrames, droppedFrames, deviceGapMs } = capturedIn(lines);
  const reference = (ms: number): string => `${ms} ms with the window idle`;
  return [
    atMost('first sample to socket, window busy half of the time, p50', busy.p50Ms, 'ms', 22, reference(idle.p50Ms)),
    atMost('first sample to socket, the same, p95', busy.p95Ms, 'ms', 35, reference(idle.p95Ms)),
    atMost('first sample to socket, the same, longest', busy.maxMs, 'ms', 45, reference(idle.maxMs)),
    atMost('frames lost meanwhile', lostFrames + droppedFrames, '', 0),
    figure('left out by the sound card itself meanwhile', deviceGapMs, 'ms'),
  ];
}
