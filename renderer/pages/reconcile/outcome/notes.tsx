import { cx } from '../../../ui/cx.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import { Section } from '../../../ui/section.tsx';
import type { Report } from '../case/report.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './outcome.module.css';

/** Forms beside one another that are written out; more are counted. */
const mostForms = 3;

/** What several sessions or days say together: each meter as whole multiples of reported fields. */
export function Across({ report: { many } }: { readonly report: Report }) {
  if (many === null) return null;
  return (
    <Section
      title="Across sessions"
      note={`${plural(many.observations.length, 'observation')}, solved together in whole numbers`}
      className={styles.notesSection}
    >
      <p className={styles.acrossFinding}>{many.finding}</p>
      <table className={cx(table.table, table.words, styles.acrossTable)} aria-label="Meters across sessions">
        <thead className="part-unseen">
          <tr>
            <th scope="col">meter</th>
            <th scope="col">forms that are equal in every observation</th>
          </tr>
        </thead>
        <tbody>
          {many.meters.map((one) => (
            <tr key={one.meter}>
              <th scope="row">{one.words}</th>
              <td>
                {one.exact.length === 0
                  ? `no form of small whole numbers; off by ${one.residualTokens.toFixed(1)} tokens at best`
                  : one.exact
                      .slice(0, mostForms)
                      .map(({ formula }) => formula)
                      .join(', or ')}
                {one.exact.length > mostForms && `, and ${one.exact.length - mostForms} more`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {many.open.length > 0 && (
        <ul className={styles.notes}>
          {many.open.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What to know of the evidence: what was passed over or taken for granted. */
export function Notes({ report: { notes } }: { readonly report: Report }) {
  if (notes.length === 0) return null;
  return (
    <Section title="To know" className={styles.notesSection}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}
