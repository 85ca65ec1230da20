import { Section } from '../../parts/section.tsx';
import type { Report } from '../use-report.ts';
import styles from './notes.module.css';

/** What to know of the evidence: what was passed over or taken for granted. */
export function Notes({ report: { notes } }: { readonly report: Report }) {
  if (notes.length === 0) return null;
  return (
    <Section title="To know" className={styles.section}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}
