import { useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { useStores } from '../../store/context.ts';
import type { Said } from './section.ts';
import styles from './prices.module.css';

/** New books from outside: a file, or Azure's own price list. */
export function NewBooks({ onSaid }: { readonly onSaid: (said: Said) => void }) {
  const { bench } = useStores();
  const file = useRef<HTMLInputElement>(null);
  const [region, setRegion] = useState('');
  const [currency, setCurrency] = useState('USD');
  const [reading, setReading] = useState(false);
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const answer = await bench.call('prices.add', { text: await chosen.text(), fileName: chosen.name });
    onSaid(answer.ok ? { text: `${answer.id} is kept.` } : { error: answer.error });
  };
  const refresh = async (): Promise<void> => {
    setReading(true);
    const answer = await bench.call('prices.refresh', { region: region.trim(), currency: currency.trim() });
    setReading(false);
    onSaid(answer.ok ? { text: [`${answer.id} is kept.`, ...answer.notes].join(' ') } : { error: answer.error });
  };
  return (
    <section aria-label="New books" className={styles.grid}>
      <span className={styles.label}>From a file</span>
      <div>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="Price book to import"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button size="small" onClick={() => file.current?.click()}>
          Import a book
        </Button>
      </div>
      <span className={styles.label}>From Azure</span>
      <form
        className={styles.refresh}
        onSubmit={(event) => {
          event.preventDefault();
          if (!reading) void refresh();
        }}
      >
        <Field
          aria-label="Region"
          placeholder="swedencentral"
          value={region}
          onChange={(event) => setRegion(event.target.value)}
        />
        <Field aria-label="Currency" value={currency} onChange={(event) => setCurrency(event.target.value)} />
        <Button size="small" disabled={reading || region.trim() === ''} onClick={() => void refresh()}>
          {reading ? 'Reading' : 'Read the list'}
        </Button>
      </form>
      <p className={styles.note}>The Azure Retail Prices API, without signing in. Each reading is a new dated book.</p>
    </section>
  );
}
