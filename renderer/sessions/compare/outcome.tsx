import type { ReactNode } from 'react';
import type { Comparison } from '../../../shared/library/compare-sessions.ts';
import type { Difference, MoneyDifference, SideMoney } from '../../../shared/library/difference.ts';
import {
  leastForDifference,
  type NoDifference,
  type SideWaits,
  type WaitDifference,
} from '../../../shared/session/latency/compare-waits.ts';
import { count, signed } from '../../format/count.ts';
import { seconds } from '../../format/time.ts';
import { momentWords, rangeWords, waitWords } from '../../format/waits.ts';
import { cx } from '../../styles/cx.ts';
import table from '../../styles/table.module.css';
import { Amount, SignedAmount } from '../amount.tsx';
import styles from './compare.module.css';

interface LineProps {
  readonly name: string;
  readonly one: ReactNode;
  readonly other: ReactNode;
  readonly less: ReactNode;
  readonly strong?: boolean;
}

const none = <span className={styles.faint}>none</span>;

const Line = ({ name, one, other, less, strong = false }: LineProps) => (
  <tr className={cx(strong && styles.strong)}>
    <th scope="row">{name}</th>
    <td>{one}</td>
    <td>{other}</td>
    <td>{less}</td>
  </tr>
);

interface CountsProps {
  readonly name: string;
  readonly of: Difference;
  readonly about?: readonly [one: boolean, other: boolean];
}

function Counts({ name, of, about = [false, false] }: CountsProps) {
  const text = (value: number | null, estimated: boolean): ReactNode =>
    value === null ? none : `${estimated ? '~' : ''}${count(value)}`;
  return (
    <Line
      name={name}
      one={text(of.one, about[0])}
      other={text(of.other, about[1])}
      less={of.less === null ? none : signed(of.less)}
    />
  );
}

const side = ({ amount, currency, unpriced }: SideMoney): ReactNode => (
  <Amount amount={amount} currency={currency} unpriced={unpriced} />
);

const Costs = ({ name, of }: { readonly name: string; readonly of: MoneyDifference }) => (
  <Line
    strong
    name={name}
    one={side(of.one)}
    other={side(of.other)}
    less={
      of.less === null ? (
        <span className={styles.faint} title="The two are not wholly priced in one currency.">
          none
        </span>
      ) : (
        <SignedAmount amount={of.less} currency={of.one.currency} />
      )
    }
  />
);

const noDifference: Readonly<Record<NoDifference, string>> = {
  none: 'One of the two has no answer that was heard.',
  few: `A difference of medians is given from ${leastForDifference} turns on each side on: with fewer, one turn decides it.`,
  moments: 'The waits do not all count from the same moment, so they are not compared.',
};

/** A median over its number and spread; over its moment too where the moments are why there is no difference. */
function Median({ waits, why }: { readonly waits: SideWaits; readonly why: NoDifference | null }) {
  const { spread, from } = waits;
  if (spread === null) return none;
  const under = [`n ${count(spread.count)}`, rangeWords(spread)].filter((part) => part !== '');
  return (
    <span title={waitWords(waits)}>
      {seconds(spread.medianMs)}
      {under.map((part) => (
        <span key={part} className={styles.under}>
          {part}
        </span>
      ))}
      {why === 'moments' && <span className={styles.under}>{`from ${momentWords(from)}`}</span>}
    </span>
  );
}

const Wait = ({ of: { one, other, less, why } }: { readonly of: WaitDifference }) => (
  <Line
    name="First audio, median"
    one={<Median waits={one} why={why} />}
    other={<Median waits={other} why={why} />}
    less={
      less === null ? (
        <span className={styles.faint} title={why === null ? undefined : noDifference[why]}>
          none
          {why === 'few' && <span className={styles.under}>{`under ${leastForDifference} turns`}</span>}
        </span>
      ) : (
        `${less > 0 ? '+' : ''}${less === 0 ? '0' : seconds(less)}`
      )
    }
  />
);

/** Usage, waits and money of both, and the second less the first. */
export function Outcome({ comparison }: { readonly comparison: Comparison }) {
  const { asked, responses, notReported, fields, firstAudio, expected, ifBilled, reported } = comparison;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>What came of it</h3>
      <table className={cx(table.table, styles.outcome)} aria-label="What came of it">
        <thead>
          <tr>
            <th scope="col" aria-label="figure" />
            <th scope="col">1</th>
            <th scope="col">2</th>
            <th scope="col">2 less 1</th>
          </tr>
        </thead>
        <tbody>
          <Counts name="Responses created" of={responses} />
          <Counts name="of them never reported" of={notReported} />
          <Counts name="of them asked for" of={asked} />
          {fields.map((field) => (
            <Counts
              key={field.label}
              name={field.unit === 'seconds' ? `${field.label}, s` : field.label}
              of={field}
              about={[field.aboutOne, field.aboutOther]}
            />
          ))}
          <Wait of={firstAudio} />
          <Costs name="Reported" of={reported} />
          <Costs name="Expected, low end" of={expected} />
          <Costs name="May be billed on top" of={ifBilled} />
        </tbody>
      </table>
    </section>
  );
}
