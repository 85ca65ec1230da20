import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import X from 'lucide-react/icons/x';
import { count, plural, signed } from '../../../../shared/kit/numbers.ts';
import { sessionWords } from '../../../../shared/reconcile/case/case-name.ts';
import { columnTitle } from '../../../../shared/reconcile/period/columns.ts';
import type { PeriodReport, PeriodSession } from '../../../../shared/reconcile/period/period-report.ts';
import { billedText } from '../../../../shared/reconcile/report/wording.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import { type ChosenDay, useCaseStore } from '../case/case-store.ts';
import { DayGlyph, StoryLetter } from './day-glyph.tsx';
import { amountsText, beyondText, letterOfDay, stateWords, weekdayOf } from './month-cells.ts';
import tables from '../../../ui/styles/table.module.css';
import styles from './period.module.css';

function SessionRow({ session }: { readonly session: PeriodSession }) {
  const [when, where] = sessionWords(session.id);
  return (
    <tr>
      <th scope="row" title={session.id}>
        {session.name ?? (where === '' ? when : `${when.slice(11, 16)} ${where}`)}
      </th>
      <td>
        {session.reported === null ? '' : <Money amount={session.reported.cost} currency={session.reported.currency} />}
      </td>
      <td>
        {session.billed === null ? (
          'unknown'
        ) : (
          <Money amount={session.billed.cost} currency={session.billed.currency} />
        )}
      </td>
    </tr>
  );
}

/** Money of the file that is in no cell of the table, by its reason. */
export function NotAllocated({ report: { unallocated } }: { readonly report: PeriodReport }) {
  if (unallocated.length === 0) return null;
  return (
    <Section title="In the file, not allocated" className={styles.section}>
      <ul className={styles.reasons}>
        {unallocated.map(({ title, charged, rows, names }) => (
          <li key={title}>
            <span>{title}</span>
            <span className={styles.reasonCost}>{amountsText(charged)}</span>
            <span className={styles.reasonNames}>
              {`${names.map(({ name }) => name).join(', ')}${names.length > 0 ? ', ' : ''}${plural(rows, 'row')}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A day of a period beside its table: what it shows, its meters, and its sessions. */
export function DayPanel({ report, chosen }: { readonly report: PeriodReport; readonly chosen: ChosenDay }) {
  const store = useCaseStore();
  const block = report.blocks[chosen.block];
  const day = block?.days[chosen.day];
  if (block === undefined || day === undefined) return null;
  const letter = letterOfDay(report, day);
  const sessions = report.sessions.filter(({ id }) => day.sessions.includes(id));
  const step = (by: 1 | -1): void => {
    const to = chosen.day + by;
    if (to >= 0 && to < block.days.length) store.chooseDay({ block: chosen.block, day: to });
  };
  return (
    <>
      <div className={styles.dayHead}>
        <h2 className={styles.dayTitle}>
          {[day.day, weekdayOf(day.day)].filter((text) => text !== '').join(', ') || 'No day named'}
        </h2>
        <Button size="dense" look="quiet" icon={<ChevronLeft />} aria-label="Day before" onClick={() => step(-1)} />
        <Button size="dense" look="quiet" icon={<ChevronRight />} aria-label="Next day" onClick={() => step(1)} />
        <Button
          size="dense"
          look="quiet"
          icon={<X />}
          aria-label="Close the day"
          onClick={() => store.chooseDay(null)}
        />
      </div>
      <p className={styles.sentence}>
        {letter !== null && <StoryLetter letter={letter} />}
        <span>{day.sentence}</span>
      </p>
      {day.cells.length > 0 && (
        <table className={tables.table} aria-label={`Meters of ${day.day}`}>
          <thead>
            <tr>
              <th scope="col">meter</th>
              <th scope="col">reported</th>
              <th scope="col">billed</th>
              <th scope="col">beyond</th>
              <th scope="col">
                <span className="part-unseen">state</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {day.cells.map((cell) => (
              <tr key={cell.column}>
                <th scope="row">{columnTitle(cell.column)}</th>
                <td>{cell.hours?.expected ?? count(cell.expected)}</td>
                <td className={styles.strong}>
                  {cell.hours === null ? billedText(cell) : (cell.hours.billed ?? 'no row')}
                </td>
                <td>{cell.difference === null ? '' : signed(cell.difference)}</td>
                <td>
                  <DayGlyph state={cell.state} letter={letter} />
                  <span className="part-unseen">{stateWords(cell.state, letter)}</span>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot className={styles.strong}>
            <tr>
              <th scope="row">Money</th>
              <td colSpan={2}>{amountsText(day.charged)}</td>
              <td colSpan={2}>{beyondText(day.beyond)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {sessions.length > 0 && (
        <Section title="Sessions of the day" note={count(sessions.length)} className={styles.section}>
          <table className={cx(tables.table, styles.sessions)} aria-label={`Sessions of ${day.day}`}>
            <thead>
              <tr>
                <th scope="col">session</th>
                <th scope="col">reported</th>
                <th scope="col">billed</th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </>
  );
}
