import { Fragment } from 'react';
import { Money } from '../../parts/money.tsx';
import styles from './finding.module.css';
import { signedHeadline } from '../format.ts';
import { SignedMoney } from '../signed-money.tsx';
import type { Report } from '../use-report.ts';

/** How often chance does as well: `3 in 506,097`. */
const often = /(\d[\d,]* in \d[\d,]*)/;

/** The second line; how often chance does as well stands out of it. */
function Lead({ text }: { readonly text: string }) {
  const parts = text.split(often);
  return (
    <p className={styles.lead}>
      {parts.map((part, index) => (index % 2 === 1 ? <strong key={index}>{part}</strong> : part))}
    </p>
  );
}

function Amounts({ report }: { readonly report: Report }) {
  const { money, charge } = report;
  if (money === null) {
    return <p className={styles.unpriced}>In tokens alone: this model and scope have no list price here.</p>;
  }
  const difference = { cost: money.difference, currency: money.currency };
  const number = signedHeadline(difference);
  return (
    <div className={styles.money}>
      <p className={styles.caption}>
        {difference.cost.startsWith('-') ? 'Billed less than the report' : 'Billed beyond the report'}
      </p>
      <p className={styles.number}>{number}</p>
      {number !== '0' && (
        <p className={styles.exact}>
          <SignedMoney money={difference} />
        </p>
      )}
      <dl className={styles.pair}>
        <dt>billed</dt>
        <dd>
          <Money amount={money.billed} currency={money.currency} />
        </dd>
        <dt>reported</dt>
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
  );
}

/** One sentence for whoever reads no more, what the first story says, and what the difference costs. */
export function FindingHead({ report }: { readonly report: Report }) {
  const { headline, lead, open } = report.finding;
  return (
    <section className={styles.finding} aria-labelledby="reconcile-finding">
      <div className={styles.words}>
        <p className={styles.caption}>In one sentence</p>
        <h1 id="reconcile-finding" className={styles.headline}>
          {headline}
        </h1>
        {lead !== '' && <Lead text={lead} />}
        {open !== '' && <p className={styles.open}>{open}</p>}
      </div>
      <Amounts report={report} />
    </section>
  );
}
