import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { oftenWords } from '../../../shared/reconcile/report/words.ts';
import { Section } from '../../parts/section.tsx';
import styles from './side.module.css';

/** Decades on the scale: a random bill that fits once in 100,000 fills it. */
const decades = 5;
const ticks = ['1 in 10', '100', '1,000', '10,000', '100,000'];

function Bar({ name, share }: { readonly name: string; readonly share: number }) {
  const filled = share <= 0 ? 1 : Math.min(1, Math.max(0, -Math.log10(share) / decades));
  return (
    <div className={styles.coverage}>
      <dt>{name}</dt>
      <dd>{oftenWords(share)}</dd>
      <dd className={styles.track} aria-hidden="true">
        <span className={styles.filled} style={{ width: `${filled * 100}%` }} />
      </dd>
    </div>
  );
}

/** How often a random bill would be explained as well: the longer the bar, the more a match says. */
export function CoverageSection({ report }: { readonly report: ReconcileReport }) {
  const [first] = report.explanations;
  if (first === undefined || !first.exact || first.coverage === null) return null;
  const { coverage } = first;
  return (
    <Section title="Coverage" note="how often a random bill would fit" className={styles.section}>
      <div className={styles.scale} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </div>
      <dl>
        <Bar name="A story as simple as A" share={coverage.share} />
      </dl>
      <p className={styles.note}>A match on text alone is never proof.</p>
    </Section>
  );
}
