import { Exact } from '../../../../shared/kit/money.ts';
import { cx } from '../../../ui/cx.ts';
import { percent } from '../../../ui/format.ts';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import { amountsOf } from '../case/report-money.ts';
import { type Report, states } from '../case/report.ts';
import { SignedMoney } from '../case/signed-money.tsx';
import styles from './conclusion.module.css';

const absolute = (cost: string): number => new Exact(cost).abs().toNumber();

/** What lies beyond the report, by the name that the finding bears out. */
function beyondName({ finding: { claim }, explanations: [first] }: Report): string {
  if (claim.kind !== 'further' && claim.kind !== 'seen') return 'Beyond the report';
  const further = first?.inferences.filter(({ kind }) => kind === 'further').length ?? 0;
  if (first === undefined || further === 0 || first.events.length > 0) return 'Beyond the report';
  return further === 1 ? 'The further response' : 'The further responses';
}

/** The bill at list price, parted into what was reported, what ran beyond it, and the discount that cached tokens did not get. */
export function MoneySection({ report }: { readonly report: Report }) {
  const amounts = amountsOf(report);
  if (amounts === null) return null;
  const { currency, lacking } = amounts;
  const all = [
    { name: 'As reported', cost: amounts.reported, tone: styles.reported },
    { name: beyondName(report), cost: amounts.further, tone: styles.beyond, strong: true },
    {
      name: states(report.finding) ? 'Cache discount not given' : 'Cache discount, if not given',
      cost: amounts.discount,
      tone: styles.discount,
    },
  ];
  const parts = all.filter(({ cost }, index) => index === 0 || absolute(cost) > 0);
  const oneWay = parts.every(({ cost }) => !cost.startsWith('-'));
  const billed = absolute(amounts.billed);
  const shares = oneWay && billed > 0;
  return (
    <Section title="Where the money went" note="at list price" className={styles.section}>
      {shares && (
        <div className={styles.stack} aria-hidden="true">
          {parts.map(({ name, cost, tone }) => (
            <div key={name} className={tone} style={{ flexGrow: absolute(cost) / billed }} />
          ))}
        </div>
      )}
      <table className={styles.parts} aria-label="Where the money went">
        <tbody>
          {parts.map(({ name, cost, tone, strong = false }, index) => (
            <tr key={name}>
              <th scope="row" className={cx(strong && styles.strong)}>
                <span className={cx(styles.swatch, tone)} aria-hidden="true" />
                {name}
              </th>
              <td className={styles.share}>{shares ? percent(absolute(cost) / billed) : ''}</td>
              <td>
                {index === 0 || shares ? (
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
    </Section>
  );
}
