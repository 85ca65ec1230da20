import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import {
  orderAfter,
  sessionColumns,
  type SessionColumn,
  type SessionOrder,
} from '../../shared/library/sort-sessions.ts';
import styles from './list.module.css';

const names: Readonly<Record<SessionColumn, string>> = {
  session: 'session',
  started: 'started, UTC',
  deployment: 'deployment',
  length: 'length',
  turns: 'turns',
  responses: 'responses',
  reported: 'reported',
  expected: 'expected',
};

export interface HeadsProps {
  readonly order: SessionOrder;
  readonly onOrder: (order: SessionOrder) => void;
}

/** The heads of the list; each sorts by its column, again the other way round. */
export function Heads({ order, onOrder }: HeadsProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles.box} aria-label="selected" />
        {sessionColumns.map((column) => (
          <th
            key={column}
            scope="col"
            className={styles[column]}
            aria-sort={order.by !== column ? undefined : order.descending ? 'descending' : 'ascending'}
          >
            <button type="button" className={styles.sort} onClick={() => onOrder(orderAfter(order, column))}>
              {names[column]}
              {order.by === column && (order.descending ? <ArrowDown /> : <ArrowUp />)}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}
