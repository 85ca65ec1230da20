import CircleCheck from 'lucide-react/icons/circle-check';
import CircleHelp from 'lucide-react/icons/circle-question-mark';
import FlaskConical from 'lucide-react/icons/flask-conical';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { Explanation } from '../../../../shared/reconcile/stories/answer-types.ts';
import { letterOf } from '../../../../shared/reconcile/stories/phrases.ts';
import { saveText } from '../../../store/files.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Section } from '../../../ui/section.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { ReadingLines } from '../case/reading.tsx';
import { amountsOf, signedHeadline } from '../case/report-money.ts';
import { type Report, standingOf, useReport } from '../case/report.ts';
import { MoneySection } from './money-section.tsx';
import { NextRuns } from './next-runs.tsx';
import tones from '../../../ui/styles/tone.module.css';
import styles from './conclusion.module.css';

/** What could have made this bill as well, and no number of it can say no to. */
function Unexcluded({ report: { unexcluded } }: { readonly report: Report }) {
  if (unexcluded.length === 0) return null;
  return (
    <Section title="What no number excludes" note="only isolation does" className={styles.section}>
      <ul className={styles.rivals}>
        {unexcluded.map(({ id, title, text }) => (
          <li key={id}>
            <CircleHelp />
            <span>
              <b className={styles.whose}>{title}</b>
              {text === '' ? '' : `, ${text}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the numbers leave unsaid even where one story stands alone. */
function AlsoOpen({ report: { alsoOpen } }: { readonly report: Report }) {
  if (alsoOpen.length === 0) return null;
  return (
    <Section title="Also open" className={styles.section}>
      <ul className={styles.sentences}>
        {alsoOpen.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Section>
  );
}

interface Reason {
  readonly letters: readonly string[];
  readonly text: string;
}

/** The reasons of several stories, one that they share said once. */
function sharedReasons(stories: readonly Explanation[], pick: (story: Explanation) => readonly string[]): Reason[] {
  const lettersOf = new Map<string, string[]>();
  for (const [index, story] of stories.entries()) {
    for (const text of pick(story)) lettersOf.set(text, [...(lettersOf.get(text) ?? []), letterOf(index)]);
  }
  return [...lettersOf].map(([text, letters]) => ({ text, letters }));
}

/** What the evidence holds for and against the stories of the first rank. */
function Weighed({ report }: { readonly report: Report }) {
  const { firsts } = standingOf(report);
  const stories = firsts.map(({ story }) => story);
  const against = sharedReasons(stories, ({ contradictions }) => contradictions);
  const supports = sharedReasons(stories, (story) => story.supports);
  const [first] = stories;
  if (first === undefined || against.length + supports.length === 0) return null;
  const all = stories.map((_, index) => letterOf(index));
  const of = (letters: readonly string[]): string => (letters.length === all.length ? '' : `${letters.join(', ')}: `);
  return (
    <Section
      title={`For and against ${all.length > 4 ? 'the first stories' : all.join(', ')}`}
      className={styles.section}
    >
      <ul className={styles.weighed}>
        {against.map(({ letters, text }) => (
          <li key={text}>
            <TriangleAlert />
            <span>
              <b className={styles.whose}>Against</b> {of(letters) + text}
            </span>
          </li>
        ))}
        {supports.map(({ letters, text }) => (
          <li key={text}>
            <CircleCheck className={tones.ok} />
            <span>
              <b className={styles.whose}>For</b> {of(letters) + text}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Where the money went, what stays open, what speaks for and against the first stories, and what would settle it. */
export function ConclusionParts({ report }: { readonly report: Report }) {
  return (
    <>
      <MoneySection report={report} />
      <Unexcluded report={report} />
      <AlsoOpen report={report} />
      <Weighed report={report} />
      <NextRuns report={report} />
    </>
  );
}

/** The next thing to do, always in sight. `pinned`: with the money beside it, where no head shows that. */
export function PlanFoot({ pinned = false }: { readonly pinned?: boolean }) {
  const store = useCaseStore();
  const report = useReport();
  if (report === null || (report.experiments.length === 0 && !pinned)) return null;
  const amounts = amountsOf(report);
  const save = async (format: 'plan-markdown' | 'plan-json'): Promise<void> => {
    const answer = await store.written(format);
    if (answer.ok) saveText(answer.fileName, answer.mediaType, answer.text);
  };
  return (
    <div className={cx(styles.foot, pinned && styles.pinned)}>
      {pinned && amounts !== null && (
        <p className={styles.amount}>
          {signedHeadline({ cost: amounts.beyond, currency: amounts.currency })}
          <span className={styles.amountOf}>beyond the report</span>
        </p>
      )}
      {report.experiments.length > 0 && (
        <>
          <Button
            look="primary"
            icon={<FlaskConical />}
            className={styles.plan}
            onClick={() => void save('plan-markdown')}
          >
            Write the plan
          </Button>
          <Button aria-label="Write the plan as JSON" onClick={() => void save('plan-json')}>
            JSON
          </Button>
        </>
      )}
    </div>
  );
}

/** The right of a wide page. */
export function Conclusion({ className }: { readonly className: string | undefined }) {
  const report = useReport();
  const reading = useCase((state) => state.reading !== null);
  return (
    <aside aria-label="What it means" data-region tabIndex={-1} className={cx(styles.side, className)}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Money, what is open and the next run">
        {reading ? (
          <ReadingLines />
        ) : report === null ? (
          <p className={styles.empty}>Where the money went, what no number excludes, and the next run stand here.</p>
        ) : (
          <ConclusionParts report={report} />
        )}
      </div>
      {!reading && <PlanFoot />}
    </aside>
  );
}
