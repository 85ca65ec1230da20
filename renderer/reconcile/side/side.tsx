import FlaskConical from 'lucide-react/icons/flask-conical';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { Button } from '../../parts/button.tsx';
import { Section } from '../../parts/section.tsx';
import { ExperimentSection } from './experiment-section.tsx';
import { MoneySection } from './money-section.tsx';
import { AlsoOpen, Unexcluded } from './open-sections.tsx';
import { saveText } from '../save-text.ts';
import tones from '../../styles/tone.module.css';
import styles from './side.module.css';
import { useCaseStore } from '../use-case.ts';
import { useReport, type Report } from '../use-report.ts';

/** What the evidence holds for and against the stories of the first rank. */
function Weighed({ report }: { readonly report: Report }) {
  const first = report.explanations.filter(({ rank }) => rank === 1);
  const against = first.flatMap((one, index) => one.contradictions.map((text) => ({ letter: letterOf(index), text })));
  const supports = first.flatMap((one, index) => one.supports.map((text) => ({ letter: letterOf(index), text })));
  if (first.length === 0) return null;
  return (
    <Section title={`Speaks against ${first.map((_, index) => letterOf(index)).join(', ')}`} className={styles.section}>
      <ul className={styles.weighed}>
        {against.length === 0 && <li>Nothing in the evidence.</li>}
        {against.map(({ letter, text }) => (
          <li key={letter + text}>
            <TriangleAlert />
            <span>{first.length > 1 ? `${letter}: ${text}` : text}</span>
          </li>
        ))}
        {supports.map(({ letter, text }) => (
          <li key={letter + text}>
            <CircleCheck className={tones.ok} />
            <span>{`Speaks for ${letter}: ${text}`}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Right: where the money went, what stays open, what speaks against the story, and what would settle it. */
export function Side() {
  const store = useCaseStore();
  const report = useReport();
  const save = async (format: 'plan-markdown' | 'plan-json'): Promise<void> => {
    const answer = await store.written(format);
    if (answer.ok) saveText(answer.fileName, answer.mediaType, answer.text);
  };
  return (
    <aside aria-label="What it means" data-region tabIndex={-1} className={styles.side}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Money, what is open and the next run">
        {report === null ? (
          <p className={styles.empty}>Where the money went, what no number excludes, and the next run stand here.</p>
        ) : (
          <>
            <MoneySection report={report} />
            <Unexcluded report={report} />
            <AlsoOpen report={report} />
            <Weighed report={report} />
            <ExperimentSection report={report} />
          </>
        )}
      </div>
      {report !== null && report.experiments.length > 0 && (
        <div className={styles.foot}>
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
        </div>
      )}
    </aside>
  );
}
