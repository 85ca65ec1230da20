import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { useFixedRows } from '../../parts/use-fixed-rows.ts';
import { useStores, useUi } from '../../store/context.ts';
import type { EventLog } from '../../store/events/event-log.ts';
import styles from './inspector.module.css';
import { EventRow } from './row.tsx';

const rowPx = 20;
const idOf = (seq: number): string => `event-${seq}`;

/** The entries the filter lets through, only those in view drawn. It follows the newest until somebody scrolls away. */
export function EventList({ log }: { readonly log: EventLog }) {
  const { ui } = useStores();
  const rows = useStore(log, (state) => state.rows);
  useStore(log, (state) => state.readings);
  const selectedSeq = useUi((state) => state.selectedSeq);
  const { scroll, first, end, fit, onScroll, show } = useFixedRows(rows.length, rowPx);
  useEffect(() => {
    const at = selectedSeq === null ? -1 : rows.indexOf(selectedSeq);
    if (at >= 0) show(at);
    // Only a new selection moves the list; new rows do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedSeq]);
  const choose = useCallback((seq: number) => ui.setState({ selectedSeq: seq }), [ui]);
  const select = (at: number): void => {
    const row = Math.min(rows.length - 1, Math.max(0, at));
    const [seq] = rows.slice(row, row + 1);
    if (seq !== undefined) choose(seq);
  };
  const move = (event: React.KeyboardEvent): void => {
    const at = selectedSeq === null ? rows.length : rows.indexOf(selectedSeq);
    const page = Math.max(1, fit - 1);
    const steps: Readonly<Record<string, number | undefined>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select(to);
  };
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="listbox"
      aria-label="Events"
      tabIndex={0}
      aria-activedescendant={selectedSeq === null ? undefined : idOf(selectedSeq)}
      onKeyDown={move}
      onScroll={onScroll}
    >
      <div className={styles.rows} style={{ height: rows.length * rowPx }}>
        {rows.slice(first, end).map((seq, at) => (
          <EventRow
            // A row that leaves at the top is written anew at the foot: at a thousand events a second making rows costs more.
            key={(first + at) % (end - first)}
            seq={seq}
            id={idOf(seq)}
            entry={log.entry(seq)}
            top={(first + at) * rowPx}
            position={first + at + 1}
            selected={seq === selectedSeq}
            onSelect={choose}
          />
        ))}
      </div>
    </div>
  );
}
