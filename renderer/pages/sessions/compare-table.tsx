import AudioLines from 'lucide-react/icons/audio-lines';
import Type from 'lucide-react/icons/type';
import { Fragment, type ReactNode } from 'react';
import { moneyAlike } from '../../../shared/kit/money-format.ts';
import { count, plural, signed } from '../../../shared/kit/numbers.ts';
import { leastForDifference, leastForP95, type NoDifference } from '../../../shared/session/latency.ts';
import type { Figure, MoneyFigure, WaitFigure } from '../../../shared/session/library/compare-figures.ts';
import type { GroupMoney } from '../../../shared/session/library/compare-groups.ts';
import type { NamedComparison } from '../../../shared/session/library/compare-export.ts';
import type { InputFacts } from '../../../shared/session/library/compare-sessions.ts';
import { cx } from '../../ui/cx.ts';
import { seconds, utcMinute } from '../../ui/format.ts';
import { momentWords, rangeWords, waitWords } from '../../ui/wait-words.ts';
import table from '../../ui/styles/table.module.css';
import { Amount, SignedAmount, type WriteMoney } from './amount.tsx';
import { waitScale } from './wait-scale.ts';
import { WaitStrip } from './wait-strip.tsx';
import styles from './compare.module.css';

const none = <span className={styles.faint}>none</span>;

/** What stands in the column of one session; `less`: what stands left of it, the difference to session 1. */
interface Cell {
  readonly value: ReactNode;
  readonly less?: ReactNode;
}

interface LineProps {
  readonly name: string;
  readonly icon?: ReactNode;
  readonly title?: string;
  readonly cells: readonly Cell[];
  readonly strong?: boolean;
}

/** Session 1 has nothing it is less than: its value takes both columns. */
const Line = ({ name, icon, title, cells, strong = false }: LineProps) => (
  <tr className={cx(strong && styles.strong)}>
    <th scope="row" title={title}>
      {icon}
      {name}
    </th>
    {cells.map(({ value, less }, index) =>
      less === undefined ? (
        <td key={index} colSpan={2}>
          {value}
        </td>
      ) : (
        <Fragment key={index}>
          <td className={styles.less}>{less}</td>
          <td>{value}</td>
        </Fragment>
      ),
    )}
  </tr>
);

interface HeadProps {
  readonly title: string;
  readonly note: string;
  readonly columns: number;
}

const Head = ({ title, note, columns }: HeadProps) => (
  <tr>
    <th scope="rowgroup" colSpan={columns} className={styles.part}>
      {title}
      <span className={styles.note}>{note}</span>
    </th>
  </tr>
);

const figureCell = ({ value, less }: Figure, index: number, about = false): Cell => ({
  value: value === null ? none : `${about ? '~' : ''}${count(value)}`,
  ...(index === 0 ? {} : { less: less === null ? '' : signed(less) }),
});

const figureCells = (figures: readonly Figure[]): Cell[] => figures.map((figure, index) => figureCell(figure, index));

/** Writes all amounts of a comparison alike, currency by currency: figures that are held against one another have the same decimals. */
function writtenAlike(all: readonly MoneyFigure[]): WriteMoney {
  return (amount, currency) =>
    moneyAlike(
      all.flatMap((one) => (one.currency === currency ? [one.amount, one.less].filter((text) => text !== null) : [])),
      currency,
    )(amount);
}

const moneyCells = (of: readonly MoneyFigure[], write: WriteMoney): Cell[] =>
  of.map(({ amount, currency, about, unpriced, less }, index) => ({
    value: (
      <>
        {about && unpriced.length === 0 && amount !== null && '~'}
        <Amount amount={amount} currency={currency} unpriced={unpriced} write={write} />
      </>
    ),
    ...(index === 0
      ? {}
      : {
          less:
            less === null ? (
              <span title="The two are not wholly priced in one currency.">none</span>
            ) : (
              <SignedAmount amount={less} currency={currency} write={write} />
            ),
        }),
  }));

const noDifference: Readonly<Record<NoDifference, string>> = {
  none: 'One of the two has no answer that was heard.',
  few: `A difference of medians is given from ${leastForDifference} turns on each side on: with fewer, one turn decides it.`,
  moments: 'The waits do not all count from the same moment, so they are not compared.',
};

