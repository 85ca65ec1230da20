import type { KeyboardEvent } from 'react';
import { count } from '../../../../shared/kit/numbers.ts';
import { meterFacts, meterKinds } from '../../../../shared/billing/meter-kind.ts';
import { columnTitle } from '../../../../shared/reconcile/period/columns.ts';
import type {
  PeriodBlock,
  PeriodColumn,
  PeriodDay,
  PeriodReport,
} from '../../../../shared/reconcile/period/period-report.ts';
import { cx } from '../../../ui/cx.ts';
import { DayGlyph } from './day-glyph.tsx';
import {
  amountsText,
  beyondText,
  cellOf,
  cellText,
  largestOf,
  letterOfDay,
  type Mode,
  moneyHead,
  stateWords,
  tintOf,
  weekdayOf,
} from './month-cells.ts';
import styles from './period.module.css';

const tones = { in: styles.in, out: styles.out, beside: styles.beside };

function toneOf(column: PeriodColumn): string | undefined {
  const kind = meterKinds.find((one) => one === column);
  if (kind !== undefined) return tones[meterFacts[kind].direction];
  return column === 'image_in' || column === 'image_cached' ? tones.in : tones.beside;
}

export interface MonthTableProps {
  readonly report: PeriodReport;
  readonly block: PeriodBlock;
  readonly mode: Mode;
  /** Index of the day that is shown beside it; null: none of this block. */
  readonly chosen: number | null;
  /** The day that has the focus is chosen, too: it shows beside the table and not over it. */
  readonly follows: boolean;
  readonly onChoose: (day: number) => void;
  readonly onOpen: (day: number) => void;
}

/** Moves the focus from cell to cell: a cell is known by its row and column. */
function moveFrom(event: KeyboardEvent<HTMLTableElement>): void {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
  const by = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (cell === null || by === undefined) return;
  const [row = 0, column = 0] = (cell.dataset['cell'] ?? '').split(' ').map(Number);
  const [down = 0, right = 0] = by;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row + down} ${column + right}"]`)?.focus();
}

function Cell({
  day,
  column,
  mode,
  largest,
  letter,
}: {
  readonly day: PeriodDay;
  readonly column: PeriodColumn;
  readonly mode: Mode;
  readonly largest: number;
  readonly letter: string | null;
}) {
  const cell = cellOf(day, column);
  if (cell === null) return null;
  const differs = cell.state !== 'as reported' && cell.state !== 'nothing';
  const alarm = cell.state === 'open' || cell.state === 'unreadable';
  return (
    <span
      className={cx(styles.cell, toneOf(column), alarm && styles.alarm)}
      style={{ backgroundColor: `color-mix(in srgb, var(--part) ${tintOf(cell, largest, mode)}%, transparent)` }}
    >
      {differs && (
        <>
          <DayGlyph state={cell.state} letter={letter} />
          <span className="part-unseen">{stateWords(cell.state, letter)}: </span>
        </>
      )}
      {cellText(cell, mode)}
    </span>
  );
}

/** Columns of meters beside which words of a state have room at the usual sizes: the six of a Realtime response. */
const mostWithWords = 6;

/** Days down, meters across: where the day is that does not add up. Arrows walk the cells, Enter opens the day. */
export function MonthTable({ report, block, mode, chosen, follows, onChoose, onOpen }: MonthTableProps) {
  const largest = largestOf(block, mode);
  const { columns, days } = block;
  const last = columns.length + 4;
  return (
    <div className={cx(styles.wide, columns.length > mostWithWords && styles.manyColumns)}>
      <table role="grid" aria-label={`Days and meters of ${block.model}`} className={styles.month} onKeyDown={moveFrom}>
        <thead className={styles.monthHead}>
          <tr>
            <th scope="col" className={styles.first}>
              day, UTC
            </th>
            <th scope="col">sessions</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {columnTitle(column)}
              </th>
            ))}
            <th scope="col" className={styles.billed}>
              {moneyHead('billed', block)}
            </th>
            <th scope="col">{moneyHead('beyond', block)}</th>
            <th scope="col" className={styles.state}>
              state
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map((day, row) => {
            const letter = letterOfDay(report, day);
            const weekday = weekdayOf(day.day);
            const empty = day.state === 'nothing';
            const at = (column: number) => ({
              'data-cell': `${row} ${column}`,
              tabIndex: (chosen === null ? row === 0 : row === chosen) && column === 0 ? 0 : -1,
            });
            return (
              <tr
                key={day.day}
                aria-selected={row === chosen}
                className={cx(
                  row === chosen && styles.chosen,
                  weekday === 'Monday' && row > 0 && styles.week,
                  empty && styles.empty,
                )}
                onClick={() => onChoose(row)}
                onFocus={() => follows && row !== chosen && onChoose(row)}
                onDoubleClick={() => onOpen(row)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onOpen(row);
                  if (event.key !== ' ') return;
                  event.preventDefault();
                  onChoose(row);
                }}
              >
                <th scope="row" className={styles.first} {...at(0)}>
                  {weekday === '' ? day.day || 'no day' : day.day.slice(8)}
                  {weekday !== '' && <span className={styles.weekday}>{weekday.slice(0, 3)}</span>}
                </th>
                {empty ? (
                  <td colSpan={columns.length + 4} className={styles.none}>
                    no session, no row
                  </td>
                ) : (
                  <>
                    <td {...at(1)}>{count(day.sessions.length)}</td>
                    {columns.map((column, index) => (
                      <td key={column} className={styles.tinted} {...at(index + 2)}>
                        <Cell
                          day={day}
                          column={column}
                          mode={mode}
                          largest={largest.get(column) ?? 0}
                          letter={letter}
                        />
                      </td>
                    ))}
                    <td className={styles.billed} {...at(last - 2)}>
                      {amountsText(day.charged)}
                    </td>
                    <td {...at(last - 1)}>{beyondText(day.beyond)}</td>
                    <td className={styles.state} {...at(last)}>
                      <span className={styles.stateWords} title={stateWords(day.state, letter)}>
                        <DayGlyph state={day.state} letter={letter} />
                        <span className={styles.stateText}>{stateWords(day.state, letter)}</span>
                      </span>
                    </td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
        <tfoot className={styles.monthFoot}>
          <tr>
            <th scope="row" className={styles.first}>
              {mode === 'Beyond the report' ? 'Tokens billed' : 'Tokens'}
            </th>
            <td>{count(new Set(days.flatMap(({ sessions }) => sessions)).size)}</td>
            {columns.map((column) => {
              const total = block.totals.find((one) => one.column === column);
              return <td key={column}>{total?.hours ?? (total?.tokens == null ? '' : count(total.tokens))}</td>;
            })}
            <td className={styles.billed} />
            <td />
            <td className={styles.state} />
          </tr>
          <tr>
            <th scope="row" className={styles.first}>
              {mode === 'Beyond the report' ? 'Money billed' : 'Money'}
            </th>
            <td />
            {columns.map((column) => (
              <td key={column}>{amountsText(block.totals.find((one) => one.column === column)?.charged ?? [])}</td>
            ))}
            <td className={styles.billed}>{amountsText(block.charged)}</td>
            <td />
            <td className={styles.state} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
