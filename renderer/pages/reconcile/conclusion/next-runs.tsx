import type { Experiment } from '../../../../shared/reconcile/experiments/experiments.ts';
import { inseparableSentences } from '../../../../shared/reconcile/experiments/inseparable.ts';
import { letterOf } from '../../../../shared/reconcile/stories/phrases.ts';
import { cx } from '../../../ui/cx.ts';
import { Section } from '../../../ui/section.tsx';
import { isStated, type Report, standingOf } from '../case/report.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './conclusion.module.css';

/** Stories beside one another in the table; more would not be read. */
const mostColumns = 4;
/** So many stories stand beside the name of a run; more of them stand under it. */
const mostBeside = 2;
const mostRuns = 6;

/** What to do where no run is planned; null: nothing is left to be told. */
function withoutRun({ finding: { claim }, explanations }: Report): string | null {
  if (claim.kind === 'nothing fits') {
    return 'No story fits, so no run can tell stories apart yet. Run the same session once more, alone on a resource or a UTC day of its own: whatever is then billed beyond its report is its own.';
  }
  const settled = claim.kind === 'as reported' || claim.kind === 'no bill';
  return settled || explanations.length < 2 ? null : 'No single change tells these stories apart.';
}

/** A run and what each story says that its bill will show beyond its report. */
function Run({ one, at, columns, stated }: RunProps) {
  const name = (
    <>
      <span className={styles.runNumber}>{at + 1}</span>
      {one.change}
    </>
  );
  const cells =
    one.kind === 'cause' ? (
      <td colSpan={columns} className={styles.cause}>
        tells what began it
      </td>
    ) : (
      one.predictions.slice(0, columns).map(({ audioWords, textWords }, index) => (
        <td
          key={letterOf(index)}
          className={cx(stated && index === 0 && styles.stated)}
          title={`${audioWords} audio in, ${textWords} text in`}
        >
          {textWords}
        </td>
      ))
    );
  if (columns <= mostBeside) {
    return (
      <tr>
        <th scope="row" className={styles.beside}>
          {name}
        </th>
        {cells}
      </tr>
    );
  }
  return (
    <>
      <tr>
        <th scope="rowgroup" colSpan={columns} className={styles.above}>
          {name}
        </th>
      </tr>
      <tr className={styles.values}>{cells}</tr>
    </>
  );
}

interface RunProps {
  readonly one: Experiment;
  /** From 0. */
  readonly at: number;
  readonly columns: number;
  /** The finding states the first story alone. */
  readonly stated: boolean;
}

function Runs({ report, runs }: { readonly report: Report; readonly runs: readonly Experiment[] }) {
  const shown = report.explanations.slice(0, mostColumns);
  const beside = shown.length <= mostBeside;
  const stated = isStated(report.finding, standingOf(report));
  return (
    <table
      className={cx(
        table.table,
        styles.runs,
        !beside && styles.under,
        shown.length < mostColumns && !beside && styles.even,
      )}
      aria-label="Next runs"
    >
      <thead>
        <tr>
          {beside && <th scope="col">change one thing</th>}
          {shown.map(({ title }, index) => (
            <th key={letterOf(index)} scope="col" title={title}>
              {letterOf(index)}
            </th>
          ))}
        </tr>
      </thead>
      {runs.map((one, at) => (
        <tbody key={one.id}>
          <Run one={one} at={at} columns={shown.length} stated={stated} />
        </tbody>
      ))}
    </table>
  );
}

/** The runs that tell the stories apart, in the order in which to make them, and what each story says that they would add. */
export function NextRuns({ report }: { readonly report: Report }) {
  const { experiments, inseparable } = report;
  const apart = inseparableSentences(inseparable);
  const needed = experiments.filter((one) => one.needed).slice(0, mostRuns);
  const more = experiments.filter((one) => !one.needed).slice(0, mostRuns);
  const runs = needed.length > 0 ? needed : more;
  const [isolated] = experiments;
  const withAnswer = runs.some(
    ({ kind, predictions }) => kind !== 'cause' && predictions.some(({ textWords }) => textWords.includes('answer')),
  );
  const said = [
    ...(isolated === undefined ? [withoutRun(report)] : []),
    withAnswer ? 'The answer is the text tokens that the run itself reports.' : null,
    isolated?.isolation ?? null,
    needed.length > 0 && more.length > 0
      ? `Also worth a run: ${more.map(({ change }) => `${change.charAt(0).toLowerCase()}${change.slice(1)}`).join('; ')}.`
      : null,
    ...apart,
  ].filter((sentence) => sentence !== null);
  if (runs.length + said.length === 0) return null;
  return (
    <Section
      title="Next run"
      {...(isolated === undefined ? {} : { note: 'predicted text in beyond the report' })}
      className={styles.section}
    >
      {runs.length > 0 && <Runs report={report} runs={runs} />}
      {said.map((sentence) => (
        <p key={sentence} className={styles.runText}>
          {sentence}
        </p>
      ))}
    </Section>
  );
}
