import { useEffect, useState } from 'react';
import { priceLabel } from '../../../shared/usage/fields.ts';
import { listedAs, shownPrice } from '../../../shared/pricing/cost.ts';
import type { PriceChange } from '../../../shared/pricing/own-book.ts';
import type { PriceBook, PricedModel } from '../../../shared/pricing/price-book.ts';
import { entryName } from '../../../shared/pricing/price-terms.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select } from '../../ui/fields.tsx';
import type { BooksSectionProps } from './price-books.tsx';
import styles from './prices.module.css';

const keyOf = (entry: PricedModel): string => `${entryName(entry)}, ${entry.scope}`;
const isPrice = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

/** Agreed prices by `model, scope field`, as they are typed. */
type Typed = Readonly<Record<string, string>>;

function changesOf(book: PriceBook, typed: Typed): PriceChange[] {
  return book.models.flatMap((entry) =>
    entry.prices.flatMap(({ field, unit }): PriceChange[] => {
      const price = typed[`${keyOf(entry)} ${field}`]?.trim() ?? '';
      if (price === '') return [];
      return [{ model: entryName(entry), scope: entry.scope, field, price: listedAs(price, unit) }];
    }),
  );
}

/** An own agreement: a discount on a list, and single prices in its place. */
export function OwnBook({ books, onSaid }: BooksSectionProps) {
  const { bench } = useStores();
  const [from, setFrom] = useState(books[0]?.id ?? '');
  const [base, setBase] = useState<PriceBook | null>(null);
  const [shown, setShown] = useState('');
  const [name, setName] = useState('');
  const [discountPercent, setDiscount] = useState('0');
  const [currency, setCurrency] = useState('USD');
  const [typed, setTyped] = useState<Typed>({});
  useEffect(() => {
    let gone = false;
    void bench.call('prices.read', { id: from, day: new Date().toISOString().slice(0, 10) }).then((answer) => {
      if (gone || !answer.ok) return;
      setBase(answer.book);
      setCurrency(answer.book.currency);
      setShown((before) =>
        answer.book.models.some((one) => keyOf(one) === before) ? before : keyOf(answer.book.models[0] as PricedModel),
      );
    });
    return () => {
      gone = true;
    };
  }, [bench, from]);
  const entry = base?.models.find((one) => keyOf(one) === shown);
  const wrong = Object.values(typed).some((text) => text.trim() !== '' && !isPrice(text.trim()));
  const ready = base !== null && name.trim() !== '' && !wrong;
  const keep = async (): Promise<void> => {
    if (base === null || !ready) return;
    const changes = changesOf(base, typed);
    const answer = await bench.call('prices.derive', {
      from,
      name: name.trim(),
      currency: currency.trim(),
      discountPercent: discountPercent.trim(),
      changes,
    });
    if (!answer.ok) return onSaid({ error: answer.error });
    setTyped({});
    setName('');
    onSaid({ text: `${answer.id} is kept. Choose it above to price sessions by it.` });
  };
  return (
    <section aria-label="Own agreement" className={styles.grid}>
      <h3 className={styles.head}>Own agreement</h3>
      <span className={styles.label}>Made of</span>
      <Select
        name="Made of"
        value={from}
        choices={books.map(({ id }) => ({ value: id, label: id }))}
        onChoose={setFrom}
      />
      <span className={styles.label}>Name</span>
      <div className={styles.refresh}>
        <Field
          aria-label="Name of the agreement"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          aria-label="Discount"
          after="% off"
          inputMode="decimal"
          value={discountPercent}
          onChange={(event) => setDiscount(event.target.value)}
        />
        <Field
          aria-label="Currency of the agreement"
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
        />
      </div>
      <span className={styles.label}>Agreed prices</span>
      <Select
        name="Model of the agreed prices"
        value={shown}
        choices={base?.models.map((one) => ({ value: keyOf(one), label: keyOf(one) })) ?? []}
        onChoose={setShown}
      />
      <div className={styles.prices}>
        {entry?.prices.map(({ field, ...listed }) => {
          const { price, unit } = shownPrice(listed);
          const key = `${shown} ${field}`;
          const text = typed[key] ?? '';
          return (
            <label key={field} className={styles.price}>
              <span>{`${priceLabel(field)}, ${unit}`}</span>
              <Field
                placeholder={price}
                inputMode="decimal"
                value={text}
                tone={text.trim() === '' || isPrice(text.trim()) ? 'plain' : 'alarm'}
                onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
              />
            </label>
          );
        })}
      </div>
      <p className={styles.note}>
        {currency === base?.currency
          ? 'A price left empty is the list price less the discount. A cached price is never worked out of the uncached one.'
          : 'In another currency the book holds only the prices you give: nothing is converted.'}
      </p>
      <span />
      <div>
        <Button disabled={!ready} onClick={() => void keep()}>
          Keep as a book
        </Button>
      </div>
    </section>
  );
}
