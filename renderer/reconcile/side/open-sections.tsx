import CircleHelp from 'lucide-react/icons/circle-question-mark';
import { Section } from '../../parts/section.tsx';
import type { Report } from '../use-report.ts';
import styles from './side.module.css';

/** What could have made this bill as well, and no number of it can say no to. */
export function Unexcluded({ report: { unexcluded } }: { readonly report: Report }) {
  if (unexcluded.length === 0) return null;
  return (
    <Section title="What no number excludes" note="only isolation does" className={styles.section}>
      <ul className={styles.rivals}>
        {unexcluded.map(({ id, title, text }) => (
          <li key={id}>
            <CircleHelp />
            <span>
              <b>{title}</b>
              {text === '' ? '' : `, ${text}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the numbers leave unsaid even where one story stands alone. */
export function AlsoOpen({ report: { alsoOpen } }: { readonly report: Report }) {
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
