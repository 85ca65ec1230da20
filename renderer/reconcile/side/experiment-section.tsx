import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { inseparableSentences } from '../../../shared/reconcile/plan/inseparable.ts';
import { count } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { cx } from '../../styles/cx.ts';
import type { Report } from '../use-report.ts';
import styles from './side.module.css';
import table from '../../styles/table.module.css';

/** Stories beside one another in the table; more would not be read. */
const mostColumns = 4;
const mostRows = 5;

/** What to do where no single change is planned; null: nothing is left to be told. */
function withoutRun({ finding: { claim }, explanations }: Report): string | null {
  if (claim.kind === 'nothing fits') {
    return 'No story fits, so no run can tell stories apart yet. Run the same session once more, alone on a resource or a UTC day of its own: whatever is then billed beyond its report is its own.';
  }
  const settled = claim.kind === 'as reported' || claim.kind === 'no bill';
  return settled || explanations.length < 2 ? null : 'No single change tells these stories apart.';
}

/** The single changes that tell the stories apart, and what each story says they would add. */
export function ExperimentSection({ report }: { readonly report: Report }) {
  const { experiments, explanations, inseparable } = report;
  const apart = inseparableSentences(inseparable);
  const sums = experiments.filter(({ kind }) => kind === 'sums').slice(0, mostRows);
  const causes = experiments.filter(({ kind }) => kind === 'cause').slice(0, mostRows);
  const columns = explanations.slice(0, mostColumns);
  const needed = experiments.filter((one) => one.needed && one.kind === 'sums').length;
  const [isolated] = experiments;
  if (isolated === undefined) {
    const text = withoutRun(report);
    if (text === null && apart.length === 0) return null;
    return (
      <Section title="Next run" className={styles.section}>
        {[...(text === null ? [] : [text]), ...apart].map((sentence) => (
          <p key={sentence} className={styles.text}>
            {sentence}
          </p>
        ))}
      </Section>
    );
  }
  return (
    <Section title="Next run" note="predicted text in beyond the report" className={styles.section}>
      {sums.length > 0 && (
        <table className={cx(table.table, styles.experiments)} aria-label="Experiments">
          <thead>
            <tr>
              <th scope="col">change one thing</th>
              {columns.map((_, index) => (
                <th key={letterOf(index)} scope="col">
                  {letterOf(index)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sums.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.change}</th>
                {one.predictions.slice(0, mostColumns).map((predicted, index) => (
                  <td key={letterOf(index)} title={`${predicted.audioWords} audio in, ${predicted.textWords} text in`}>
                    {predicted.textWords}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {causes.length > 0 && (
        <ul className={styles.causes}>
          {causes.map((one) => (
            <li key={one.id}>{`${one.change}: tells what began it.`}</li>
          ))}
        </ul>
      )}
      <p className={styles.text}>
        {needed > 0
          ? `${needed === 1 ? 'One run separates' : `${count(needed)} runs separate`} all that can be separated. `
          : ''}
        {isolated.isolation}
      </p>
      {apart.map((sentence) => (
        <p key={sentence} className={styles.text}>
          {sentence}
        </p>
      ))}
    </Section>
  );
}
