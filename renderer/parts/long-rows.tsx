import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useScrollPlace } from './scroll-place.ts';

const overscan = 10;
/** A dense row; the rule between two is in it. */
const usualRowPx = 24;

/** What a row of a long table is drawn with, on its `tr`: its place is measured, and told to who cannot see the others. */
export interface RowPlace {
  readonly ref: Ref<HTMLTableRowElement>;
  readonly 'data-index': number;
  readonly 'aria-rowindex': number;
}

export interface LongRowsProps {
  readonly count: number;
  readonly columns: number;
  readonly keyOf: (index: number) => string;
  readonly renderRow: (index: number, place: RowPlace) => ReactNode;
  /** The widest content of every column, so that none moves while rows come and go. */
  readonly widest?: readonly ReactNode[];
}

/** Rows above this body in the table: its head. */
const headRows = 1;
export const rowCountOf = (count: number): number => count + headRows;

function Gap({ px, columns }: { readonly px: number; readonly columns: number }) {
  return px <= 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: px, padding: 0 }} />
    </tr>
  );
}

/** From the top of all that scrolls to the first row; it moves when what stands above grows. */
function useMarginPx(place: HTMLElement | null, body: HTMLElement | null): number {
  const [marginPx, setMarginPx] = useState(0);
  useEffect(() => {
    const content = place?.firstElementChild;
    if (!place || !content || !body) return undefined;
    const size = new ResizeObserver(() =>
      setMarginPx(Math.round(body.getBoundingClientRect().top - content.getBoundingClientRect().top)),
    );
    size.observe(content);
    return () => size.disconnect();
  }, [place, body]);
  return marginPx;
}

/** The body of a table of many rows, only those near the view drawn. The row with the focus stays. */
export function LongRows({ count, columns, keyOf, renderRow, widest }: LongRowsProps) {
  const place = useScrollPlace();
  const [body, setBody] = useState<HTMLTableSectionElement | null>(null);
  const focused = useRef<number | null>(null);
  const scrollMargin = useMarginPx(place, body);
  // It draws this component alone, which holds nothing of what it returns.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => place,
    estimateSize: () => usualRowPx,
    getItemKey: keyOf,
    overscan,
    scrollMargin,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      const kept = focused.current;
      if (kept === null || kept >= range.count || indexes.includes(kept)) return indexes;
      return [...indexes, kept].sort((one, other) => one - other);
    },
  });
  const items = virtual.getVirtualItems();
  return (
    <tbody
      ref={setBody}
      onFocus={({ target }) => {
        const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
        focused.current = index === undefined ? null : Number(index);
      }}
      onBlur={() => {
        focused.current = null;
      }}
    >
      {widest !== undefined && (
        <tr aria-hidden="true" style={{ visibility: 'collapse' }}>
          {widest.map((content, column) => (
            // A column has no other name than its place.
            <td key={column}>{content}</td>
          ))}
        </tr>
      )}
      {items.map(({ key, index, start }, at) => (
        <Fragment key={key}>
          <Gap px={start - (items[at - 1]?.end ?? scrollMargin)} columns={columns} />
          {renderRow(index, {
            ref: virtual.measureElement,
            'data-index': index,
            'aria-rowindex': index + headRows + 1,
          })}
        </Fragment>
      ))}
      <Gap px={virtual.getTotalSize() + scrollMargin - (items.at(-1)?.end ?? scrollMargin)} columns={columns} />
    </tbody>
  );
}
