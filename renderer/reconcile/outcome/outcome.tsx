import CircleHelp from 'lucide-react/icons/circle-question-mark';
import CircleX from 'lucide-react/icons/circle-x';
import type { BenchError } from '../../../shared/errors.ts';
import type { Choose } from '../../../shared/reconcile/scope/choice.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { Button } from '../../parts/button.tsx';
import { Across } from './across.tsx';
import { Blank, NoCase } from './blank.tsx';
import { Explanations } from './explanations.tsx';
import { FindingHead } from './finding.tsx';
import { Meters } from './meters.tsx';
import styles from './outcome.module.css';
import { Rejected } from './rejected.tsx';
import { useCase, useCaseStore } from '../use-case.ts';

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
  const cases = useCase((state) => state.cases);
  if (view === null)
    return cases === null ? <p className={styles.loading}>Reading the reconciliations.</p> : <NoCase />;
  const { outcome } = view;
  switch (outcome.kind) {
    case 'waiting':
      return <Blank />;
    case 'choose':
      return <Question open={outcome} />;
    case 'refused':
      return <Refused error={outcome.error} />;
    case 'report':
      return (
        <div className={styles.scroll} data-region tabIndex={-1} role="group" aria-label="Finding and explanations">
          <FindingHead report={outcome.report} />
          <Meters report={outcome.report} />
          <Explanations report={outcome.report} />
          <Across report={outcome.report} />
          <Rejected report={outcome.report} />
        </div>
      );
    default:
      return assertNever(outcome, 'Outcome');
  }
}
