import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleDot from 'lucide-react/icons/circle-dot';
import { memo, useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { findLast } from '../../../../shared/kit/chunk-list.ts';
import { lookup } from '../../../../shared/kit/lookup.ts';
import type { LogEntry, Origin } from '../../../../shared/session/entry.ts';
import { responseOf } from '../../../../shared/session/view.ts';
import { useLive, usePlayer, useStores, useView } from '../../../store/context.ts';
import type { Rows } from '../../../store/event-index.ts';
import type { EventLog } from '../../../store/event-log.ts';
import { entryType } from '../../../../shared/session/entry-type.ts';
import { entrySummary } from '../../../store/event-summary.ts';
import { cx } from '../../../ui/cx.ts';
import { entryTime } from '../../../ui/format.ts';
import { bytes, count } from '../../../../shared/kit/numbers.ts';
import { useFixedRows } from '../../../ui/long-lists.tsx';
import { useThrottled } from '../../../ui/throttle.tsx';
import styles from './inspector.module.css';

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
  /** It is open. */
  readonly selected: boolean;
  /** It is where what the window has selected comes from. */
  readonly chosen: boolean;
  readonly id: string;
  readonly onSelect: (seq: number) => void;
}

/** One line of the event list. An entry that is still on its way keeps its place. */
const EventRow = memo(({ seq, entry, top, position, selected, chosen, id, onSelect }: EventRowProps) => {
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-current={chosen || undefined}
      aria-posinset={position}
      // Not known: were it said, every row would be written again for every new one.
      aria-setsize={-1}
      className={cx(styles.row, (selected || chosen) && styles.selected, chosen && styles.chosen)}
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

const rowPx = 20;
const settleMs = 1000;
const idOf = (seq: number): string => `event-${seq}`;

interface Slot {
  readonly row: number;
  readonly seq: number;
}

/**
 * The rows in view in the order of their elements. A row that leaves at the top is written anew at the foot, in the
 * same element and without moving it: at a thousand events a second, making and moving elements costs more than all
 * else. Readers go by that order, so it is put right when the list has been still for a moment.
 */
function useSlots(rows: Rows, first: number, end: number): readonly Slot[] {
  const start = useThrottled(first, settleMs);
  const inOrder = rows.slice(first, end).map((seq, at) => ({ row: first + at, seq }));
  const turn = inOrder.length === 0 ? 0 : (((first - start) % inOrder.length) + inOrder.length) % inOrder.length;
  return turn === 0 ? inOrder : [...inOrder.slice(-turn), ...inOrder.slice(0, -turn)];
}

/** The entry that reported the selected answer, or made it or the selected item known; null: nothing of it is selected. */
function useChosenSeq(): number | null {
  const span = usePlayer((state) => state.span);
  return useView((view) => {
    if (view === null || span === null) return null;
    const response = responseOf(view, span.responseId);
    if (response !== undefined) return response.doneSeq ?? response.createdSeq;
    return findLast(view.items, ({ id }) => id === span.itemId)?.addedSeq ?? null;
  });
}

/** The entries the filter lets through, only those in view drawn. It follows the newest until somebody scrolls away. */
export function EventList({ log }: { readonly log: EventLog }) {
  const { live } = useStores();
  const rows = useStore(log, (state) => state.rows);
  useStore(log, (state) => state.readings);
  const selectedSeq = useLive((state) => state.selectedSeq);
  const { scroll, first, end, fit, onScroll, show } = useFixedRows(rows.length, rowPx);
  useEffect(() => {
    const at = selectedSeq === null ? -1 : rows.indexOf(selectedSeq);
    if (at >= 0) show(at);
    // Only a new selection moves the list; new rows do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedSeq]);
  const chosenSeq = useChosenSeq();
  useEffect(() => {
    const at = chosenSeq === null ? -1 : rows.indexOf(chosenSeq);
    if (at >= 0) show(at);
    // Only another selection moves the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosenSeq]);
  const choose = useCallback((seq: number) => live.select(seq), [live]);
  const select = (at: number): void => {
    const row = Math.min(rows.length - 1, Math.max(0, at));
    const [seq] = rows.slice(row, row + 1);
    if (seq !== undefined) choose(seq);
  };
  const move = (event: React.KeyboardEvent): void => {
    const at = selectedSeq === null ? rows.length : rows.indexOf(selectedSeq);
    const page = Math.max(1, fit - 1);
    const steps = lookup<number>({
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: rows.length - 1,
    });
    const to = steps(event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select(to);
  };
  const slots = useSlots(rows, first, end);
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
        {slots.map(({ row, seq }) => (
          <EventRow
            key={row % slots.length}
            seq={seq}
            id={idOf(seq)}
            entry={log.entry(seq)}
            top={row * rowPx}
            position={row + 1}
            selected={seq === selectedSeq}
            chosen={seq === chosenSeq}
            onSelect={choose}
          />
        ))}
      </div>
    </div>
  );
}
