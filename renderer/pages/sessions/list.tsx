import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import {
  orderAfter,
  type SessionColumn,
  sessionColumns,
  type SessionOrder,
  type SessionTotals,
  titleOf,
} from '../../../shared/contract/session-list.ts';
import type { FoundSession, SearchHit } from '../../../shared/contract/library-search.ts';
import type { SearchPlace } from '../../../shared/session/library/searchable.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import type { Money } from '../../../shared/kit/money.ts';
import { cx } from '../../ui/cx.ts';
import { rulerTime, utcMinute } from '../../ui/format.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { Amount, OnTop } from './amount.tsx';
import { Billed, Verdict } from './bill-cells.tsx';
import { HitLine } from './found.tsx';
import { hitCount, shownHits } from './hits.ts';
import table from '../../ui/styles/table.module.css';
import styles from './list.module.css';

const columnNames: Readonly<Record<SessionColumn, string>> = {
  session: 'session',
  started: 'started, UTC',
  deployment: 'deployment',
  length: 'length',
  turns: 'turns',
  responses: 'responses',
  reported: 'reported',
  expected: 'expected',
  billed: 'billed',
  verdict: 'verdict',
  tags: 'tags',
};

const columnStyles: Readonly<Record<SessionColumn, string | undefined>> = {
  session: styles.session,
  started: styles.started,
  deployment: styles.deployment,
  length: styles.length,
  turns: styles.turns,
  responses: styles.responses,
  reported: styles.reported,
  expected: styles.expected,
  billed: styles.billed,
  verdict: styles.verdict,
  tags: styles.tags,
};

interface HeadsProps {
  readonly order: SessionOrder;
  readonly onOrder: (order: SessionOrder) => void;
}

