import { useCallback, useEffect, useState } from 'react';
import type { Answer, Answers } from '../../../shared/bench-api.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useStores } from '../../store/context.ts';
import { Books } from './books.tsx';
import { NewBooks } from './new-books.tsx';
import { OwnBook } from './own-book.tsx';
import { PricedBy } from './priced-by.tsx';
import type { Said } from './section.ts';
import styles from './prices.module.css';

/** The price books: which one is used, what model stands behind a deployment, and where new books come from. */
export function PricesDialog() {
  const { bench, ui, appInfo } = useStores();
  const [list, setList] = useState<Answers['prices.list'] | null>(null);
  const [said, setSaid] = useState<Said>(null);
  const take = useCallback((answer: Answer<'prices.list'>): void => {
    if (answer.ok) setList(answer);
    else setSaid({ error: answer.error });
  }, []);
  useEffect(() => void bench.call('prices.list', {}).then(take), [bench, take]);
  const tell = (next: Said): void => {
    setSaid(next);
    void bench.call('prices.list', {}).then(take);
    // The list of today may be another one now.
    void appInfo.load();
  };
  return (
    <Dialog wide title="Prices" open onClose={() => ui.setState({ dialog: null })}>
      {list === null ? (
        <p className={styles.note}>Reading the price books.</p>
      ) : (
        <>
          <PricedBy books={list.books} onSaid={tell} />
          <Books books={list.books} onSaid={tell} />
          {list.problems.map((problem) => (
            <p key={problem} className={styles.problem}>
              {problem}
            </p>
          ))}
          <div role="status" className={styles.said}>
            {said !== null && 'text' in said && said.text}
            {said !== null && 'error' in said && (
              <span className={styles.problem}>{`${said.error.message} ${said.error.nextStep ?? ''}`}</span>
            )}
          </div>
          <NewBooks onSaid={tell} />
          <OwnBook books={list.books} onSaid={tell} />
        </>
      )}
    </Dialog>
  );
}
