import { count } from '../../../../shared/kit/numbers.ts';
import { type Grouping, groupSessions } from '../../../../shared/reconcile/period/groups.ts';
import type { PeriodReport } from '../../../../shared/reconcile/period/period-report.ts';
import { amountsText } from './month-cells.ts';
import { cx } from '../../../ui/cx.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './period.module.css';

/** The sessions of a period by what they have in common, the dearest first. */
export function GroupsTable({ report, by }: { readonly report: PeriodReport; readonly by: Grouping }) {
  return (
    <table className={cx(table.table, styles.groups)} aria-label={`Sessions by ${by}`}>
      <thead>
        <tr>
          <th scope="col">{by}</th>
          <th scope="col">sessions</th>
          <th scope="col">responses</th>
          <th scope="col">reported</th>
          <th scope="col">billed</th>
          <th scope="col">of unknown charge</th>
        </tr>
      </thead>
      <tbody>
        {groupSessions(report, by).map(({ of, sessions, responses, reported, billed, unknown }) => (
          <tr key={of ?? ''}>
            <th scope="row">{of ?? `no ${by}`}</th>
            <td>{count(sessions.length)}</td>
            <td>{count(responses)}</td>
            <td>{amountsText(reported)}</td>
            <td>{amountsText(billed)}</td>
            <td>{unknown === 0 ? '' : count(unknown)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
