import { Fragment } from 'react';
import { Money } from '../../../ui/money.tsx';
import { amountsOf, signedHeadline } from '../case/report-money.ts';
import type { Report } from '../case/report.ts';
import { SignedMoney } from '../case/signed-money.tsx';
import styles from './outcome.module.css';

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

/** What the difference is of: where the discount on cached tokens is all of it, no token was billed beyond the report. */
function captionOf({ finding, money }: Report, beyond: string): string {
  if (beyond.startsWith('-')) return 'Billed less than the report';
  return finding.claim.kind === 'as reported' && money !== null && money.lostDiscount === beyond && beyond !== '0'
    ? 'Cache discount not given'
    : 'Billed beyond the report';
}

function Beyond({ report }: { readonly report: Report }) {
  const amounts = amountsOf(report);
  if (amounts === null) {
    return <p className={styles.unpriced}>In tokens alone: this model and scope have no list price here.</p>;
  }
  const { currency, billed, reported, beyond, lacking } = amounts;
  const difference = { cost: beyond, currency };
  const number = signedHeadline(difference);
  return (
    <div className={styles.money}>
      <p className={styles.caption}>{captionOf(report, beyond)}</p>
      <p className={styles.amount}>{number}</p>
      {number !== '0' && (
        <p className={styles.exact}>
          <SignedMoney money={difference} />
        </p>
      )}
      <dl className={styles.pair}>
        <dt>billed</dt>
        <dd className={styles.paid}>
          <Money amount={billed} currency={currency} />
        </dd>
        <dt>{lacking === null ? 'reported' : 'reported on these meters'}</dt>
        <dd className={styles.paid}>
          <Money amount={reported} currency={currency} />
        </dd>
        {lacking !== null && (
          <>
            <dt>reported, no row</dt>
            <dd className={styles.paid}>
              <Money amount={lacking} currency={currency} />
            </dd>
          </>
        )}
        {report.charge.costs.map((charged) => (
          <Fragment key={charged.currency}>
            <dt>charged by the bill</dt>
            <dd className={styles.paid}>
              <Money amount={charged.cost} currency={charged.currency} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

/** The sentence by itself, for a head that stays in sight. */
export function FindingSentence({ headline }: { readonly headline: string }) {
  return (
    <h1 id="reconcile-finding" className={styles.pinnedSentence}>
      {headline}
    </h1>
  );
}

interface FindingHeadProps {
  readonly report: Report;
  /** The sentence stands above already, pinned. */
  readonly below?: boolean;
}

/** One sentence for whoever reads no more, what the first story says, and what the difference costs. */
export function FindingHead({ report, below = false }: FindingHeadProps) {
  const { headline, lead, open } = report.finding;
  return (
    <section className={styles.finding} aria-labelledby="reconcile-finding">
      <div className={styles.words}>
        {!below && (
          <>
            <p className={styles.caption}>In one sentence</p>
            <h1 id="reconcile-finding" className={styles.headline}>
              {headline}
            </h1>
          </>
        )}
        {lead !== '' && <Lead text={lead} />}
        {open !== '' && <p className={styles.stillOpen}>{open}</p>}
      </div>
      <Beyond report={report} />
    </section>
  );
}
