import { titled } from '../../shared/session/titled.ts';
import { type ChunkList, last } from '../../shared/kit/chunk-list.ts';
import type { ItemView } from '../../shared/session/view.ts';
import { useAlarmsOfStrips } from '../pages/strips.tsx';
import { useView } from '../store/context.ts';

const finished = (item: ItemView): boolean =>
  item.text !== '' && (item.role === 'user' ? item.transcription?.status !== 'pending' : item.doneMs !== null);

/** The last turn that was said to its end. */
function lastTurn(items: ChunkList<ItemView>): string {
  const item = items.chunks.slice(-2).flat().findLast(finished);
  return item === undefined ? '' : `${item.role === 'user' ? 'You' : 'Answer'}: ${item.text}`;
}

/** The last turn, as readers hear it. */
export const SaidTurn = () => useView((view) => (view === null ? '' : lastTurn(view.items)));

/** The last alarm, as readers hear it. */
export function SaidAlarm() {
  const alarm = useView((view) => (view === null ? undefined : last(view.alarms)));
  // A strip is an alert by itself.
  const saidByStrips = useAlarmsOfStrips();
  return alarm === undefined || saidByStrips.some((kind) => kind === alarm.kind) ? '' : titled(alarm);
}
