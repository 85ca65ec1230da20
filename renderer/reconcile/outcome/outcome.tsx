import CircleHelp from 'lucide-react/icons/circle-question-mark';
import CircleX from 'lucide-react/icons/circle-x';
import type { BenchError } from '../../../shared/errors.ts';
import type { Choose } from '../../../shared/reconcile/scope/choice.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { Button } from '../../parts/button.tsx';
import { Across } from './across.tsx';
import { Blank, NoCase } from './blank.tsx';
import { ExcludedTable } from './excluded.tsx';
import { Explanations } from './explanations.tsx';
import { FindingHead } from './finding.tsx';
import { MeterParts } from './meter-parts.tsx';
import { Notes } from './notes.tsx';
import styles from './outcome.module.css';
import { RankedAfter } from './ranked-after.tsx';
import { useCase, useCaseStore } from '../use-case.ts';
import { useReport } from '../use-report.ts';

const questions: Readonly<Record<Choose['about'], string>> = {
  day: 'Which UTC day is the usage of?',
  resource: 'Which resource was spoken to?',
  model: 'Which model was spoken to?',
};

/** The one choice that is still open, and its answers. */
function Question({ open }: { readonly open: Choose }) {
  const store = useCaseStore();
  const wanted = useCase(({ view }) => view?.case.wanted ?? null);
  const choose = (value: string): void => {
    if (wanted === null) return;
    const change = { day: { days: [value] }, resource: { resource: value }, model: { model: value } }[open.about];
    void store.change({ wanted: { ...wanted, ...change } });
  };
  return (
    <section className={styles.state} aria-labelledby="reconcile-question">
      <CircleHelp />
      <div>
        <h1 id="reconcile-question" className={styles.title}>
          {questions[open.about]}
        </h1>
        <p className={styles.text}>{`${open.sentence} Two are never added up, so choose one.`}</p>
        <div className={styles.choices}>
          {open.choices.map((value) => (
            <Button key={value} onClick={() => choose(value)}>
              {value}
            </Button>
          ))}
        </div>
      </div>
    </section>
  );
}

function Refused({ error }: { readonly error: BenchError }) {
  return (
    <section className={styles.state} role="alert">
      <CircleX className={styles.alarm} />
      <div>
        <h1 className={styles.title}>{error.message}</h1>
        {error.nextStep !== undefined && <p className={styles.text}>{error.nextStep}</p>}
      </div>
    </section>
  );
}

/** The middle of the page: what the numbers force, or what is missing before they can be held together. */
export function Outcome() {
  const view = useCase((state) => state.view);
  const report = useReport();
  const reading = useCase(({ cases, busy, problem }) => busy || (cases?.length !== 0 && problem === null));
  if (view === null) return reading ? <p className={styles.loading}>Reading the reconciliations.</p> : <NoCase />;
  const { outcome } = view;
  switch (outcome.kind) {
    case 'waiting':
      return <Blank />;
    case 'choose':
      return <Question open={outcome} />;
    case 'refused':
      return <Refused error={outcome.error} />;
    case 'report':
      return report === null ? null : (
        <div className={styles.scroll} data-region tabIndex={-1} role="group" aria-label="Finding and explanations">
          <FindingHead report={report} />
          <MeterParts report={report} />
          <Explanations report={report} />
          <ExcludedTable report={report} />
          <RankedAfter report={report} />
          <Across report={report} />
          <Notes report={report} />
        </div>
      );
    default:
      return assertNever(outcome, 'Outcome');
  }
}
