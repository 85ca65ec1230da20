import { cx } from '../../../ui/cx.ts';
import styles from './reading.module.css';

const bars = [0, 1, 2, 3];

/** The middle while a case is read: what is read in words, and where its sentence and bars will stand. */
export function ReadingOutcome({ words }: { readonly words: string }) {
  return (
    <div className={styles.outcome} aria-busy="true">
      <p role="status" className={styles.words}>
        {words}
      </p>
      <div aria-hidden="true">
        <div className={cx(styles.line, styles.headline)} />
        <div className={cx(styles.line, styles.headline, styles.shorter)} />
        <div className={cx(styles.line, styles.shorter)} />
        <div className={styles.bars}>
          {bars.map((bar) => (
            <div key={bar} className={styles.bar} />
          ))}
        </div>
      </div>
    </div>
  );
}

/** A column beside it meanwhile. */
export function ReadingLines() {
  return (
    <div className={styles.lines} aria-hidden="true">
      {bars.map((line) => (
        <div key={line} className={cx(styles.line, line % 2 === 1 && styles.shorter)} />
      ))}
    </div>
  );
}
