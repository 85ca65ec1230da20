import type { ChunkList } from '../../shared/kit/chunk-list.ts';
import type { ItemView } from '../../shared/session/view.ts';
import { useAlarmsOfStrips } from '../pages/strips.tsx';
import { useView } from '../store/context.ts';
import { newestAlarm } from './newest-alarm.ts';

const finished = (item: ItemView): boolean =>
  item.text !== '' && (item.role === 'user' ? item.transcription?.status !== 'pending' : item.doneMs !== null);

/** The last turn that was said to its end. */
function lastTurn(items: ChunkList<ItemView>): string {
  const item = items.chunks.slice(-2).flat().findLast(finished);
  return item === undefined ? '' : `${item.role === 'user' ? 'You' : 'Answer'}: ${item.text}`;
}

/** What readers hear once they are through with what they are reading: the last turn, and the last notice. */
export function SaidCalmly() {
  const turn = useView((view) => (view === null ? '' : lastTurn(view.items)));
  const notice = useView((view) => (view === null ? '' : newestAlarm(view.alarms, 'notice', [])));
  return (
    <>
      <span>{turn}</span> <span>{notice}</span>
    </>
  );
}

/** The last alarm, which readers hear at once. */
export function SaidAlarm() {
  // A strip is an alert by itself.
  const saidByStrips = useAlarmsOfStrips();
  return useView((view) => (view === null ? '' : newestAlarm(view.alarms, 'alarm', saidByStrips)));
}