/** The heads of the list; each sorts by its column, again the other way round. */
function Heads({ order, onOrder }: HeadsProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={styles.box} aria-label="selected" />
        {sessionColumns.map((column) => (
          <th
            key={column}
            scope="col"
            className={columnStyles[column]}
            aria-sort={order.by !== column ? undefined : order.descending ? 'descending' : 'ascending'}
          >
            <button type="button" className={styles.sort} onClick={() => onOrder(orderAfter(order, column))}>
              {columnNames[column]}
              {order.by === column && (order.descending ? <ArrowDown /> : <ArrowUp />)}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

export interface RowProps {
  readonly summary: SessionSummary;
  /** Its place in the whole list, from 0. */
  readonly index: number;
  readonly chosen: boolean;
  /** The row that the arrow keys start from. */
  readonly active: boolean;
  /** Where the words of a search stand in it; null: nothing is searched for, or it is found by what the list says. */
  readonly found: FoundSession | null;
  /** The place that is looked in alone; null: all. */
  readonly place: SearchPlace | null;
  /** The hit of it that is chosen; null: its first. */
  readonly chosenHit: SearchHit | null;
  readonly onChoose: (range: boolean) => void;
  readonly onOpen: () => void;
}

const unknown = <span className={styles.faint}>unknown</span>;

/** Turns, with a sign where an answer ended and was never reported. */
function Turns({ known }: { readonly known: SessionSummary['known'] | undefined }) {
  if (known === undefined) return unknown;
  return (
    <>
      {known.notReported > 0 && (
        <span className={styles.silent} role="img" aria-label={`${count(known.notReported)} never reported,`}>
          <CircleDashed />
        </span>
      )}
      {count(known.turns)}
    </>
  );
}

/** Under a name: where the words stand, else what was said first. */
function SecondLine({ summary, found, place, chosenHit }: Pick<RowProps, 'summary' | 'found' | 'place' | 'chosenHit'>) {
  const hit = chosenHit ?? shownHits(found, place)[0];
  if (found !== null && hit !== undefined) {
    return (
      <span className={styles.wide}>
        <HitLine hit={hit} more={hitCount(found, place) - 1} />
      </span>
    );
  }
  const opening = summary.known?.opening ?? null;
  if (opening === null) return null;
  return <span className={cx(styles.opening, styles.wide)}>{opening.text}</span>;
}

/** One session. What its record does not tell is said to be unknown. */
function Row({ summary, index, chosen, active, found, place, chosenHit, onChoose, onOpen }: RowProps) {
  const { startedAt, deployment, durationMs, known, live, entries, responses, bill } = summary;
  const problem = summary.problem ?? summary.doubt;
  const title = titleOf(summary);
  const cost = known?.cost;
  const tags = summary.about?.tags ?? [];
  const hasSecond = problem === undefined && (shownHits(found, place).length > 0 || (known?.opening ?? null) !== null);
  return (
    <tr
      className={cx(styles.row, hasSecond && styles.second, chosen && styles.chosen, active && styles.active)}
      tabIndex={active ? 0 : -1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      onDoubleClick={(event) => {
        if (!(event.target instanceof HTMLInputElement)) onOpen();
      }}
    >
      <td className={styles.box}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles.choose}
          aria-label={startedAt === '' ? `Select ${title}` : `Select ${title}, ${utcMinute(startedAt)}`}
          disabled={live}
          checked={chosen}
          onClick={(event) => onChoose(event.shiftKey)}
          onChange={() => undefined}
        />
      </td>
      <th scope="row" className={styles.session}>
        <span className={styles.open} title={problem ?? `${title}, ${summary.label}`}>
          {title}
        </span>
        {live && <span className={styles.note}>running</span>}
        {problem !== undefined && (
          <span className={styles.trouble} title={problem}>
            {problem}
          </span>
        )}
        {problem === undefined && <SecondLine summary={summary} found={found} place={place} chosenHit={chosenHit} />}
      </th>
      <td className={styles.started}>{startedAt === '' ? unknown : utcMinute(startedAt)}</td>
      <td className={styles.deployment} title={deployment}>
        {deployment === '' ? unknown : deployment}
      </td>
      <td className={styles.length}>{entries === 0 && known === undefined ? unknown : rulerTime(durationMs)}</td>
      <td className={styles.turns}>
        <Turns known={known} />
      </td>
      <td className={styles.responses}>{known === undefined && responses === 0 ? unknown : count(responses)}</td>
      <td className={styles.reported}>
        <Amount amount={cost?.reported ?? null} currency={cost?.currency ?? ''} />
      </td>
      <td className={cx(styles.expected, styles.amount)}>
        <Amount amount={cost?.expected ?? null} currency={cost?.currency ?? ''} unpriced={cost?.unpriced ?? []} />
        <OnTop amount={cost?.ifBilled ?? null} currency={cost?.currency ?? ''} />
      </td>
      <td className={cx(styles.billed, styles.amount)}>
        <Billed bill={bill} />
      </td>
      <td className={styles.verdict}>
        <Verdict bill={bill} />
      </td>
      <td className={styles.tags} title={tags.join(', ')}>
        {tags.join(', ')}
      </td>
    </tr>
  );
}

const numberWords = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const Sums = ({ sums, onTop = [] }: { readonly sums: readonly Money[]; readonly onTop?: readonly Money[] }) => (
  <>
    {sums.map(({ cost, currency }) => (
      <div key={currency}>
        <Amount amount={cost} currency={currency} />
        <OnTop amount={onTop.find((one) => one.currency === currency)?.cost ?? null} currency={currency} />
      </div>
    ))}
  </>
);

export interface TotalsProps {
  readonly totals: SessionTotals;
  readonly shown: number;
  readonly all: number;
}

/** What the sessions shown come to, one sum a currency. */
function Totals({ totals, shown, all }: TotalsProps) {
  const number = numberWords[shown] ?? count(shown);
  const left = [
    ...(totals.simulated > 0 ? ['the simulator’s money not counted'] : []),
    ...(totals.unpriced > 0 ? [`${plural(totals.unpriced, 'session')} not wholly priced`] : []),
  ];
  return (
    <tfoot className={cx(styles.rows, styles.sums)}>
      <tr>
        <td className={styles.box} />
        <th scope="row" className={styles.session}>
          {shown === 1 ? 'One session' : shown < all ? `These ${number}` : `All ${number}`}
          {left.length > 0 && (
            <span className={styles.opening} title={left.join(', ')}>
              {left.join(', ')}
            </span>
          )}
        </th>
        <td className={styles.started} />
        <td className={styles.deployment} />
        <td className={styles.length}>{rulerTime(totals.durationMs)}</td>
        <td className={styles.turns}>{count(totals.turns)}</td>
        <td className={styles.responses}>{count(totals.responses)}</td>
        <td className={styles.reported}>
          <Sums sums={totals.reported} />
        </td>
        <td className={styles.expected}>
          <Sums sums={totals.expected} onTop={totals.ifBilled} />
        </td>
        <td className={styles.billed}>
          <Sums sums={totals.billed} />
        </td>
        <td className={styles.verdict}>
          {totals.billedSessions > 0 && (
            <span className={styles.of}>{`${count(totals.billedSessions)} of ${count(totals.owing)} billed`}</span>
          )}
        </td>
        <td className={styles.tags} />
      </tr>
    </tfoot>
  );
}

const rowPx = 48;
const headPx = 28;
const overscan = 8;

export interface ListProps extends HeadsProps {
  readonly rows: readonly SessionSummary[];
  readonly all: number;
  readonly totals: SessionTotals;
  readonly chosen: ReadonlySet<string>;
  readonly found: ReadonlyMap<string, FoundSession> | null;
  readonly place: SearchPlace | null;
  /** The row the keys start from; null: the first. */
  readonly activeId: string | null;
  readonly chosenHit: SearchHit | null;
  /** Hears which row the keys start from. */
  readonly onActive: (sessionId: string) => void;
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

const rowAt = (index: number): string => `tr[data-index="${index}"]`;

const Gap = ({ px }: { readonly px: number }) =>
  px <= 0 ? null : (
    <tr aria-hidden="true">
      <td style={{ height: px, padding: 0 }} />
    </tr>
  );

/** The sessions, one a row, only those near the view drawn. Arrows walk, Space selects, Enter opens. */
export function SessionList(props: ListProps) {
  const { rows, all, totals, chosen, found, place, chosenHit, order, activeId, onOrder, onActive, onChoose, onOpen } =
    props;
  const scroll = useRef<HTMLDivElement>(null);
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
  const before = useRef(activeId);
  useEffect(() => {
    if (before.current === activeId) return;
    before.current = activeId;
    const focused = document.activeElement;
    const hasFocus = focused?.matches('tr[data-index]') === true && scroll.current?.contains(focused) === true;
    virtual.scrollToIndex(active);
    if (hasFocus) scroll.current?.querySelector<HTMLElement>(rowAt(active))?.focus({ preventScroll: true });
  }, [active, activeId, virtual]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = rows[active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const onHead = event.target instanceof Element && event.target.closest('thead') !== null;
    if (onHead) return;
    const target = targetOf(event.key, active, rows.length);
    if (target !== null) {
      event.preventDefault();
      const next = rows[target];
      if (next !== undefined) onActive(next.sessionId);
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
          className={styles.rows}
          onFocus={({ target }) => {
            const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
            const row = rows[Number(index)];
            if (row !== undefined) onActive(row.sessionId);
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
                found={found?.get(sessionId) ?? null}
                place={place}
                chosenHit={index === active ? chosenHit : null}
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
