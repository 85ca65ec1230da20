import { deviceLoginLink } from '../../../shared/links.ts';
import type { BenchError } from '../../../shared/errors.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useStores, useUi } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import styles from './fetch-dialog.module.css';

/** The code to enter, and the way to where it is entered. */
function Code() {
  const { host } = useStores();
  const prompt = useUi((state) => state.signIn);
  if (prompt === null) return null;
  return (
    <div className={styles.code} role="status">
      <p>
        {'Enter the code '}
        <strong>{prompt.userCode}</strong>
        {` at ${prompt.url}, on this or any other device.`}
      </p>
      <div className={styles.codeActions}>
        <CopyButton size="small" text={() => prompt.userCode}>
          Copy the code
        </CopyButton>
        <Button size="small" onClick={() => host.openLink(deviceLoginLink(prompt.url))}>
          Open the page
        </Button>
      </div>
    </div>
  );
}

const hint =
  'The account needs the role Cost Management Reader on the scope. Usage is billed 8 to 24 hours later, under its UTC day.';

/** Under the fields: what is needed, how far it is, or why it was refused and what to do. */
export function FetchState({
  sentence,
  problem,
}: {
  /** What is waited for; null: nothing is. */
  readonly sentence: string | null;
  readonly problem: BenchError | null;
}) {
  const hop = problem?.facts?.['hop'];
  return (
    <div className={styles.state}>
      {sentence !== null && <Code />}
      {sentence !== null && (
        <div className={styles.bar} role="progressbar" aria-label="Fetch from Azure" aria-valuetext={sentence} />
      )}
      {problem === null ? (
        <p id="fetch-state" className={styles.sentence} role="status">
          {sentence ?? hint}
        </p>
      ) : (
        <div
          id="fetch-state"
          className={cx(styles.sentence, styles.refused, problem.reason === 'refused' && styles.calm)}
          role="alert"
        >
          <p className={styles.what}>{problem.message}</p>
          {problem.nextStep !== undefined && <p>{problem.nextStep}</p>}
          {hop !== undefined && <p>{`Where it ended: ${hop}.`}</p>}
        </div>
      )}
    </div>
  );
}
