import { Fragment } from 'react';
import { Money } from '../../parts/money.tsx';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import styles from './finding.module.css';
import { signedHeadline } from '../format.ts';
import { SignedMoney } from '../signed-money.tsx';

/** What all surviving stories share, and what the difference costs. */
export function FindingHead({ report }: { readonly report: ReconcileReport }) {
  const { finding, money, charge } = report;
  const difference = { cost: money?.difference ?? '0', currency: money?.currency ?? '' };
  return (
    <section className={styles.finding} aria-labelledby="reconcile-finding">
      <div className={styles.words}>
        <p className={styles.caption}>Finding</p>
        <h1 id="reconcile-finding" className={styles.headline}>
          {finding.headline}
        </h1>
        <p className={styles.open}>{finding.open}</p>
      </div>
      {money === null ? (
        <p className={styles.unpriced}>In tokens alone: this model and scope have no list price here.</p>
      ) : (
        <div className={styles.money}>
          <p className={styles.caption}>Difference at list price</p>
          <p className={styles.number}>{signedHeadline(difference)}</p>
          <p className={styles.exact}>
            <SignedMoney money={difference} />
          </p>
          <dl className={styles.pair}>
            <dt>billed</dt>
            <dd>
              <Money amount={money.billed} currency={money.currency} />
            </dd>
            <dt>expected</dt>
            <dd>
              <Money amount={money.expected} currency={money.currency} />
            </dd>
            {charge.costs.map(({ cost, currency }) => (
              <Fragment key={currency}>
                <dt>charged by the bill</dt>
                <dd>
                  <Money amount={cost} currency={currency} />
                </dd>
              </Fragment>
            ))}
          </dl>
        </div>
      )}
    </section>
  );
}
