import X from 'lucide-react/icons/x';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { plural } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { cx } from '../../styles/cx.ts';
import styles from './rejected.module.css';
import type from '../../styles/type.module.css';
import table from '../../styles/table.module.css';

/** Stories that people tell and this bill refutes, and what to know of the evidence. */
export function Rejected({ report }: { readonly report: ReconcileReport }) {
  const { excluded: rejected, notes } = report;
  return (
    <>
      {rejected.length > 0 && (
        <Section
          title="Rejected"
          note={`${plural(rejected.length, 'story', 'stories')} that fail on at least one meter`}
          className={styles.section}
        >
          <table className={cx(table.table, table.words, styles.table)} aria-label="Rejected stories">
            <thead className={type.hidden}>
              <tr>
                <th scope="col">story</th>
                <th scope="col">what fits</th>
                <th scope="col">where it fails</th>
              </tr>
            </thead>
            <tbody>
              {rejected.map(({ title, rule, fails }) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td className={styles.fits}>{rule}</td>
                  <td className={styles.fails}>
                    <X />
                    {fails}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {notes.length > 0 && (
        <Section title="To know" className={styles.section}>
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
