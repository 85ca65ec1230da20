import type { HostName } from '../../e2e/support/bench.ts';
import { eventsOf } from '../../e2e/support/record.ts';
import { keepBusy, seconds } from '../../e2e/audio/support/page.ts';
import { speakInRealTime } from '../../e2e/audio/support/paced-voice.ts';
import { atMost, figure, type BenchRow } from '../table.ts';
import { inSession } from './session.ts';

const spokenMs = 15_000;

/** An answer in pieces of 20 ms that come no faster than they are spoken. */
export async function playback(host: HostName): Promise<BenchRow[]> {
  const { lines } = await inSession(host, async ({ bench, remote }) => {
    const rest = await keepBusy(bench.page, 200);
    await speakInRealTime(remote, 'resp_1', spokenMs);
    await seconds(1);
    await rest();
  });
  const gaps = eventsOf(lines, 'bench.playback.underrun');
  const silenceMs = gaps.reduce((sum, gap) => sum + (gap['silenceMs'] as number), 0);
  return [
    atMost(`gaps in ${spokenMs / 1000} s of playback, window busy 200 ms each second`, gaps.length, '', 0),
    figure('silence in them', silenceMs, 'ms'),
  ];
}
