import Download from 'lucide-react/icons/download';
import Trash2 from 'lucide-react/icons/trash-2';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../../shared/contract/bench-api.ts';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { useStores } from '../../store/context.ts';
import { uploadBill } from '../../store/upload-bill.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field } from '../../ui/fields.tsx';
import { count } from '../../../shared/kit/numbers.ts';
import table from '../../ui/styles/table.module.css';
import styles from './prices.module.css';

/** What was done last, or why it was not. */
export type Said = { readonly text: string } | { readonly error: BenchError } | null;

/** What every section of the dialog is given: the books there are, and where it tells what it did. */
export interface BooksSectionProps {
  readonly books: readonly BookInfo[];
  readonly onSaid: (said: Said) => void;
}

/** Hands a text to the browser as a download. */
function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has taken hold of the data by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

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

/** A price book of the bench, a price sheet of one's own, or a saved list, as new books. */
function FromFiles({ onSaid }: { readonly onSaid: (said: Said) => void }) {
  const { bench, host } = useStores();
  const chooser = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  const [region, setRegion] = useState('');
  const [reading, setReading] = useState(false);
  /** Files that were sent and refused: the engine has them still. */
  const [sentBefore, setSentBefore] = useState<{ readonly uploadId: string; readonly names: string } | null>(null);
  useEffect(() => {
    if (sentBefore === null) return;
    // Another choice, or another page: nobody means them any more.
    return () => void bench.call('bill.letGo', { uploadId: sentBefore.uploadId });
  }, [bench, sentBefore]);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => void (isShown.current = false);
  }, []);
  const wish = { name: name.trim() || null, day: day.trim() || null, region: region.trim() || null };
  const ask = async (files: readonly File[]): Promise<Answer<'prices.import'>> => {
    setSentBefore(null);
    const paths = files.flatMap((file) => host.pathOf(file) ?? []);
    if (paths.length === files.length)
      return await bench.call('prices.import', { from: { kind: 'paths', paths }, ...wish });
    const sent = await uploadBill(host, files, new AbortController().signal, () => {});
    if (!sent.ok) return sent;
    const { uploadId } = sent;
    const answer = await bench.call('prices.import', { from: { kind: 'upload', uploadId }, ...wish });
    if (answer.ok) return answer;
    if (isShown.current) setSentBefore({ uploadId, names: files.map((file) => file.name).join(', ') });
    else void bench.call('bill.letGo', { uploadId });
    return answer;
  };
  const askAgain = async (uploadId: string): Promise<Answer<'prices.import'>> => {
    const answer = await bench.call('prices.import', { from: { kind: 'upload', uploadId }, ...wish });
    if (answer.ok || answer.error.reason === 'not-found') setSentBefore(null);
    return answer;
  };
  const take = async (asking: () => Promise<Answer<'prices.import'>>): Promise<void> => {
    setReading(true);
    const answer = await asking();
    setReading(false);
    if (!answer.ok) return onSaid({ error: answer.error });
    const kept = answer.ids.length === 1 ? `${answer.ids.join('')} is kept.` : `${answer.ids.join(' and ')} are kept.`;
    onSaid({ text: [kept, ...answer.notes].join(' ') });
  };
  return (
    <>
      <span className={styles.label}>From a file</span>
      <div className={styles.wish}>
        <Field
          aria-label="Name of the new book"
          placeholder="Name, else that of the file"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          aria-label="First day"
          placeholder="Day, 2026-11-01"
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Field
          aria-label="Region of the prices"
          placeholder="All regions"
          value={region}
          onChange={(event) => setRegion(event.target.value)}
        />
      </div>
      <span />
      <div>
        <input
          ref={chooser}
          type="file"
          accept=".json,.ndjson,.jsonl,.csv,.gz,.parquet,application/json,text/csv"
          multiple
          hidden
          aria-label="Price book or price sheet to import"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            if (files.length > 0) void take(() => ask(files));
            event.target.value = '';
          }}
        />
        <Button size="small" disabled={reading} onClick={() => chooser.current?.click()}>
          {reading ? 'Reading' : 'Import a book or price sheet'}
        </Button>
        {sentBefore !== null && (
          <Button
            size="small"
            look="quiet"
            disabled={reading}
            title={sentBefore.names}
            onClick={() => void take(() => askAgain(sentBefore.uploadId))}
          >
            Try the same files again
          </Button>
        )}
      </div>
      <p className={styles.note}>
        A book of the bench, an unpacked price sheet of an Enterprise or Customer Agreement, or saved answers of the
        Retail Prices API. The first day is for files that name none.
      </p>
    </>
  );
}

/** New books from outside: files, or Azure's own price list. */
export function NewBooks({ onSaid }: { readonly onSaid: (said: Said) => void }) {
  const { bench } = useStores();
  const [region, setRegion] = useState('');
  const [currency, setCurrency] = useState('USD');
  const [reading, setReading] = useState(false);
  const refresh = async (): Promise<void> => {
    setReading(true);
    const answer = await bench.call('prices.refresh', { region: region.trim(), currency: currency.trim() });
    setReading(false);
    onSaid(answer.ok ? { text: [`${answer.id} is kept.`, ...answer.notes].join(' ') } : { error: answer.error });
  };
  return (
    <section aria-label="New books" className={styles.grid}>
      <FromFiles onSaid={onSaid} />
      <span className={styles.label}>From Azure</span>
      <form
        className={styles.refresh}
        onSubmit={(event) => {
          event.preventDefault();
          if (!reading && region.trim() !== '') void refresh();
        }}
      >
        <Field
          aria-label="Region"
          placeholder="swedencentral"
          value={region}
          onChange={(event) => setRegion(event.target.value)}
        />
        <Field aria-label="Currency" value={currency} onChange={(event) => setCurrency(event.target.value)} />
        <Button size="small" submits disabled={reading || region.trim() === ''}>
          {reading ? 'Reading' : 'Read the list'}
        </Button>
      </form>
      <p className={styles.note}>The Azure Retail Prices API, without signing in. Each reading is a new dated book.</p>
    </section>
  );
}
