import { lazy, Suspense, useMemo } from 'react';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
import { cx } from '../../ui/cx.ts';
import { percent } from '../../ui/format.ts';
import { turnsAt } from './compare-turns-at.ts';
import { lineLooks, type TurnValues } from './turns-paint.ts';
import styles from './compare.module.css';

const TurnsChart = lazy(() => import('./turns-chart.tsx'));

interface Plot {
  readonly title: string;
  readonly note: string;
  /** Null: that turn has none. */
  readonly pick: (turn: ComparedTurn) => number | null;
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
    pick: ({ input, cached }) => (input === 0 ? null : cached / input),
    write: percent,
  },
  { title: 'First audio', note: 's', pick: ({ waitMs }) => waitMs, write: (ms) => (ms / 1000).toFixed(1) },
  { title: 'Output', note: 'tokens', pick: ({ output }) => output, write: count },
];

/** A plot for those who do not see it: each session with its values, `none` where a turn has none. */
function wordsOf({ title, write }: Plot, sessions: readonly TurnValues[]): string {
  const said = sessions.map((values, index) => {
    const each = values.map((value) => (value === null ? 'none' : write(value)));
    return `Session ${index + 1}: ${each.join(', ')}`;
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
  readonly sessions: readonly TurnValues[];
  readonly turns: number;
  readonly chosen: number | null;
  readonly onChoose: ((turn: number) => void) | null;
}

function PlotOf({ plot, sessions, turns, chosen, onChoose }: PlotProps) {
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
            words={wordsOf(plot, sessions)}
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
  readonly comparison: Comparison;
  /** Index of the turn that is chosen. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** What each turn cost, how much of it was cached, how long it waited: a line for each session. */
export function ComparePlots({ comparison, chosen, onChoose }: ComparePlotsProps) {
  const turns = comparison.matches.matches.length;
  const currencies = new Set(comparison.expected.map(({ currency }) => currency));
  const [currency = ''] = currencies;
  const plots = useMemo(() => {
    const rows = comparison.matches.matches.map((_, index) => turnsAt(comparison, index));
    return plotsOf(currency).map((plot) => ({
      plot,
      sessions: comparison.sessions.map((_, at): TurnValues =>
        rows.map((row) => {
          const turn = row[at];
          return turn === undefined ? null : plot.pick(turn);
        }),
      ),
    }));
  }, [comparison, currency]);
  return (
    <div className={styles.plots} tabIndex={0} role="group" aria-label="Over the turns">
      <div className={styles.plotsHead}>
        <h3 className={styles.title}>Over the turns</h3>
        <Legend sessions={comparison.sessions.length} />
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
              sessions={sessions}
              turns={turns}
              chosen={chosen + 1}
              onChoose={(turn) => onChoose(turn - 1)}
            />
          ))}
    </div>
  );
}
