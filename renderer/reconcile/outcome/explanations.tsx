import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { ordinal } from '../../../shared/reconcile/report/words.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { meterTitles } from '../../../shared/reconcile/report/words.ts';
import { count, plural, signed } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { cx } from '../../styles/cx.ts';
import styles from './explanations.module.css';
import type from '../../styles/type.module.css';
import table from '../../styles/table.module.css';

type Shown = ReconcileReport['explanations'][number];
type Line = Shown['meters'][number];

/** How the line stands: what is left over, or that nothing is checked. */
function standing(line: Line): string {
  if (line.predicted === null) return 'silent';
  if (!line.checked) return 'free, not checked';
  if (line.meter.endsWith('cached') && line.predicted === 0 && line.arithmetic !== '0') return 'folded';
  return line.residual === null ? 'no row' : `residual ${signed(line.residual)}`;
}

function Arithmetic({ story, name }: { readonly story: Shown; readonly name: string }) {
  return (
    <table className={cx(table.table, table.words, styles.arithmetic)} aria-label={`Arithmetic of ${name}`}>
      <thead className={type.hidden}>
        <tr>
          <th scope="col">meter</th>
          <th scope="col">predicted</th>
          <th scope="col">worked out</th>
          <th scope="col">left over</th>
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
              <td className={styles.note}>{line.note.replace(/^free, not checked(?:; |$)/, '')}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Lists({ story }: { readonly story: Shown }) {
  const lines = [
    ...story.assumptions.map((text) => ['Assumes', text] as const),
    ...(story.mechanisms.length === 0 ? [] : [['May be', `${story.mechanisms.join('; ')}.`] as const]),
    ...story.supports.map((text) => ['For it', text] as const),
    ...story.contradictions.map((text) => ['Against it', text] as const),
  ];
  if (lines.length === 0) return null;
  return (
    <dl className={styles.lists}>
      {lines.map(([what, text]) => (
        <div key={text}>
          <dt>{what}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

interface StoryProps {
  readonly story: Shown;
  readonly letter: string;
  readonly tie: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One story: closed it is its statement, open it has its arithmetic written out. */
function Story({ story, letter, tie, open, onToggle }: StoryProps) {
  const facts = [
    story.freeParameters.length === 0 ? 'nothing free' : plural(story.freeParameters.length, 'free number'),
    story.assumptions.length === 0 ? 'no assumption' : plural(story.assumptions.length, 'assumption'),
  ];
  return (
    <li className={styles.story}>
      <h3 className={styles.head}>
        <button type="button" aria-expanded={open} className={styles.toggle} onClick={onToggle}>
          <span className={cx(styles.letter, story.rank === 1 && !tie && styles.first, open && styles.first)}>
            {letter}
          </span>
          <span className={styles.rank}>{`${ordinal(story.rank)}${tie ? ', tie' : ''}`}</span>
          <span className={styles.statement}>{story.statement}</span>
          <span className={styles.facts}>{facts.join(', ')}</span>
          <ChevronRight className={cx(styles.arrow, open && styles.turned)} />
        </button>
      </h3>
      {open && (
        <div className={styles.body}>
          <Arithmetic story={story} name={letter} />
          <Lists story={story} />
        </div>
      )}
    </li>
  );
}

/** Every story that explains the bill, the simplest first, ties together. */
export function Explanations({ report }: { readonly report: ReconcileReport }) {
  const { explanations, storiesFound } = report;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set([0]));
  const toggle = (index: number): void => {
    const next = new Set(open);
    if (!next.delete(index)) next.add(index);
    setOpen(next);
  };
  if (explanations.length === 0) return null;
  const more = storiesFound - explanations.length;
  const note = `one story must explain every meter, in whole tokens${more > 0 ? `; ${count(storiesFound)} fit, the best ${count(explanations.length)} are shown` : ''}`;
  return (
    <Section title="Explanations" note={note} className={styles.section}>
      <ol className={styles.list}>
        {explanations.map((story, index) => (
          <Story
            key={letterOf(index)}
            story={story}
            letter={letterOf(index)}
            tie={explanations.filter(({ rank }) => rank === story.rank).length > 1}
            open={open.has(index)}
            onToggle={() => toggle(index)}
          />
        ))}
      </ol>
    </Section>
  );
}
