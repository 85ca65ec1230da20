import CircleDashed from 'lucide-react/icons/circle-dashed';
import type { SessionSummary } from '../../shared/bench-api.ts';
import { titleOf } from '../../shared/library/find-sessions.ts';
import { count } from '../format/count.ts';
import { rulerTime, utcMinute } from '../format/time.ts';
import { cx } from '../styles/cx.ts';
import { Amount, OnTop } from './amount.tsx';
import styles from './list.module.css';

export interface RowProps {
  readonly summary: SessionSummary;
  /** Its place in the whole list, from 0. */
  readonly index: number;
  readonly chosen: boolean;
  /** The row that the arrow keys start from. */
  readonly active: boolean;
  readonly onChoose: (range: boolean) => void;
  readonly onOpen: () => void;
}

const unknown = <span className={styles.faint}>unknown</span>;

function Responses({ summary: { responses, known } }: Pick<RowProps, 'summary'>) {
  const silent = known?.notReported ?? 0;
  if (known === undefined && responses === 0) return unknown;
  return (
    <>
      {silent > 0 && (
        <span className={styles.silent} role="img" aria-label={`${count(silent)} of them never reported,`}>
          <CircleDashed />
        </span>
      )}
      {count(responses)}
    </>
  );
}

/** One session. What its record does not tell is said to be unknown. */
export function Row({ summary, index, chosen, active, onChoose, onOpen }: RowProps) {
  const { startedAt, deployment, durationMs, known, problem, live, entries } = summary;
  const title = titleOf(summary);
  const cost = known?.cost;
  return (
    <tr
      className={cx(styles.row, chosen && styles.chosen)}
      tabIndex={active ? 0 : -1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={chosen}
    >
      <td className={styles.box}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={styles.choose}
          aria-label={startedAt === '' ? `Select ${title}` : `Select ${title}, ${utcMinute(startedAt)}`}
          disabled={live}
          checked={chosen}
          onClick={(event) => onChoose(event.shiftKey)}
          onChange={() => undefined}
        />
      </td>
      <th scope="row" className={styles.session}>
        <button
          type="button"
          tabIndex={-1}
          className={styles.open}
          title={problem ?? `${title}, ${summary.label}`}
          onClick={onOpen}
        >
          {title}
        </button>
        {live && <span className={styles.note}>running</span>}
        {problem !== undefined && (
          <span className={styles.trouble} title={problem}>
            {problem}
          </span>
        )}
      </th>
      <td className={styles.started}>{startedAt === '' ? unknown : utcMinute(startedAt)}</td>
      <td className={styles.deployment} title={deployment}>
        {deployment === '' ? unknown : deployment}
      </td>
      <td className={styles.length}>{entries === 0 && known === undefined ? unknown : rulerTime(durationMs)}</td>
      <td className={styles.turns}>{known === undefined ? unknown : count(known.turns)}</td>
      <td className={styles.responses}>
        <Responses summary={summary} />
      </td>
      <td className={styles.reported}>
        <Amount amount={cost?.reported ?? null} currency={cost?.currency ?? ''} />
      </td>
      <td className={styles.expected}>
        <Amount amount={cost?.expected ?? null} currency={cost?.currency ?? ''} unpriced={cost?.unpriced ?? []} />
        <OnTop amount={cost?.ifBilled ?? null} currency={cost?.currency ?? ''} />
      </td>
    </tr>
  );
}
