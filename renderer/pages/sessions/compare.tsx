import Scale from 'lucide-react/icons/scale';
import X from 'lucide-react/icons/x';
import { type ReactNode, useEffect, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import {
  leastForDifference,
  type NoDifference,
  type SideWaits,
  type WaitDifference,
} from '../../../shared/session/latency.ts';
import type {
  Comparison,
  Difference,
  InputFacts,
  MoneyDifference,
  SideMoney,
} from '../../../shared/session/library/compare-sessions.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { seconds, utcMinute } from '../../ui/format.ts';
import { momentWords, rangeWords, waitWords } from '../../ui/wait-words.ts';
import { count, plural, signed } from '../../../shared/kit/numbers.ts';
import { moneyAlike } from '../../../shared/kit/money-format.ts';
import { Amount, SignedAmount, type WriteMoney } from './amount.tsx';
import table from '../../ui/styles/table.module.css';
import styles from './compare.module.css';

/** What two sessions come to side by side: being read, read, or why it cannot be. */
export type ComparisonState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly text: string };

const reading: ComparisonState = { kind: 'reading' };

function useComparison(one: string, other: string): ComparisonState {
  const { bench } = useStores();
  const [state, setState] = useState<{ readonly of: string; readonly shown: ComparisonState } | null>(null);
  const pair = `${one} ${other}`;
  useEffect(() => {
    let wanted = true;
    void bench.call('library.compare', { one, other }).then((answer) => {
      if (!wanted) return;
      const shown: ComparisonState = answer.ok
        ? { kind: 'read', comparison: answer.comparison }
        : { kind: 'problem', text: errorText(answer.error) };
      setState({ of: pair, shown });
    });
    return () => {
      wanted = false;
    };
  }, [bench, one, other, pair]);
  return state?.of === pair ? state.shown : reading;
}

const spoke = (input: InputFacts | null): string =>
  input === null
    ? 'nothing'
    : `${input.kind === 'wav' ? input.name : 'the microphone'} (${seconds(input.sentMs)} sent)`;

/** Which sound went in: one clip twice, or what and what. */
function inputWords({ inputs: { one, other } }: Comparison): string {
  if (one === null || other === null || one.kind !== 'wav' || other.kind !== 'wav' || one.name !== other.name) {
    return `1 heard ${spoke(one)}, 2 ${spoke(other)}.`;
  }
  const sent =
    one.sentMs === other.sentMs ? seconds(one.sentMs) : `${seconds(one.sentMs)} and ${seconds(other.sentMs)}`;
  return `Same clip, ${one.name}, ${sent} sent.`;
}

