import type { Explanation } from '../../../shared/reconcile/answer.ts';
import type { MeterKind } from '../../../shared/billing/meter-kind.ts';
import { meterWords } from '../../../shared/reconcile/meter-words.ts';
import { count } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import type { Report } from '../use-report.ts';
import { standingOf } from './standing.ts';
import { Story } from './story.tsx';
import styles from './story.module.css';

/** `text in 238 = 119 + 30 + 89`: what a story says was read beyond the report. */
function beyondOf({ meters }: Explanation, meter: MeterKind): string[] {
  const parts = (meters.find((line) => line.meter === meter)?.parts ?? []).filter(({ kind }) => kind !== 'reported');
  if (parts.length === 0) return [];
  const sum = parts.reduce((all, { tokens }) => all + tokens, 0);
  const terms = parts.map(({ tokens }) => count(tokens)).join(' + ');
  return [`${meterWords[meter]} ${parts.length === 1 ? terms : `${count(sum)} = ${terms}`}`];
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
