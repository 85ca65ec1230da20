import BookOpen from 'lucide-react/icons/book-open';
import ExternalLink from 'lucide-react/icons/external-link';
import { Button } from '../../parts/button.tsx';
import { useStores } from '../../store/context.ts';
import styles from './outcome.module.css';
import { useCase, useCaseStore } from '../use-case.ts';

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
export function NoCase() {
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

/** A case that lacks a side of its evidence: what to paste, and where it is found. */
export function Blank() {
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