/** Options that differ in effect; the rest is counted. */
function OptionsSet({ comparison }: { readonly comparison: Comparison }) {
  const { different, equal, told } = comparison.options;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>What was set differently</h3>
      {different.length > 0 && (
        <table className={cx(table.table, styles.options)} aria-label="Options that differ">
          <thead>
            <tr>
              <th scope="col" aria-label="option" />
              <th scope="col">1</th>
              <th scope="col">2</th>
            </tr>
          </thead>
          <tbody>
            {different.map(({ id, label, one, other }) => (
              <tr key={id}>
                <th scope="row" title={id}>
                  {label}
                </th>
                <td>{one ?? <span className={styles.faint}>none</span>}</td>
                <td className={styles.strong}>{other ?? <span className={styles.faint}>none</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.note}>
        {different.length === 0 ? `All ${plural(equal, 'option')} equal. ` : `${plural(equal, 'other option')} equal. `}
        {!told && 'A service did not say what was in effect; what was asked for is compared. '}
        {inputWords(comparison)}
      </p>
    </section>
  );
}

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

/** Writes all amounts of a comparison alike, currency by currency: figures that are held against one another have the same decimals. */
function writtenAlike(all: readonly MoneyDifference[]): WriteMoney {
  const amounts = all.flatMap(({ one, other, less }) => [
    { amount: one.amount, currency: one.currency },
    { amount: other.amount, currency: other.currency },
    { amount: less, currency: one.currency },
  ]);
  return (amount, currency) =>
    moneyAlike(
      amounts.flatMap((each) => (each.currency === currency ? (each.amount ?? []) : [])),
      currency,
    )(amount);
}

const side = ({ amount, currency, unpriced }: SideMoney, write: WriteMoney): ReactNode => (
  <Amount amount={amount} currency={currency} unpriced={unpriced} write={write} />
);

interface CostsProps {
  readonly name: string;
  readonly of: MoneyDifference;
  readonly write: WriteMoney;
}

const Costs = ({ name, of, write }: CostsProps) => (
  <Line
    strong
    name={name}
    one={side(of.one, write)}
    other={side(of.other, write)}
    less={
      of.less === null ? (
        <span className={styles.faint} title="The two are not wholly priced in one currency.">
          none
        </span>
      ) : (
        <SignedAmount amount={of.less} currency={of.one.currency} write={write} />
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
function Outcome({ comparison }: { readonly comparison: Comparison }) {
  const { asked, responses, notReported, fields, firstAudio, expected, ifBilled, reported } = comparison;
  const write = writtenAlike([reported, expected, ifBilled]);
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>What came of it</h3>
      <table className={cx(table.table, styles.outcome)} aria-label="What came of it">
        <thead>
          <tr>
            <th scope="col" aria-label="figure" />
            <th scope="col">1</th>
            <th scope="col">2</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          <Counts name="Responses created" of={responses} />
          <Counts name="of them never reported" of={notReported} />
          <Counts name="of them requested by the client" of={asked} />
          {fields.map((field) => (
            <Counts
              key={field.label}
              name={field.unit === 'seconds' ? `${field.label}, s` : field.label}
              of={field}
              about={[field.aboutOne, field.aboutOther]}
            />
          ))}
          <Wait of={firstAudio} />
          <Costs name="Reported" of={reported} write={write} />
          <Costs name="Expected, low end" of={expected} write={write} />
          <Costs name="May be billed on top" of={ifBilled} write={write} />
        </tbody>
      </table>
    </section>
  );
}

export interface ComparePanelProps {
  /** The older is the first. */
  readonly one: SessionSummary;
  readonly other: SessionSummary;
  readonly onClose: () => void;
  readonly onReconcile: () => void;
}

/** Two sessions side by side: what was set differently, and what came of it. */
export function ComparePanel({ one, other, onClose, onReconcile }: ComparePanelProps) {
  const state = useComparison(one.sessionId, other.sessionId);
  const { appWindow } = useStores();
  const spoken = `${titleOf(one)} is compared with ${titleOf(other)}, at the right.`;
  // The list keeps the focus, so that the next pair is two presses away.
  useEffect(() => appWindow.say(spoken), [appWindow, spoken]);
  return (
    <aside tabIndex={-1} data-region="" className={styles.panel} aria-label="Compare two sessions">
      <div className={styles.head}>
        <h2 className={styles.heading}>Compare two sessions</h2>
        <Button look="quiet" size="small" icon={<X />} aria-label="Close the comparison" onClick={onClose} />
      </div>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Comparison">
        <ol className={styles.pair}>
          {[one, other].map((session, index) => (
            <li key={session.sessionId}>
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.name}>
                {titleOf(session)}
                <span className={styles.when}>{`${utcMinute(session.startedAt)} UTC`}</span>
              </span>
            </li>
          ))}
        </ol>
        {state.kind === 'reading' && <p className={styles.reading}>Reading both sessions.</p>}
        {state.kind === 'problem' && (
          <p role="alert" className={styles.problem}>
            {state.text}
          </p>
        )}
        {state.kind === 'read' && (
          <>
            <OptionsSet comparison={state.comparison} />
            <Outcome comparison={state.comparison} />
          </>
        )}
      </div>
      <div className={styles.foot}>
        <Button icon={<Scale />} onClick={onReconcile}>
          Reconcile both
        </Button>
      </div>
    </aside>
  );
}
