import { last, type ChunkList } from '../../shared/session/chunk-list.ts';
import type { ItemView } from '../../shared/session/view.ts';
import { useAlarmOfStrip } from './microphone-trouble.ts';
import { useUi, useView } from '../store/context.ts';
import type from '../styles/type.module.css';

const finished = (item: ItemView): boolean =>
  item.text !== '' && (item.role === 'user' ? item.transcription?.status !== 'pending' : item.doneMs !== null);

/** The last turn that was said to its end. */
function lastTurn(items: ChunkList<ItemView>): string {
  const item = items.chunks.slice(-2).flat().findLast(finished);
  return item === undefined ? '' : `${item.role === 'user' ? 'You' : 'Answer'}: ${item.text}`;
}

/** What readers hear unasked: finished turns politely, alarms at once. Meters and running cost never speak. */
export function Announcer() {
  const alarm = useView((view) => (view === null ? undefined : last(view.alarms)));
  // The strip is an alert by itself.
  const saidByStrip = useAlarmOfStrip();
  const turn = useView((view) => (view === null ? '' : lastTurn(view.items)));
  const spoken = useUi((state) => state.spoken);
  return (
    <div className={type.hidden}>
      <p aria-live="polite">{turn}</p>
      <p aria-live="polite">{spoken}</p>
      <p aria-live="assertive">
        {alarm === undefined || alarm.kind === saidByStrip ? '' : `${alarm.title}. ${alarm.text}`}
      </p>
    </div>
  );
}
