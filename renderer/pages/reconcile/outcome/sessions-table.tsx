import { meterFacts, type MeterKind, meterKinds } from '../../../../shared/billing/meter-kind.ts';
import { count, signed } from '../../../../shared/kit/numbers.ts';
import { sessionWords } from '../../../../shared/reconcile/case/case-name.ts';
import { bySession, type SessionSum } from '../../../../shared/reconcile/report/by-session.ts';
import { billedText } from '../../../../shared/reconcile/report/wording.ts';
import { cx } from '../../../ui/cx.ts';
import { Section } from '../../../ui/section.tsx';
import type { Report } from '../case/report.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './outcome.module.css';

function Session({ sum: { session, responses, reported } }: { readonly sum: SessionSum }) {
  const [when, where] = sessionWords(session);
  return (
    <tr>
      <th scope="row" title={session}>
        {when}
        {where !== '' && <span className={styles.where}>{where}</span>}
      </th>
      <td>{responses === 0 ? 'none' : count(responses)}</td>
      {meterKinds.map((meter) => (
        <td key={meter}>{count(reported[meter])}</td>
      ))}
    </tr>
  );
}

/** What each of several sessions reported, meter by meter, over their sum, the bill, and what it has beyond them. */
export function SessionsTable({ report }: { readonly report: Report }) {
  const sums = bySession(report);
  if (sums.length === 0) return null;
  const lineOf = (kind: MeterKind) => report.meters.find(({ meter }) => meter === kind);
  const beyond = (kind: MeterKind): string => {
    const tokens = lineOf(kind)?.beyond.tokens;
    return tokens === undefined || tokens === null ? '' : signed(tokens);
  };
  const billed = (kind: MeterKind): string => {
    const line = lineOf(kind);
    return line === undefined ? 'no row' : billedText(line);
  };
  return (
    <Section
      title="Session by session"
      note="tokens reported; cached ones are a part of the input"
      className={styles.notesSection}
    >
      <div className={styles.wide} tabIndex={0} role="group" aria-label="Session by session">
        <table className={cx(table.table, styles.sessionsTable)} aria-label="Sessions and meters">
          <thead>
            <tr>
              <th scope="col">session</th>
              <th scope="col">responses</th>
              {meterKinds.map((meter) => (
                <th key={meter} scope="col">
                  {meterFacts[meter].words}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sums.map((sum) => (
              <Session key={sum.session} sum={sum} />
            ))}
          </tbody>
          <tfoot className={styles.sessionSums}>
            <tr>
              <th scope="row">Reported</th>
              <td>{count(sums.reduce((all, { responses }) => all + responses, 0))}</td>
              {meterKinds.map((meter) => (
                <td key={meter}>{count(lineOf(meter)?.reported ?? 0)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">Billed</th>
              <td />
              {meterKinds.map((meter) => (
                <td key={meter}>{billed(meter)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">Beyond the report</th>
              <td />
              {meterKinds.map((meter) => (
                <td key={meter}>{beyond(meter)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </Section>
  );
}
