import BookOpen from 'lucide-react/icons/book-open';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import CircleX from 'lucide-react/icons/circle-x';
import ExternalLink from 'lucide-react/icons/external-link';
import type { ReactNode } from 'react';
import { assertNever, type BenchError } from '../../../../shared/kit/errors.ts';
import type { Choose } from '../../../../shared/reconcile/scope/scope.ts';
import { useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { ReadingOutcome } from '../case/reading.tsx';
import { type Report, useReport } from '../case/report.ts';
import { ExcludedTable } from './excluded.tsx';
import { FindingHead } from './finding.tsx';
import { MeterParts } from './meters.tsx';
import { Across, Notes } from './notes.tsx';
import { SessionsTable } from './sessions-table.tsx';
import { Explanations, RankedAfter } from './stories.tsx';
import styles from './outcome.module.css';

function Example() {
  const store = useCaseStore();
  const { host } = useStores();
  return (
    <div className={styles.example}>
      <h2 className={styles.subtitle}>A worked example</h2>
      <p className={styles.text}>
        A public question on Microsoft Q&amp;A: one response reported 229 tokens in and 537 out, and none of its six
        meters agrees. Its numbers are loaded as a case of their own, marked as an example.
      </p>
      <div className={styles.choices}>
        <Button icon={<BookOpen />} onClick={() => void store.begin({ kind: 'example' })}>
          Load the example
        </Button>
        <Button look="quiet" icon={<ExternalLink />} onClick={() => host.openLink('azure-usage-question')}>
          Read the question
        </Button>
      </div>
    </div>
  );
}

/** No case at all: what this page is for, and three ways to begin. */
function NoCase() {
  const store = useCaseStore();
  return (
    <section className={styles.blank} aria-labelledby="reconcile-title">
      <h1 id="reconcile-title" className={styles.title}>
        Hold the bill against what was reported
      </h1>
      <p className={styles.text}>
        Paste the usage of a response and the meters of the bill, or choose recorded sessions and an export of Cost
        Management. The answer says what the numbers force, what they leave open, and which test would settle it.
      </p>
      <div className={styles.choices}>
        <Button look="primary" onClick={() => void store.begin({ kind: 'nothing' })}>
          New reconciliation
        </Button>
      </div>
      <Example />
    </section>
  );
}

/** The list could not be read: what there is stays where it is, and nothing new is begun over it. */
function Unread() {
  const store = useCaseStore();
  return (
    <section className={styles.blank} aria-labelledby="reconcile-title">
      <h1 id="reconcile-title" className={styles.title}>
        The reconciliations could not be read.
      </h1>
      <p className={styles.text}>They are on this disk as they were.</p>
      <div className={styles.choices}>
        <Button look="primary" onClick={() => void store.load(null)}>
          Read them again
        </Button>
      </div>
    </section>
  );
}

/** A case that lacks a side of its evidence: what to paste, and where it is found. */
function Blank() {
  const reported = useCase(({ view }) => view?.reported.kind);
  const billed = useCase(({ view }) => view?.billed.kind);
  const both = reported === 'nothing' && billed === 'nothing';
  const title =
    reported === 'refused' || billed === 'refused'
      ? 'What was pasted could not be read.'
      : reported === 'read'
        ? 'No bill yet.'
        : billed === 'read'
          ? 'No reported usage yet.'
          : 'Hold the bill against what was reported.';
  return (
    <section className={styles.blank} aria-labelledby="reconcile-title">
      <h1 id="reconcile-title" className={styles.title}>
        {title}
      </h1>
      <ol className={styles.steps}>
        <li>
          <h2 className={styles.subtitle}>Reported usage</h2>
          <p className={styles.text}>
            The usage object of response.done, as the library printed it: raw JSON, the console print of .NET, a whole
            event, a log. Or sessions that this bench recorded.
          </p>
        </li>
        <li>
          <h2 className={styles.subtitle}>The bill</h2>
          <p className={styles.text}>
            In Azure: Cost Management, Exports writes a file with the quantity of every meter; add it. Or paste meters
            and quantities, one a line. Cost analysis grouped by Meter shows costs alone: paste those with all their
            decimals. Rows of a day are due 24 hours after it ends, in UTC.
          </p>
        </li>
      </ol>
      {both && <Example />}
    </section>
  );
}

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

/** What is said instead of a report: nothing yet, a question, a refusal; null: there is a report to show. */
function useInstead(): ReactNode {
  const view = useCase((state) => state.view);
  const reading = useCase((state) => state.reading);
  const listed = useCase(({ cases }) => cases !== null);
  if (reading !== null) return <ReadingOutcome words={reading.words} />;
  if (view === null) return listed ? <NoCase /> : <Unread />;
  const { outcome } = view;
  switch (outcome.kind) {
    case 'waiting':
      return <Blank />;
    case 'choose':
      return <Question open={outcome} />;
    case 'refused':
      return <Refused error={outcome.error} />;
    case 'report':
    case 'period':
      return null;
    default:
      return assertNever(outcome, 'Outcome');
  }
}

/** Parts of the outcome that a column shows one at a time. */
export const outcomeParts = {
  finding: ({ report }: { readonly report: Report }) => (
    <>
      <FindingHead report={report} below />
      <MeterParts report={report} />
      <SessionsTable report={report} />
    </>
  ),
  stories: ({ report }: { readonly report: Report }) => (
    <>
      <Explanations report={report} />
      <RankedAfter report={report} />
      <Across report={report} />
    </>
  ),
  excluded: ({ report }: { readonly report: Report }) => (
    <>
      <ExcludedTable report={report} />
      <Notes report={report} />
    </>
  ),
} as const;

/** The middle of the page: what the numbers force, or what is missing before they can be held together. */
export function Outcome() {
  const instead = useInstead();
  const report = useReport();
  if (instead !== null || report === null) return instead;
  return (
    <div className={styles.scroll} data-region tabIndex={-1} role="group" aria-label="Finding and explanations">
      <FindingHead report={report} />
      <MeterParts report={report} />
      <SessionsTable report={report} />
      <Explanations report={report} />
      <ExcludedTable report={report} />
      <RankedAfter report={report} />
      <Across report={report} />
      <Notes report={report} />
    </div>
  );
}
