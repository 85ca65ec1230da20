import { type ChunkList, findLast } from '../../shared/kit/chunk-list.ts';
import { titled } from '../../shared/session/titled.ts';
import type { AlarmView } from '../../shared/session/view.ts';

/**
 * The newest alarm, or the newest notice, in words; empty: there is none, or it is said elsewhere.
 * @param saidElsewhere kinds that are an alert by themselves at this moment
 */
export function newestAlarm(
  alarms: ChunkList<AlarmView>,
  level: AlarmView['level'],
  saidElsewhere: readonly string[],
): string {
  const newest = findLast(alarms, (alarm) => alarm.level === level);
  return newest === undefined || saidElsewhere.includes(newest.kind) ? '' : titled(newest);
}
