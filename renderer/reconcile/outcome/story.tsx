import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState, type ReactNode } from 'react';
import type { Explanation, PredictedMeter } from '../../../shared/reconcile/answer.ts';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { meterTitles } from '../../../shared/reconcile/report/words.ts';
import { count, plural } from '../../format/count.ts';
import { cx } from '../../styles/cx.ts';
import { Marks } from './marks.tsx';
import type { Lettered } from './standing.ts';
import styles from './story.module.css';
import type from '../../styles/type.module.css';
import table from '../../styles/table.module.css';

/** How the line stands: what is left over, or that nothing is checked. */
function standing(line: PredictedMeter): string {
  if (line.predicted === null) return 'says nothing of it';
  if (!line.checked) return 'read off this bill';
  if (line.residual === null) return 'no row';
  if (line.residual === 0) {
    return line.parts.some(({ kind }) => kind === 'within') ? 'within what the rules leave open' : 'to the token';
  }
  return line.residual > 0 ? `${count(line.residual)} left over` : `${count(-line.residual)} too many`;
}

function Arithmetic({ story, name }: { readonly story: Explanation; readonly name: string }) {
  return (
    <table className={cx(table.table, table.words, styles.arithmetic)} aria-label={`Arithmetic of ${name}`}>
      <thead className={type.hidden}>
        <tr>
          <th scope="col">meter</th>
          <th scope="col">predicted</th>
          <th scope="col">worked out</th>
          <th scope="col">how it stands</th>
          <th scope="col">meaning</th>
        </tr>
      </thead>
      <tbody>
        {story.meters
          .filter(({ billed }) => billed !== null)
          .map((line) => (
            <tr key={line.meter}>
              <th scope="row">{meterTitles[line.meter]}</th>
              <td className={styles.value}>{line.predicted === null ? '' : count(line.predicted)}</td>
              <td className={styles.formula}>{line.predicted === null ? '' : `= ${line.arithmetic}`}</td>
              <td className={styles.left}>{standing(line)}</td>
              <td className={styles.note}>{line.note}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Lists({ story }: { readonly story: Explanation }) {
  const lines = [
    ...(story.mechanisms.length === 0 ? [] : [['May be', `${story.mechanisms.join('; ')}.`] as const]),
    ...story.supports.map((text) => ['For it', text] as const),
    ...story.contradictions.map((text) => ['Against it', text] as const),
  ];
  return (
    <dl className={styles.lists}>
      <div>
        <dt>In full</dt>
        <dd>{story.statement}</dd>
      </div>
      {lines.map(([what, text]) => (
        <div key={text}>
          <dt>{what}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `nothing fitted, 1 assumption`. What is put out beyond a report nothing could predict, so it is not counted. */
export function factsOf({ freeParameters, assumptions }: Explanation): string {
  const fitted = freeParameters.filter((meter) => !meter.endsWith('_out')).length;
  return [
    fitted === 0 ? 'nothing fitted' : `${plural(fitted, 'number')} read off this bill`,
    assumptions.length === 0 ? 'no assumption' : plural(assumptions.length, 'assumption'),
  ].join(', ');
}

/** A story's letter, the same in bar, table and text. Filled: it stands first alone, and the finding states it. */
export function Letter({ index, filled = false }: { readonly index: number; readonly filled?: boolean }) {
  return <span className={cx(styles.letter, filled && styles.filled)}>{letterOf(index)}</span>;
}

export interface StoryProps {
  readonly one: Lettered;
  readonly level: 2 | 3;
  readonly filled?: boolean;
  /** Its marks are in sight while it is closed. */
  readonly marked?: boolean;
  /** Beside its title, quieter. */
  readonly facts: ReactNode;
}

/** One story: what it rests on, and to open its arithmetic written out. */
export function Story({ one: { story, index }, level, filled = false, marked = false, facts }: StoryProps) {
  const [open, setOpen] = useState(false);
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <>
      <Heading className={styles.head}>
        <button type="button" aria-expanded={open} className={styles.toggle} onClick={() => setOpen(!open)}>
          <Letter index={index} filled={filled} />
          <span className={cx(styles.title, marked && styles.strong)}>{story.title}</span>
          <span className={styles.facts}>{facts}</span>
          <ChevronRight className={cx(styles.arrow, open && styles.turned)} />
        </button>
      </Heading>
      {(marked || open) && <Marks marks={story.marks} />}
      {open && (
        <div className={styles.body}>
          <Arithmetic story={story} name={letterOf(index)} />
          <Lists story={story} />
        </div>
      )}
    </>
  );
}
