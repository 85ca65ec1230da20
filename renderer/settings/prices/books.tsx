import Download from 'lucide-react/icons/download';
import Trash2 from 'lucide-react/icons/trash-2';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import { count } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { useStores } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import styles from './prices.module.css';
import table from '../../styles/table.module.css';
import { saveFile } from './save-file.ts';
import type { BooksSectionProps } from './section.ts';

const kindOf = ({ shipped, kind }: BookInfo): string => (shipped ? 'shipped' : kind === 'own' ? 'yours' : 'added');

/** Every price book there is. A book is kept or removed whole; none is ever changed. */
export function Books({ books, onSaid }: BooksSectionProps) {
  const { bench } = useStores();
  const keep = async (id: string): Promise<void> => {
    const answer = await bench.call('prices.export', { id });
    if (!answer.ok) return onSaid({ error: answer.error });
    saveFile(answer.fileName, answer.text);
    onSaid({ text: `${answer.fileName} goes to your downloads.` });
  };
  const remove = async (id: string): Promise<void> => {
    const answer = await bench.call('prices.remove', { id });
    onSaid(answer.ok ? { text: `${id} is removed.` } : { error: answer.error });
  };
  return (
    <table className={cx(table.table, styles.books)} aria-label="Price books">
      <thead>
        <tr>
          <th scope="col">book</th>
          <th scope="col">from</th>
          <th scope="col">currency</th>
          <th scope="col">prices</th>
          <th scope="col">kind</th>
          <th scope="col" aria-label="actions" />
        </tr>
      </thead>
      <tbody>
        {books.map((book) => (
          <tr key={book.id}>
            <th scope="row" title={book.name}>
              {book.id}
            </th>
            <td className={styles.date}>{book.validFrom}</td>
            <td>{book.currency}</td>
            <td className={styles.number}>{count(book.prices)}</td>
            <td>{kindOf(book)}</td>
            <td className={styles.actions}>
              <Button
                look="quiet"
                size="dense"
                icon={<Download />}
                aria-label={`Export ${book.id}`}
                onClick={() => void keep(book.id)}
              />
              {!book.shipped && (
                <Button
                  look="quiet"
                  size="dense"
                  icon={<Trash2 />}
                  aria-label={`Remove ${book.id}`}
                  onClick={() => void remove(book.id)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
