import Scale from 'lucide-react/icons/scale';
import Trash2 from 'lucide-react/icons/trash-2';
import { useEffect, useState } from 'react';
import type { SessionSummary } from '../../shared/bench-api.ts';
import { count } from '../format/count.ts';
import { rulerTime, utcMinute } from '../format/time.ts';
import { Button } from '../parts/button.tsx';
import { useAppInfo, useStores } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import styles from './sessions.module.css';
import table from '../styles/table.module.css';

interface RowProps {
  readonly summary: SessionSummary;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onProblem: (text: string) => void;
}

function Row({ summary, chosen, onChoose, onProblem }: RowProps) {
  const { session, ui, bench, appInfo } = useStores();
  const [sure, setSure] = useState(false);
  const open = (): void => {
    ui.setState({ page: 'bench', atStart: false, startError: null, selectedSeq: null });
    void session.attach(summary.sessionId);
  };
  const remove = async (): Promise<void> => {
    if (!sure) return setSure(true);
    const answer = await bench.call('library.delete', { sessionId: summary.sessionId });
    if (!answer.ok) onProblem(answer.error.message);
    if (answer.ok && session.getState().view?.header?.sessionId === summary.sessionId) session.clear();
    await appInfo.loadSaved();
  };
  return (
    <tr className={styles.row}>
      <th scope="row">
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={`Choose ${summary.deployment}, ${utcMinute(summary.startedAt)}`}
          disabled={summary.live || summary.problem !== undefined}
          checked={chosen}
          onChange={onChoose}
        />
        <button type="button" className={styles.open} onClick={open} disabled={summary.problem !== undefined}>
          {summary.deployment}
        </button>
        <span className={styles.note}>{summary.problem ?? summary.label}</span>
      </th>
      <td className={styles.left}>{utcMinute(summary.startedAt)}</td>
      <td>{rulerTime(summary.durationMs)}</td>
      <td>{count(summary.responses)}</td>
      <td>{count(summary.entries)}</td>
      <td className={styles.action}>
        {summary.live ? (
          <span className={styles.note}>running</span>
        ) : (
          <Button
            size="small"
            look={sure ? 'plain' : 'quiet'}
            icon={<Trash2 />}
            aria-label={sure ? undefined : `Delete ${summary.deployment}, ${utcMinute(summary.startedAt)}`}
            onClick={() => void remove()}
            onBlur={() => setSure(false)}
          >
            {sure ? 'Delete for good' : undefined}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** The sessions on this disk, newest first; pressing one opens its record. */
export function SessionsPage() {
  const { appInfo } = useStores();
  const saved = useAppInfo((state) => state.saved);
  const info = useAppInfo((state) => state.info);
  const { ui } = useStores();
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const there = chosen.filter((id) => saved?.some(({ sessionId }) => sessionId === id) === true);
  useEffect(() => void appInfo.loadSaved(), [appInfo]);
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>Sessions</h1>
        <span className={styles.note}>
          {saved === null ? 'Reading the folder.' : `${count(saved.length)} in ${info?.dataFolder ?? 'this bench'}`}
        </span>
        <Button
          size="small"
          icon={<Scale />}
          className={styles.reconcile}
          disabled={there.length === 0}
          onClick={() => ui.setState({ page: 'reconcile', reconcileSessions: there })}
        >
          {there.length > 1 ? `Reconcile these ${count(there.length)} sessions` : 'Reconcile this session'}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {saved?.length === 0 && (
        <p className={styles.empty}>None yet. Every session you start is kept here, on this disk only.</p>
      )}
      {saved !== null && saved.length > 0 && (
        <table className={cx(table.table, styles.table)} aria-label="Sessions">
          <thead>
            <tr>
              <th scope="col">deployment</th>
              <th scope="col" className={styles.left}>
                started, UTC
              </th>
              <th scope="col">length</th>
              <th scope="col">responses</th>
              <th scope="col">entries</th>
              <th scope="col" aria-label="actions" />
            </tr>
          </thead>
          <tbody>
            {saved.map((summary) => (
              <Row
                key={summary.sessionId}
                summary={summary}
                chosen={there.includes(summary.sessionId)}
                onChoose={() =>
                  setChosen(
                    there.includes(summary.sessionId)
                      ? there.filter((id) => id !== summary.sessionId)
                      : [...there, summary.sessionId],
                  )
                }
                onProblem={setProblem}
              />
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
