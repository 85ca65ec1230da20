import X from 'lucide-react/icons/x';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { Section } from '../../../ui/section.tsx';
import type { Report } from '../case/report.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './outcome.module.css';

/** So many rows stand open; more of them scroll. */
const mostRows = 8;

/** `; beyond the report are text 238 and audio 530` */
function beyondWords({ meters }: Report): string {
  const [text, audio] = (['text_in', 'audio_in'] as const).map(
    (kind) => meters.find(({ meter }) => meter === kind)?.beyond.tokens ?? null,
  );
  if (text === null || text === undefined || audio === null || audio === undefined) return '';
  return text > 0 || audio > 0 ? `; beyond the report are text ${count(text)} and audio ${count(audio)}` : '';
}

/** What could have run or is often told, each with the number that says no. */
export function ExcludedTable({ report }: { readonly report: Report }) {
  const { excluded } = report;
  if (excluded.length === 0) return null;
  const scrolls = excluded.length > mostRows;
  return (
    <Section
      title="Excluded"
      note={`what else could have run, and the number that says no${beyondWords(report)}`}
      className={styles.excludedSection}
    >
      <div
        className={cx(styles.excludedRows, scrolls && styles.scrolls)}
        {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': 'What is excluded' } : {})}
      >
        <table className={cx(table.table, table.words, styles.excludedTable)} aria-label="Excluded">
          <thead className="part-unseen">
            <tr>
              <th scope="col">what could have run</th>
              <th scope="col">what it adds, by the rules</th>
              <th scope="col">the number that says no</th>
            </tr>
          </thead>
          <tbody>
            {excluded.map(({ id, title, rule, fails }) => (
              <tr key={id}>
                <th scope="row">{title}</th>
                <td className={styles.rule}>{rule}</td>
                <td className={styles.fails}>
                  <X />
                  {fails}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
