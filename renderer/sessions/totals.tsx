import type { Money } from '../../shared/money/money.ts';
import type { SessionTotals } from '../../shared/library/session-totals.ts';
import { count, plural } from '../format/count.ts';
import { rulerTime } from '../format/time.ts';
import { Amount, OnTop } from './amount.tsx';
import styles from './list.module.css';

const words = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const Sums = ({ sums, onTop = [] }: { readonly sums: readonly Money[]; readonly onTop?: readonly Money[] }) => (
  <>
    {sums.map(({ cost, currency }) => (
      <div key={currency}>
        <Amount amount={cost} currency={currency} />
        <OnTop amount={onTop.find((one) => one.currency === currency)?.cost ?? null} currency={currency} />
      </div>
    ))}
  </>
);

export interface TotalsProps {
  readonly totals: SessionTotals;
  readonly shown: number;
  readonly all: number;
}

/** What the sessions shown come to, one sum a currency. */
export function Totals({ totals, shown, all }: TotalsProps) {
  const number = words[shown] ?? count(shown);
  return (
    <tfoot>
      <tr>
        <td className={styles.box} />
        <th scope="row" className={styles.session}>
          {shown < all ? `These ${number}` : shown === 1 ? 'The one' : `All ${number}`}
          {totals.unpriced > 0 && (
            <span className={styles.note}>{`${plural(totals.unpriced, 'session')} not wholly priced`}</span>
          )}
        </th>
        <td className={styles.started} />
        <td className={styles.deployment} />
        <td className={styles.length}>{rulerTime(totals.durationMs)}</td>
        <td className={styles.turns}>{count(totals.turns)}</td>
        <td className={styles.responses}>{count(totals.responses)}</td>
        <td className={styles.reported}>
          <Sums sums={totals.reported} />
        </td>
        <td className={styles.expected}>
          <Sums sums={totals.expected} onTop={totals.ifBilled} />
        </td>
      </tr>
    </tfoot>
  );
}
