import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  createContext,
  Fragment,
  type ReactNode,
  type Ref,
  type RefObject,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

const ScrollPlace = createContext<HTMLElement | null>(null);

/** Says which element scrolls to the long tables within it. Its only child holds all that scrolls. */
export const ScrollPlaceProvider = ScrollPlace.Provider;
const useScrollPlace = (): HTMLElement | null => useContext(ScrollPlace);

/** An element for `ref` that draws again once it is there. */
export const usePlaceRef = (): readonly [HTMLElement | null, (element: HTMLElement | null) => void] =>
  useState<HTMLElement | null>(null);

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
  /** The row to have in view; it is brought there when `key` is another, and not when it is scrolled away again. */
  readonly shown?: { readonly index: number; readonly key: string | null } | null;
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
export function LongRows({ count, columns, keyOf, renderRow, widest, shown = null }: LongRowsProps) {
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
  const shownKey = shown?.key;
  useEffect(() => {
    if (shown !== null) virtual.scrollToIndex(shown.index, { align: 'auto' });
    // Only another row moves the list; rows that come above it do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shownKey]);
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

/** Rows drawn beyond both edges, so that a turn of the wheel finds them there. */
const rowsBeyond = 8;

export interface FixedRows {
  /** For the element that scrolls. */
  readonly scroll: RefObject<HTMLDivElement | null>;
  /** Rows `first` to `end - 1` are to be drawn. */
  readonly first: number;
  readonly end: number;
  /** Rows that fit. */
  readonly fit: number;
  readonly onScroll: () => void;
  /** Brings a row into view and stays there. */
  readonly show: (row: number) => void;
}

/**
 * Which rows of a long list of equal rows are in view. It follows the end until somebody scrolls away. Unlike a
 * virtualizer it remembers nothing of a row, so that a list of a quarter million costs what one of ten does.
 */
export function useFixedRows(count: number, rowPx: number): FixedRows {
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  /** The row at the upper edge; null: the end is followed. */
  const [topRow, setTopRow] = useState<number | null>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (element === null) return undefined;
    const size = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    size.observe(element);
    return () => size.disconnect();
  }, []);
  useLayoutEffect(() => {
    // Before the paint that brings the rows, and without asking for the height of the list: the browser stops at its end.
    if (atEnd.current) scroll.current?.scrollTo({ top: count * rowPx });
  }, [count, rowPx]);
  const onScroll = (): void => {
    const element = scroll.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    atEnd.current = scrollHeight - scrollTop - clientHeight < rowPx;
    setTopRow(atEnd.current ? null : Math.floor(scrollTop / rowPx));
  };
  const show = (row: number): void => {
    const element = scroll.current;
    if (element === null) return;
    atEnd.current = false;
    const lowest = Math.max((row + 1) * rowPx - element.clientHeight, element.scrollTop);
    const top = Math.min(row * rowPx, lowest);
    setTopRow(Math.floor(top / rowPx));
    element.scrollTo({ top });
  };
  const fit = Math.max(1, Math.ceil(height / rowPx));
  // Below the end there is nothing.
  const drawn = fit + 1 + (topRow === null ? rowsBeyond : 2 * rowsBeyond);
  // At the end the newest rows are in view, whatever the scroll position was a frame ago.
  const first = Math.max(0, Math.min(topRow === null ? count : topRow - rowsBeyond, count - drawn));
  return { scroll, first, end: Math.min(count, first + drawn), fit, onScroll, show };
}