const medianCell = (waits: WaitFigure, index: number): Cell => {
  const { spread, less, why } = waits;
  const signedLess = less === null ? null : less === 0 ? '0' : `${less > 0 ? '+' : ''}${seconds(less)}`;
  return {
    value: spread === null ? none : <span title={waitWords(waits)}>{seconds(spread.medianMs)}</span>,
    ...(index === 0
      ? {}
      : { less: signedLess ?? <span title={why === null ? undefined : noDifference[why]}>none</span> }),
  };
};

const spreadCell = ({ spread }: WaitFigure): Cell => {
  if (spread === null) return { value: none };
  const range = rangeWords(spread);
  return { value: `${range === '' ? '' : `${range}, `}n ${count(spread.count)}` };
};

/** From which moments waits count, said once where it is the same for all, and that there are too few for more. */
function waitNote(waits: readonly WaitFigure[]): string {
  const measured = waits.flatMap(({ spread, from }) => (spread === null ? [] : [{ spread, from: momentWords(from) }]));
  if (measured.length === 0) return 'none was measured';
  const moments = new Set(measured.map(({ from }) => from));
  const [moment = ''] = moments;
  return [
    ...(moments.size === 1 ? [`from ${moment} to the first sound`] : []),
    'the line is the median',
    ...(measured.every(({ spread }) => spread.p95Ms === null) ? [`under ${leastForP95} too few for a p95`] : []),
  ].join('; ');
}

const p95Cell = ({ spread }: WaitFigure): Cell => ({
  value:
    spread === null ? (
      none
    ) : spread.p95Ms === null ? (
      <span className={styles.faint}>too few</span>
    ) : (
      seconds(spread.p95Ms)
    ),
});

const spoke = (input: InputFacts | null): string =>
  input === null ? 'none' : `${input.kind === 'wav' ? input.name : 'microphone'}, ${seconds(input.sentMs)}`;

interface PartProps {
  readonly named: NamedComparison;
  readonly columns: number;
}

/** Options that differ in effect; the rest is counted. */
function OptionLines({ named, columns }: PartProps) {
  const { different, equal, told } = named.comparison.options;
  const all = different.length + equal;
  const note = told ? '' : ', as asked for where a service did not say what was in effect';
  return (
    <tbody>
      <Head
        title="Set differently"
        note={`${different.length === 0 ? 'none' : count(different.length)} of ${plural(all, 'option')}${note}`}
        columns={columns}
      />
      {different.map(({ id, label, values }) => (
        <Line
          key={id}
          name={label}
          title={id}
          cells={values.map(({ text, differs, among }) => ({
            value:
              text === null ? (
                none
              ) : (
                <span
                  className={cx(styles.value, differs && styles.strong)}
                  title={among.length > 0 ? among.join(', ') : text}
                >
                  {among.length > 0 ? `${text}: ${among.join(', ')}` : text}
                </span>
              ),
          }))}
        />
      ))}
      {named.kind === 'sessions' && (
        <Line
          name="Input"
          cells={named.comparison.sessions.map(({ input }) => ({
            value: (
              <span className={styles.value} title={spoke(input)}>
                {spoke(input)}
              </span>
            ),
          }))}
        />
      )}
    </tbody>
  );
}

/** The sign of a kind of usage, in the colour of its way. */
function FieldIcon({ label }: { readonly label: string }) {
  const way = label.includes(' out') ? styles.out : styles.in;
  if (label.startsWith('Audio')) return <AudioLines className={way} aria-hidden="true" />;
  return label.startsWith('Text') ? <Type className={way} aria-hidden="true" /> : null;
}

const amountsOf = ({ amount, currency, least, most }: GroupMoney): MoneyFigure[] =>
  [amount, least, most].map((one) => ({ amount: one, currency, about: false, unpriced: [], less: null }));

/** Between which amounts a median lies, and of how many sessions it is one. */
const rangeCells = (all: readonly GroupMoney[], write: WriteMoney): Cell[] =>
  all.map(({ least, most, n, currency }) => ({
    value:
      least === null || most === null
        ? none
        : `${least === most ? write(least, currency) : `${write(least, currency)} to ${write(most, currency)}`}, n ${count(n)}`,
  }));

