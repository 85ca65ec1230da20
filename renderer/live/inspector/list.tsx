import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores, useUi } from '../../store/context.ts';
import type { EventLog } from '../../store/events/event-log.ts';
import styles from './inspector.module.css';
import { EventRow } from './row.tsx';

const rowPx = 20;
const overscan = 8;
const idOf = (seq: number): string => `event-${seq}`;

/** The last rows of the list, as many as fit: what is in view at the end, whatever the scroll position was a frame ago. */
const lastRows = ({ startIndex, endIndex, count }: Range): number[] => {
  const most = endIndex - startIndex + 1 + 2 * overscan;
  const first = Math.max(0, count - most);
  return Array.from({ length: count - first }, (_, at) => first + at);
};

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
    overscan,
    rangeExtractor: (range) => (atEnd.current ? lastRows(range) : defaultRangeExtractor(range)),
  });
  const { scrollToIndex } = virtual;
  useLayoutEffect(() => {
    // Before the paint that brings the rows, and without asking for the height of the list: the browser stops at its end.
    if (atEnd.current && scroll.current !== null) scroll.current.scrollTop = rows.length * rowPx;
  }, [rows]);
  useEffect(() => {
    const at = selectedSeq === null ? -1 : rows.indexOf(selectedSeq);
    if (at < 0) return;
    atEnd.current = false;
    scrollToIndex(at, { align: 'auto' });
    // Only a new selection moves the list; new rows do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedSeq]);
  const choose = useCallback((seq: number) => ui.setState({ selectedSeq: seq }), [ui]);
  const select = (at: number): void => {
    const seq = rows[Math.min(rows.length - 1, Math.max(0, at))];
    if (seq !== undefined) choose(seq);
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
  const items = virtual.getVirtualItems();
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
        {items.map((item) => {
          const seq = rows[item.index];
          if (seq === undefined) return null;
          return (
            <EventRow
              // A row that leaves at the top is written anew at the foot: at a thousand events a second making rows costs more.
              key={item.index % items.length}
              seq={seq}
              id={idOf(seq)}
              entry={log.entry(seq)}
              top={item.start}
              selected={seq === selectedSeq}
              onSelect={choose}
            />
          );
        })}
      </div>
    </div>
  );
}
