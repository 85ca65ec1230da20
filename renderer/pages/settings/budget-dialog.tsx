import { useRef, useState } from 'react';
import { usePreferences, useStores } from '../../store/context.ts';
import { useBook } from '../../store/session-prices.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select, Switch } from '../../ui/fields.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

type Unit = 'money' | 'tokens';

/** What is wrong with an amount as it is typed; null: nothing. */
function complaint(amount: string, unit: Unit): string | null {
  const fits = unit === 'tokens' ? /^\d{1,12}$/ : /^\d{1,12}(\.\d{1,12})?$/;
  if (fits.test(amount) && Number(amount) > 0) return null;
  return unit === 'tokens' ? 'A whole number of tokens above 0.' : 'A number above 0, with a point: 0.25.';
}

/** What a session may use at most. A running session follows at once. */
export function BudgetDialog() {
  const { appWindow, preferences } = useStores();
  const budget = usePreferences((all) => all.budget);
  const currency = useBook()?.book.currency ?? 'USD';
  const first = useRef<HTMLInputElement>(null);
  const [unit, setUnit] = useState<Unit>(budget.limit?.unit ?? 'money');
  const [amount, setAmount] = useState(budget.limit?.amount ?? '');
  const [warnAt, setWarnAt] = useState(String(Math.round(budget.warnAt * 100)));
  const [stop, setStop] = useState(budget.stop);
  const share = Number(warnAt) / 100;
  const wrong = complaint(amount.trim(), unit);
  const wrongShare = Number.isInteger(Number(warnAt)) && share >= 0.01 && share <= 1 ? null : '1 to 100.';
  const close = (): void => appWindow.closeDialog();
  const save = (limit: { unit: Unit; amount: string } | null): void => {
    void preferences.change({ budget: { limit, warnAt: wrongShare === null ? share : budget.warnAt, stop } });
    close();
  };
  const ready = wrong === null && wrongShare === null;
  return (
    <Dialog title="Budget of a session" first={first} open onClose={close}>
      <form
        className={styles.grid}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save({ unit, amount: amount.trim() });
        }}
      >
        <span className={styles.label}>Counted in</span>
        <Select
          name="Counted in"
          value={unit}
          choices={[
            { value: 'money', label: `Money, ${currency}` },
            { value: 'tokens', label: 'Tokens of every kind' },
          ]}
          onChoose={(chosen) => setUnit(chosen === 'tokens' ? 'tokens' : 'money')}
        />
        <span className={styles.label}>At most</span>
        <Field
          aria-label="At most"
          inputRef={first}
          inputMode="decimal"
          value={amount}
          tone={amount !== '' && wrong !== null ? 'alarm' : 'plain'}
          after={unit === 'tokens' ? 'tok' : currency}
          onChange={(event) => setAmount(event.target.value)}
        />
        <p className={styles.note}>
          {amount !== '' && wrong !== null
            ? wrong
            : 'Held against the most it can come to: reported, estimates at their dearest, and what may be billed.'}
        </p>
        <span className={styles.label}>Warn at</span>
        <Field
          aria-label="Warn at"
          inputMode="numeric"
          value={warnAt}
          tone={wrongShare === null ? 'plain' : 'alarm'}
          after="%"
          onChange={(event) => setWarnAt(event.target.value)}
        />
        <span className={styles.label}>At 100%</span>
        <Switch name="Close the session safely at 100%" on={stop} onChange={setStop} />
        <p className={styles.note}>
          {stop
            ? 'The session is closed; what still runs may report until then.'
            : 'It is only said; the session goes on.'}
        </p>
        <span />
        <div className={styles.buttons}>
          <Button look="primary" disabled={!ready} onClick={() => save({ unit, amount: amount.trim() })}>
            Keep this budget
          </Button>
          <Button disabled={budget.limit === null} onClick={() => save(null)}>
            No budget
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