function UsageLines({ named, columns }: PartProps) {
  const { responses, notReported, asked, fields, reported, expected, ifBilled, perTurn, perMinute } = named.comparison;
  const groups = named.kind === 'groups' ? named.comparison : null;
  const write = writtenAlike([
    ...[reported, expected, ifBilled, perTurn, perMinute].flat(),
    ...(groups === null ? [] : [groups.expected, groups.perTurn].flat().flatMap(amountsOf)),
  ]);
  const note =
    groups === null
      ? 'as expected; left of it the difference to session 1'
      : 'medians of the sessions; left of it the difference to group 1';
  return (
    <tbody>
      <Head title="Usage" note={note} columns={columns} />
      <Line name="Responses created" cells={figureCells(responses)} />
      <Line name="of them never reported" cells={figureCells(notReported)} />
      <Line name="of them asked by client" cells={figureCells(asked)} />
      {fields.map(({ label, unit, figures }) => (
        <Line
          key={label}
          icon={<FieldIcon label={label} />}
          name={unit === 'seconds' ? `${label}, s` : label}
          cells={figures.map((figure, index) => figureCell(figure, index, figure.about))}
        />
      ))}
      <Line name="Reported" cells={moneyCells(reported, write)} />
      <Line strong name="Expected, low end" cells={moneyCells(expected, write)} />
      {groups !== null && <Line name="Least to most" cells={rangeCells(groups.expected, write)} />}
      <Line name="May be billed, up to" cells={moneyCells(ifBilled, write)} />
      <Line name="A turn" cells={moneyCells(perTurn, write)} />
      {groups !== null && <Line name="Least to most" cells={rangeCells(groups.perTurn, write)} />}
      <Line name="A minute" cells={moneyCells(perMinute, write)} />
    </tbody>
  );
}

function WaitLines({ named, columns }: PartProps) {
  const { firstAudio } = named.comparison;
  const scale = waitScale(firstAudio.flatMap(({ eachMs }) => eachMs));
  return (
    <tbody>
      <Head title="Waits" note={waitNote(firstAudio)} columns={columns} />
      {scale !== null && (
        <tr>
          <th scope="row">
            First audio
            <span className={styles.under}>seconds, a dot a turn</span>
          </th>
          {firstAudio.map((waits, index) => (
            <td key={index} colSpan={2}>
              <WaitStrip waits={waits} scale={scale} />
            </td>
          ))}
        </tr>
      )}
      <Line strong name="Median" cells={firstAudio.map(medianCell)} />
      <Line name="Least to most" cells={firstAudio.map(spreadCell)} />
      {firstAudio.some(({ spread }) => spread !== null && spread.p95Ms !== null) && (
        <Line name="p95" title="95 of 100 waited no longer" cells={firstAudio.map(p95Cell)} />
      )}
    </tbody>
  );
}

/** What stands over a column. */
interface ColumnHead {
  readonly name: string;
  readonly note: string;
  readonly title: string;
}

function headsOf(named: NamedComparison): ColumnHead[] {
  if (named.kind === 'groups') {
    return named.comparison.groups.map(({ name, sessionIds, firstAt, lastAt }) => {
      const [first, last] = [firstAt.slice(0, 10), lastAt.slice(0, 10)];
      const days = first === last ? first : `${first} to ${last}`;
      return { name, note: `${plural(sessionIds.length, 'session')}, ${days} UTC`, title: name };
    });
  }
  return named.comparison.sessions.map(({ sessionId, startedAt }, at) => {
    const name = named.names[at] ?? sessionId;
    return { name, note: `${utcMinute(startedAt)} UTC`, title: name };
  });
}

/** Sessions or groups in columns: what was set differently, what they used and cost, and how long they waited. */
export function CompareTable({ named }: { readonly named: NamedComparison }) {
  const heads = headsOf(named);
  const columns = 1 + 2 * heads.length;
  return (
    <table className={cx(table.table, styles.columns)} aria-label="Comparison">
      <thead>
        <tr>
          <th scope="col">
            <span className="part-unseen">figure</span>
          </th>
          {heads.map(({ name, note, title }, index) => (
            <th key={index} scope="col" colSpan={2}>
              <span className={styles.session} title={title}>
                <span className={styles.number}>{index + 1}</span>
                {name}
              </span>
              <span className={styles.when}>{note}</span>
            </th>
          ))}
        </tr>
      </thead>
      <OptionLines named={named} columns={columns} />
      <UsageLines named={named} columns={columns} />
      <WaitLines named={named} columns={columns} />
    </table>
  );
}
