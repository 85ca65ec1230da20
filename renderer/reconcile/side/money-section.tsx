import { Exact } from '../../../shared/money/exact.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { percent } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import styles from './side.module.css';
import { SignedMoney } from '../signed-money.tsx';

const absolute = (cost: string): number => new Exact(cost).abs().toNumber();

/** The difference, parted into what ran beyond the report and the lost cache discount. */
export function MoneySection({ report }: { readonly report: ReconcileReport }) {
  const { money, explanations } = report;
  if (money === null) return null;
  const further = explanations[0]?.exact === true && explanations[0].inferences.some(({ kind }) => kind === 'further');
  const parts = [
    { name: further ? 'Further inference' : 'Tokens beyond the report', cost: money.further, tone: styles.strong },
    { name: 'Lost cache discount', cost: money.lostDiscount, tone: styles.weak },
  ].filter(({ cost }) => absolute(cost) > 0);
  const all = parts.reduce((sum, { cost }) => sum + absolute(cost), 0);
  const oneWay = new Set(parts.map(({ cost }) => cost.startsWith('-'))).size === 1;
  return (
    <Section title="Where the money went" note="at list price" className={styles.section}>
      {parts.length === 0 ? (
        <p className={styles.text}>Nowhere: what is billed is what was expected.</p>
      ) : (
        <>
          <div className={styles.stack} aria-hidden="true">
            {parts.map(({ name, cost, tone }) => (
              <div key={name} className={tone} style={{ flexGrow: absolute(cost) / all }} />
            ))}
          </div>
          <dl className={styles.parts}>
            {parts.map(({ name, cost, tone }) => (
              <div key={name}>
                <dt>
                  <span className={`${styles.swatch} ${tone}`} aria-hidden="true" />
                  {name}
                </dt>
                <dd>{oneWay ? percent(absolute(cost) / all) : ''}</dd>
                <dd>
                  <SignedMoney money={{ cost, currency: money.currency }} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Section>
  );
}
