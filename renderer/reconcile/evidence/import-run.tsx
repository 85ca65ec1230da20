import { plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import styles from './evidence.module.css';
import { fileSize } from '../format.ts';
import { useCase, useCaseStore } from '../use-case.ts';

/** An import under way, counted and cancellable; or what it has to ask before it goes on. */
export function ImportRun() {
  const store = useCaseStore();
  const news = useCase((state) => state.importing);
  const question = useCase((state) => state.question);
  const fetching = useCase((state) => state.fetching);
  if (question !== null) {
    return (
      <section className={styles.run} aria-labelledby="import-question">
        <h3 id="import-question" className={styles.clockTitle}>{`${question.file}: ${question.question.sentence}`}</h3>
        <p className={styles.clockText}>Nothing in the file decides, so it is not guessed.</p>
        <div className={styles.answers}>
          {question.question.choices.map(({ value, means }) => (
            <Button key={value} size="small" onClick={() => void store.answer(value)}>
              {means}
            </Button>
          ))}
          <Button size="small" look="quiet" onClick={() => store.leaveQuestion()}>
            Do not import
          </Button>
        </div>
      </section>
    );
  }
  if (news === null && fetching !== null) {
    return (
      <section className={styles.run} aria-label="Fetch">
        <p className={styles.clockText}>{`Fetching from Azure. ${fetching}`}</p>
        <div className={styles.answers}>
          <Button size="small" onClick={() => store.cancelImport()}>
            Cancel
          </Button>
        </div>
      </section>
    );
  }
  if (news === null) return null;
  const share = news.ofBytes === 0 ? 0 : news.bytes / news.ofBytes;
  const part = news.ofParts > 1 ? `part ${news.part} of ${news.ofParts}, ` : '';
  const words = `Importing ${news.file}, ${part}${fileSize(news.bytes)} of ${fileSize(news.ofBytes)}${news.rows > 0 ? `, ${plural(news.rows, 'row')}` : ''}.`;
  return (
    <section className={styles.run} aria-label="Import">
      <p className={styles.clockText}>{words}</p>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Import"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
      <div className={styles.answers}>
        <Button size="small" onClick={() => store.cancelImport()}>
          Cancel
        </Button>
        <span className={styles.understood}>Cancel keeps what you had.</span>
      </div>
    </section>
  );
}
