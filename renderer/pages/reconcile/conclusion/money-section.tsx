import { partsOfMoney, type MoneyPart, unclaimedDiscount } from '../../../../shared/reconcile/report/story-lines.ts';
import { cx } from '../../../ui/cx.ts';
import { percent } from '../../../ui/format.ts';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import { amountsOf } from '../case/report-money.ts';
import type { Report } from '../case/report.ts';
import { SignedMoney } from '../case/signed-money.tsx';
import styles from './conclusion.module.css';

const tones: Readonly<Record<MoneyPart['kind'], string | undefined>> = {
  reported: styles.reported,
  further: styles.beyond,
  discount: styles.discount,
  open: styles.open,
};

/** The bill at list price, parted into what was reported, what is explained beyond it, the largest first, and what is left. */
export function MoneySection({ report }: { readonly report: Report }) {
  const amounts = amountsOf(report);
  if (amounts === null) return null;
  const { currency, lacking } = amounts;
  const parts = partsOfMoney(amounts, report);
  const shares = parts.every(({ share }) => share !== null);
  const unclaimed = unclaimedDiscount(report);
  return (
    <Section title="Where the money went" note="at list price" className={styles.section}>
      {shares && (
        <div className={styles.stack} aria-hidden="true">
          {parts.map(({ kind, share }) => (
            <div key={kind} className={tones[kind]} style={{ flexGrow: share ?? 0 }} />
          ))}
        </div>
      )}
      <table className={styles.parts} aria-label="Where the money went">
        <tbody>
          {parts.map(({ kind, words, cost, share }, index) => (
            <tr key={kind}>
              <th scope="row" className={cx(index === 1 && styles.strong)}>
                <span className={cx(styles.swatch, tones[kind])} aria-hidden="true" />
                {words}
              </th>
              <td className={styles.share}>{share === null ? '' : percent(share)}</td>
              <td>
                {kind === 'reported' || shares ? (
                  <Money amount={cost} currency={currency} />
                ) : (
                  <SignedMoney money={{ cost, currency }} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot className={styles.sums}>
          <tr>
            <th scope="row">Billed</th>
            <td />
            <td>
              <Money amount={amounts.billed} currency={currency} />
            </td>
          </tr>
          {lacking !== null && (
            <tr className={styles.lacking}>
              <th scope="row">Reported, and no row on the bill</th>
              <td />
              <td>
                <Money amount={lacking} currency={currency} />
              </td>
            </tr>
          )}
        </tfoot>
      </table>
      {unclaimed !== null && <p className={styles.runText}>{unclaimed}</p>}
    </Section>
  );
}
