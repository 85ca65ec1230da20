import Check from 'lucide-react/icons/check';
import ChevronRight from 'lucide-react/icons/chevron-right';
import CircleDot from 'lucide-react/icons/circle-dot';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import Receipt from 'lucide-react/icons/receipt';
import { type ReactNode, useState } from 'react';
import { type MeterKind, meterFacts, isBilled } from '../../../../shared/billing/meter-kind.ts';
import type {
  Certainty,
  Explanation,
  Mark,
  PredictedMeter,
} from '../../../../shared/reconcile/stories/answer-types.ts';
import { letterOf } from '../../../../shared/reconcile/stories/phrases.ts';
import { cx } from '../../../ui/cx.ts';
import { count, plural } from '../../../../shared/kit/numbers.ts';
import { Section } from '../../../ui/section.tsx';
import { isStated, type Lettered, type Report, standingOf } from '../case/report.ts';
import table from '../../../ui/styles/table.module.css';
import tones from '../../../ui/styles/tone.module.css';
import styles from './stories.module.css';

const signs: Readonly<Record<Certainty, { readonly icon: ReactNode; readonly word: string }>> = {
  measured: { icon: <Check className={tones.ok} />, word: 'measured' },
  assumed: { icon: <CircleDot />, word: 'assumed' },
  free: { icon: <Receipt />, word: 'read off this bill' },
  open: { icon: <CircleHelp />, word: 'open' },
};

/** What a story rests on, each with how it is known. */
function Marks({ marks }: { readonly marks: readonly Mark[] }) {
  if (marks.length === 0) return null;
  return (
    <ul className={styles.marks} style={{ gridTemplateRows: `repeat(${Math.ceil(marks.length / 2)}, auto)` }}>
      {marks.map(({ certainty, text }) => (
        <li key={text} className={cx(styles.mark, certainty === 'free' && styles.long)}>
          {signs[certainty].icon}
          <span className={styles.word}>{signs[certainty].word}</span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** How the line stands: what is left over, or that nothing is checked. */
function lineStanding(line: PredictedMeter): string {
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
      <thead className="part-unseen">
        <tr>
          <th scope="col">meter</th>
          <th scope="col">predicted</th>
          <th scope="col">worked out</th>
          <th scope="col">how it stands</th>
          <th scope="col">meaning</th>
        </tr>
      </thead>
      <tbody>
        {story.meters.filter(isBilled).map((line) => (
          <tr key={line.meter}>
            <th scope="row">{meterFacts[line.meter].title}</th>
            <td className={styles.value}>{line.predicted === null ? '' : count(line.predicted)}</td>
            <td className={styles.formula}>{line.predicted === null ? '' : `= ${line.arithmetic}`}</td>
            <td className={styles.left}>{lineStanding(line)}</td>
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
function factsOf({ freeParameters, assumptions }: Explanation): string {
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
function Story({ one: { story, index }, level, filled = false, marked = false, facts }: StoryProps) {
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

/** One alone is first: it is a part of the page by itself. */
function Only({ one, filled }: { readonly one: Lettered; readonly filled: boolean }) {
  return (
    <section className={styles.section} aria-label="The first story">
      <Story one={one} level={2} filled={filled} marked facts={`the only first story: ${factsOf(one.story)}`} />
    </section>
  );
}

function Group({
  title,
  note,
  stories,
  marked = false,
}: {
  readonly title: string;
  readonly note: string;
  readonly stories: readonly Lettered[];
  readonly marked?: boolean;
}) {
  if (stories.length === 0) return null;
  return (
    <Section title={title} note={note} className={styles.section}>
      <ol className={styles.list}>
        {stories.map((one, at) => (
          <li key={one.index}>
            <Story one={one} level={3} marked={marked && at === 0} facts={factsOf(one.story)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Every story that explains the bill by the measured rules: the first with what it rests on, then the others, closed. */
export function Explanations({ report }: { readonly report: Report }) {
  const standing = standingOf(report);
  const { firsts, others, near } = standing;
  const [only] = firsts.length === 1 ? firsts : [];
  const hidden = report.storiesFound - report.explanations.length;
  const shown =
    hidden > 0 ? `; ${count(report.storiesFound)} fit, the best ${count(report.explanations.length)} are shown` : '';
  return (
    <>
      {only !== undefined && <Only one={only} filled={isStated(report.finding, standing)} />}
      {firsts.length > 1 && (
        <Group
          title="First stories"
          note={`they fit equally well, and no number tells them apart${shown}`}
          stories={firsts}
          marked
        />
      )}
      <Group
        title="Less simple stories"
        note={`they fit as well, and need more${firsts.length > 1 ? '' : shown}`}
        stories={others}
      />
      <Group title="What comes near" note="none of these explains every meter" stories={near} />
    </>
  );
}

/** `text in 238 = 119 + 30 + 89`: what a story says was read beyond the report. */
function beyondOf({ meters }: Explanation, meter: MeterKind): string[] {
  const parts = (meters.find((line) => line.meter === meter)?.parts ?? []).filter(({ kind }) => kind !== 'reported');
  if (parts.length === 0) return [];
  const sum = parts.reduce((all, { tokens }) => all + tokens, 0);
  const terms = parts.map(({ tokens }) => count(tokens)).join(' + ');
  return [`${meterFacts[meter].words} ${parts.length === 1 ? terms : `${count(sum)} = ${terms}`}`];
}

/** Stories that fit and say that something was read which no measured rule knows: never a part of the finding. */
export function RankedAfter({ report }: { readonly report: Report }) {
  const { outside } = standingOf(report);
  if (outside.length === 0) return null;
  const told = (index: number): boolean =>
    report.experiments.some(({ splits }) => splits.some((pair) => pair.includes(0) && pair.includes(index)));
  return (
    <Section title="Ranked after" note="fits, but no measured rule knows such a context" className={styles.section}>
      <ol className={styles.list}>
        {outside.map((one) => (
          <li key={one.index}>
            <Story
              one={one}
              level={3}
              facts={
                <>
                  <span className={styles.sums}>
                    {[...beyondOf(one.story, 'text_in'), ...beyondOf(one.story, 'audio_in')].join(', ')}
                  </span>
                  {told(one.index) && <span>the next run tells</span>}
                </>
              }
            />
          </li>
        ))}
      </ol>
    </Section>
  );
}
