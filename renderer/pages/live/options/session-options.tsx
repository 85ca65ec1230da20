import { useView } from '../../../store/context.ts';
import { OptionsPanel } from './panel.tsx';
import { RecordPanel } from './record-panel.tsx';

/** The options of the session on screen: to be set, or as they were in one that is over. */
export function SessionOptions() {
  const isOver = useView((view) => view?.phase === 'closed');
  return isOver ? <RecordPanel /> : <OptionsPanel />;
}
