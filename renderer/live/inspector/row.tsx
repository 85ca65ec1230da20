import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleDot from 'lucide-react/icons/circle-dot';
import { memo } from 'react';
import type { LogEntry, Origin } from '../../../shared/session/entry.ts';
import { bytes, count } from '../../format/count.ts';
import { entryTime } from '../../format/time.ts';
import { cx } from '../../styles/cx.ts';
import styles from './inspector.module.css';
import { entrySummary, entryType } from '../../store/events/summary.ts';

const says: Readonly<Record<Origin, string>> = { client: 'to the service', server: 'from the service', bench: 'bench' };

export function OriginIcon({ from }: { readonly from: Origin }) {
  switch (from) {
    case 'client':
      return <ArrowUp className={styles.up} aria-label={says.client} />;
    case 'server':
      return <ArrowDown className={styles.down} aria-label={says.server} />;
    case 'bench':
      return <CircleDot className={styles.own} aria-label={says.bench} />;
  }
}

export interface EventRowProps {
  readonly seq: number;
  readonly entry: LogEntry | null;
  readonly top: number;
  /** Its place among the rows, from 1. */
  readonly position: number;
  readonly selected: boolean;
  readonly id: string;
  readonly onSelect: (seq: number) => void;
}

/** One line of the event list. An entry that is still on its way keeps its place. */
export const EventRow = memo(({ seq, entry, top, position, selected, id, onSelect }: EventRowProps) => {
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-posinset={position}
      // Not known: were it said, every row would be written again for every new one.
      aria-setsize={-1}
      className={cx(styles.row, selected && styles.selected)}
      style={{ top }}
      title={entry === null ? undefined : [entryType(entry.event), entrySummary(entry)].filter(Boolean).join('\n')}
      onClick={() => onSelect(seq)}
    >
      <span className={styles.seq}>{count(seq)}</span>
      {entry === null ? (
        <span className={styles.reading}>reading</span>
      ) : (
        <>
          <span className={styles.t}>{entryTime(entry.t)}</span>
          <OriginIcon from={entry.from} />
          <span className={styles.type}>{entryType(entry.event)}</span>
          <span className={styles.size}>{entry.bytes === undefined ? '' : bytes(entry.bytes)}</span>
          <span className={styles.what}>{entrySummary(entry)}</span>
        </>
      )}
    </div>
  );
});
