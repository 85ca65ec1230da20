import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores, useUi } from '../../store/context.ts';
import type { EventLog } from './event-log.ts';
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
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (atEnd.current && rows.length > 0) scrollToIndex(rows.length - 1, { align: 'end' });
  }, [rows, scrollToIndex]);
  useEffect(() => {
    const at = selectedSeq === null ? -1 : rows.indexOf(selectedSeq);
    if (at < 0) return;
    atEnd.current = false;
    scrollToIndex(at, { align: 'auto' });
    // Only a new selection moves the list; new rows do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedSeq]);
  const select = (at: number): void => {
    const seq = rows[Math.min(rows.length - 1, Math.max(0, at))];
    if (seq !== undefined) ui.setState({ selectedSeq: seq });
  };
  const move = (event: React.KeyboardEvent): void => {
    const at = selectedSeq === null ? rows.length : rows.indexOf(selectedSeq);
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowPx) / rowPx) - 1);
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
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < rowPx;
      }}
    >
      <div className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const seq = rows[item.index];
          if (seq === undefined) return null;
          return (
            <EventRow
              key={seq}
              seq={seq}
              id={idOf(seq)}
              entry={log.entry(seq)}
              top={item.start}
              selected={seq === selectedSeq}
              onSelect={() => ui.setState({ selectedSeq: seq })}
            />
          );
        })}
      </div>
    </div>
  );
}
