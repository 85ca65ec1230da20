import type { SessionSummary } from '../../shared/bench-api.ts';
import { countBy, type SessionFilter } from '../../shared/library/find-sessions.ts';
import { count } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import styles from './sessions.module.css';

const names: readonly (readonly [filter: SessionFilter, name: string])[] = [
  ['all', 'All'],
  ['alarms', 'With alarms'],
  ['never-reported', 'Never reported'],
];

export interface FiltersProps {
  readonly sessions: readonly SessionSummary[];
  readonly shown: SessionFilter;
  readonly onShow: (filter: SessionFilter) => void;
}

/** Which sessions are shown, each with how many there are. */
export function Filters({ sessions, shown, onShow }: FiltersProps) {
  return (
    <div role="group" aria-label="Sessions shown" className={styles.filters}>
      {names.map(([filter, name]) => (
        <Button key={filter} size="dense" pressed={shown === filter} onClick={() => onShow(filter)}>
          {filter === 'all' ? name : `${name} ${count(countBy(sessions, filter))}`}
        </Button>
      ))}
    </div>
  );
}
