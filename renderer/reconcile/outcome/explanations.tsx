import { count } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import type { Report } from '../use-report.ts';
import { isStated, standingOf, type Lettered } from './standing.ts';
import { factsOf, Story } from './story.tsx';
import styles from './story.module.css';

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
