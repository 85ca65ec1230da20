import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { SessionSummary } from '../../shared/bench-api.ts';
import type { SessionTotals } from '../../shared/library/session-totals.ts';
import { cx } from '../styles/cx.ts';
import table from '../styles/table.module.css';
import { Heads, type HeadsProps } from './columns.tsx';
import styles from './list.module.css';
import { Row } from './row.tsx';
import { Totals } from './totals.tsx';
import { lookup } from '../../shared/lookup.ts';

const rowPx = 40;
const headPx = 28;
const overscan = 8;

export interface ListProps extends HeadsProps {
  readonly rows: readonly SessionSummary[];
  readonly all: number;
  readonly totals: SessionTotals;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (sessionId: string, range: boolean) => void;
  readonly onOpen: (session: SessionSummary) => void;
}

const steps = lookup<number>({ ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 });

function targetOf(key: string, from: number, count: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps(key);
  return step === undefined ? null : Math.min(count - 1, Math.max(0, from + step));
}

/** Puts the focus on the row that the arrow keys start from. */
export const focusActiveRow = (): void => document.querySelector<HTMLElement>('tr[data-index][tabindex="0"]')?.focus();

const Gap = ({ px }: { readonly px: number }) =>
  px <= 0 ? null : (
    <tr aria-hidden="true">
      <td style={{ height: px, padding: 0 }} />
    </tr>
  );

/** The sessions, one a row, only those near the view drawn. Arrows walk, Space selects, Enter opens. */
export function SessionList({ rows, all, totals, chosen, order, onOrder, onChoose, onOpen }: ListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const moved = useRef(false);
  const active = Math.max(
    0,
    rows.findIndex(({ sessionId }) => sessionId === activeId),
  );
  // It draws this component alone, which holds nothing of what it returns.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.sessionId ?? index,
    overscan,
    scrollPaddingStart: headPx,
    scrollPaddingEnd: rowPx,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return indexes.includes(active) || active >= range.count
        ? indexes
        : [...indexes, active].sort((one, other) => one - other);
    },
  });
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroll.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = rows[active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const onHead = event.target instanceof Element && event.target.closest('thead') !== null;
    if (onHead) return;
    const target = targetOf(event.key, active, rows.length);
    if (target !== null) {
      event.preventDefault();
      moved.current = target !== active;
      setActiveId(rows[target]?.sessionId ?? null);
      virtual.scrollToIndex(target);
      return;
    }
    if (event.key === ' ') {
      event.preventDefault();
      onChoose(row.sessionId, event.shiftKey);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(row);
    }
  };
  const items = virtual.getVirtualItems();
  return (
    <div
      className={styles.scroll}
      ref={scroll}
      role="region"
      aria-label="List of sessions"
      tabIndex={-1}
      data-region=""
      onKeyDown={onKeyDown}
    >
      <table
        role="grid"
        className={cx(table.table, styles.table)}
        aria-label="Sessions"
        aria-multiselectable="true"
        aria-rowcount={rows.length + 2}
      >
        <Heads order={order} onOrder={onOrder} />
        <tbody
          onFocus={({ target }) => {
            const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
            setActiveId(rows[Number(index)]?.sessionId ?? null);
          }}
        >
          {items.flatMap(({ key, index, start }, at) => {
            const summary = rows[index];
            if (summary === undefined) return [];
            const { sessionId } = summary;
            return [
              <Gap key={`before ${key}`} px={start - (items[at - 1]?.end ?? 0)} />,
              <Row
                key={key}
                summary={summary}
                index={index}
                chosen={chosen.has(sessionId)}
                active={index === active}
                onChoose={(range) => onChoose(sessionId, range)}
                onOpen={() => onOpen(summary)}
              />,
            ];
          })}
          <Gap px={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
        <Totals totals={totals} shown={rows.length} all={all} />
      </table>
    </div>
  );
}
