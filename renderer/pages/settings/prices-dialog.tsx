import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Answer, Answers } from '../../../shared/contract/bench-api.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { choiceName, type ModelChoice, noChoice } from '../../../shared/pricing/model.ts';
import { entryName, type PriceScope, priceScopes } from '../../../shared/pricing/price-terms.ts';
import { deploymentKey, modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { usePreferences, useStores, useView } from '../../store/context.ts';
import { useBook } from '../../store/session-prices.ts';
import { Select } from '../../ui/fields.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import { OwnBook } from './own-price-book.tsx';
import { Books, type BooksSectionProps, NewBooks, type Said } from './price-books.tsx';
import styles from './prices.module.css';

const byDate = 'by date';
const asRecorded = 'as recorded';
const byName = 'by name';

const scopeNames: Readonly<Record<PriceScope, string>> = {
  global: 'Global',
  'data-zone': 'Data zone',
  regional: 'Regional',
};
const howWords = {
  chosen: 'as you chose',
  named: 'as the service named it',
  guessed: 'guessed from the deployment name',
} as const;

/** The model and scope behind the deployment of the session on screen, and the book that session is priced by. */
function ThisSession({ books }: BooksSectionProps) {
  const { preferences, prices } = useStores();
  const header = useView((view) => view?.header ?? null);
  const effective = useView((view) => view?.effective ?? null);
  const pricing = usePreferences((all) => all.pricing);
  const instead = useStore(prices, (state) => state.instead);
  const book = useBook()?.book ?? null;
  if (header === null || book === null) return null;
  const key = deploymentKey(header.endpoint);
  const choice: ModelChoice = pricing.models[key] ?? header.pricing ?? noChoice;
  const match = modelOfView({ header, effective }, book, choice);
  const found =
    match === null
      ? `No model of this book in ${scopeNames[choice.scope].toLowerCase()}: the cost is unknown.`
      : `${entryName(match.model)}, ${howWords[match.how]}.`;
  const choose = (change: Partial<ModelChoice>): void => {
    void preferences.change({
      pricing: { ...pricing, models: { ...pricing.models, [key]: { ...choice, ...change } } },
    });
  };
  const models = book.models
    .filter(({ scope }) => scope === choice.scope)
    .map((entry) => ({ value: choiceName(book, entry), label: entryName(entry) }));
  return (
    <>
      <span className={styles.label}>This session</span>
      <Select
        name="Book of this session"
        value={instead ?? asRecorded}
        choices={[
          { value: asRecorded, label: `As recorded: ${header.priceBookId}` },
          ...books.map(({ id, name }) => ({ value: id, label: id, note: name })),
        ]}
        onChoose={(chosen) => void prices.priceBy(chosen === asRecorded ? null : chosen)}
      />
      <span className={styles.label}>{`Model behind ${header.endpoint.deployment}`}</span>
      <div className={styles.two}>
        <Select
          name="Model behind the deployment"
          value={choice.model ?? byName}
          choices={[{ value: byName, label: 'Recognised by its name' }, ...models]}
          onChoose={(chosen) => choose({ model: chosen === byName ? null : chosen })}
        />
        <Select
          name="Scope of the deployment"
          value={choice.scope}
          choices={priceScopes.map((scope) => ({ value: scope, label: scopeNames[scope] }))}
          onChoose={(chosen) => choose({ scope: priceScopes.find((scope) => scope === chosen) ?? 'global' })}
        />
      </div>
      <p className={styles.note}>{`${found} Remembered for this deployment.`}</p>
    </>
  );
}

/** Which prices are used, now and from the next session on. */
export function PricedBy({ books, onSaid }: BooksSectionProps) {
  const { preferences } = useStores();
  const pricing = usePreferences((all) => all.pricing);
  const choose = async (chosen: string): Promise<void> => {
    await preferences.change({ pricing: { ...pricing, bookId: chosen === byDate ? null : chosen } });
    onSaid({ text: 'Used from the next session on.' });
  };
  return (
    <section aria-label="Priced by" className={styles.grid}>
      <ThisSession books={books} onSaid={onSaid} />
      <span className={styles.label}>New sessions</span>
      <Select
        name="Book of new sessions"
        value={pricing.bookId ?? byDate}
        choices={[
          { value: byDate, label: 'The list of their day' },
          ...books.map(({ id, name }) => ({ value: id, label: id, note: name })),
        ]}
        onChoose={(chosen) => void choose(chosen)}
      />
    </section>
  );
}

/** The price books: which one is used, what model stands behind a deployment, and where new books come from. */
export function PricesDialog() {
  const { bench, appWindow, appInfo } = useStores();
  const [list, setList] = useState<Answers['prices.list'] | null>(null);
  const [said, setSaid] = useState<Said>(null);
  const take = useCallback((answer: Answer<'prices.list'>): void => {
    if (answer.ok) setList(answer);
    else setSaid({ error: answer.error });
  }, []);
  useEffect(() => void bench.call('prices.list', {}).then(take), [bench, take]);
  useEffect(
    () =>
      bench.onPush((push) => {
        if (push.type === 'changed' && push.what === 'prices') void bench.call('prices.list', {}).then(take);
      }),
    [bench, take],
  );
  const tell = (next: Said): void => {
    setSaid(next);
    void bench.call('prices.list', {}).then(take);
    // The list of today may be another one now.
    void appInfo.load();
  };
  return (
    <Dialog wide title="Prices" open onClose={() => appWindow.closeDialog()}>
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
            {said !== null && 'error' in said && <span className={styles.problem}>{errorText(said.error)}</span>}
          </div>
          <NewBooks onSaid={tell} />
          <OwnBook books={list.books} onSaid={tell} />
        </>
      )}
    </Dialog>
  );
}
