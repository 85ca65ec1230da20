import { keepBusy, seconds } from '../../e2e/support/audio-page.ts';
import type { HostName } from '../../e2e/support/bench.ts';
import { speakInRealTime } from '../../e2e/support/paced-voice.ts';
import { eventsOf } from '../../e2e/support/record.ts';
import { tone } from '../../integration/support/audio.ts';
import { atMost, type BenchRow, figure } from '../table.ts';
import { inSession } from './session.ts';

const spokenMs = 15_000;
const said = new Int16Array(Uint8Array.from(tone(spokenMs)).buffer);

/** An answer in pieces of 20 ms that come no faster than they are spoken. A speaker that is itself late explains a gap. */
export async function playback(host: HostName): Promise<BenchRow[]> {
  const { lines, worked: lateMs } = await inSession(host, async ({ bench, remote }) => {
    const rest = await keepBusy(bench.page, 200);
    const late = await speakInRealTime(remote, 'resp_1', said);
    await seconds(1);
    await rest();
    return late;
  });
  const gaps = eventsOf(lines, 'bench.playback.underrun');
  const silenceMs = gaps.reduce((sum, gap) => sum + (gap['silenceMs'] as number), 0);
  return [
    atMost(`gaps in ${spokenMs / 1000} s of playback, window busy 200 ms each second`, gaps.length, '', 0),
    figure('silence in them', silenceMs, 'ms'),
    figure('the speaker itself was late by at most', Math.round(lateMs), 'ms'),
  ];
}
