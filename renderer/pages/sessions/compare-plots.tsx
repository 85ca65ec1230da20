import { lazy, Suspense, useMemo } from 'react';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import type { NamedComparison } from '../../../shared/session/library/compare-export.ts';
import { cx } from '../../ui/cx.ts';
import { percent } from '../../ui/format.ts';
import { turnsAt } from './compare-turns-at.ts';
import { lineLooks, type TurnValues } from './turns-paint.ts';
import styles from './compare.module.css';

const TurnsChart = lazy(() => import('./turns-chart.tsx'));

/** What is plotted of one turn in one column. Null: it has none. */
interface PlotTurn {
  /** The low end, an exact decimal. */
  readonly low: string | null;
  /** 0 to 1, of the input. */
  readonly cachedShare: number | null;
  readonly waitMs: number | null;
  readonly output: number | null;
}

/** The turns of each column, as they are matched; undefined: it has no such turn. */
function turnsOf(named: NamedComparison): (readonly (PlotTurn | undefined)[])[] {
  if (named.kind === 'groups') return named.comparison.groups.map(({ turns }) => turns);
  const rows = named.comparison.matches.matches.map((_, index) => turnsAt(named.comparison, index));
  return named.comparison.sessions.map((_, at) =>
    rows.map((row) => {
      const turn = row[at];
      if (turn === undefined) return undefined;
      const { low, waitMs, output, input, cached } = turn;
      return { low, waitMs, output, cachedShare: input === 0 ? null : cached / input };
    }),
  );
}

interface Plot {
  readonly title: string;
  readonly note: string;
  /** Null: that turn has none. */
  readonly pick: (turn: PlotTurn) => number | null;
  readonly write: (value: number) => string;
}

/** Money becomes a number for its height in the plot alone. */
const heightOf = (amount: string | null): number | null => (amount === null ? null : Number(amount));

const plotsOf = (currency: string): readonly Plot[] => [
  {
    title: 'Cost of the turn',
    note: 'low end',
    pick: ({ low }) => heightOf(low),
    write: (value) => shortMoney(String(value), currency),
  },
  {
    title: 'Cached share',
    note: 'of the input',
    pick: ({ cachedShare }) => cachedShare,
    write: percent,
  },
  { title: 'First audio', note: 's', pick: ({ waitMs }) => waitMs, write: (ms) => (ms / 1000).toFixed(1) },
  { title: 'Output', note: 'tokens', pick: ({ output }) => output, write: count },
];

/** A plot for those who do not see it: each column with its values, `none` where a turn has none. */
function plotWords({ title, write }: Plot, sessions: readonly TurnValues[], one: string): string {
  const said = sessions.map((values, index) => {
    const each = values.map((value) => (value === null ? 'none' : write(value)));
    return `${one} ${index + 1}: ${each.join(', ')}`;
  });
  return `${title} over the turns. ${said.join('. ')}.`;
}

/** The line of each session as it is drawn, with its number. */
const Legend = ({ sessions }: { readonly sessions: number }) => (
  <ul className={styles.legend}>
    {lineLooks.slice(0, sessions).map(({ name, ink, dash, marker }, index) => (
      <li key={name} className={ink === 'ink-1' ? styles.strongInk : undefined}>
        <svg viewBox="-16 -6 32 12" className={styles.line} aria-hidden="true">
          <path d="M-16 0H16" stroke="currentColor" strokeWidth="1.5" strokeDasharray={dash.join(' ')} />
          <path d={marker} fill="currentColor" />
        </svg>
        {index + 1}
        <span className="part-unseen">{` ${name}`}</span>
      </li>
    ))}
  </ul>
);

/** Which sessions have no value in any turn: `none in 2 and 4`. */
function emptyWords(sessions: readonly TurnValues[]): string {
  const empty = sessions.flatMap((values, at) => (values.every((value) => value === null) ? [String(at + 1)] : []));
  if (empty.length === 0) return '';
  return empty.length === sessions.length
    ? 'none in any of them'
    : `none in ${[empty.slice(0, -1).join(', '), ...empty.slice(-1)].filter((text) => text !== '').join(' and ')}`;
}

interface PlotProps {
  readonly plot: Plot;
  /** What a column is called: `Session`. */
  readonly one: string;
  readonly sessions: readonly TurnValues[];
  readonly turns: number;
  readonly chosen: number | null;
  readonly onChoose: ((turn: number) => void) | null;
}

function PlotOf({ plot, one, sessions, turns, chosen, onChoose }: PlotProps) {
  const empty = emptyWords(sessions);
  const isEmpty = sessions.every((values) => values.every((value) => value === null));
  return (
    <div className={cx(styles.plot, isEmpty && styles.empty)}>
      <h4 className={styles.plotTitle}>
        {plot.title}
        <span className={styles.note}>{[plot.note, empty].filter((text) => text !== '').join(', ')}</span>
      </h4>
      {!isEmpty && (
        <Suspense fallback={null}>
          <TurnsChart
            words={plotWords(plot, sessions, one)}
            sessions={sessions}
            turns={turns}
            chosen={chosen}
            onChoose={onChoose}
            write={plot.write}
          />
        </Suspense>
      )}
    </div>
  );
}

export interface ComparePlotsProps {
  readonly named: NamedComparison;
  /** Index of the turn that is chosen; null: none can be. */
  readonly chosen: number | null;
  readonly onChoose: ((index: number) => void) | null;
}

/** What each turn cost, how much of it was cached, how long it waited: a line for each session, or the medians of a group. */
export function ComparePlots({ named, chosen, onChoose }: ComparePlotsProps) {
  const { comparison, kind } = named;
  const currencies = new Set(comparison.expected.map(({ currency }) => currency));
  const [currency = ''] = currencies;
  const columns = useMemo(() => turnsOf(named), [named]);
  const plots = useMemo(
    () =>
      plotsOf(currency).map((plot) => ({
        plot,
        sessions: columns.map((turns): TurnValues =>
          turns.map((turn) => (turn === undefined ? null : plot.pick(turn))),
        ),
      })),
    [columns, currency],
  );
  const turns = columns[0]?.length ?? 0;
  return (
    <div className={styles.plots} tabIndex={0} role="group" aria-label="Over the turns">
      <div className={styles.plotsHead}>
        <h3 className={styles.title}>
          Over the turns
          {kind === 'groups' && <span className={styles.note}>medians</span>}
        </h3>
        <Legend sessions={columns.length} />
      </div>
      {turns === 0 && <p className={styles.faint}>Nobody said anything in these sessions.</p>}
      {turns > 0 &&
        plots
          // Amounts of two currencies have no axis in common.
          .filter(({ plot }) => currencies.size === 1 || plot.title !== 'Cost of the turn')
          .map(({ plot, sessions }) => (
            <PlotOf
              key={plot.title}
              plot={plot}
              one={kind === 'sessions' ? 'Session' : 'Group'}
              sessions={sessions}
              turns={turns}
              chosen={chosen === null ? null : chosen + 1}
              onChoose={onChoose === null ? null : (turn) => onChoose(turn - 1)}
            />
          ))}
    </div>
  );
}
