import { lazy, Suspense, useMemo } from 'react';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { count } from '../../../shared/kit/numbers.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import type { ComparedTurn } from '../../../shared/session/library/compare-turns.ts';
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

const Legend = ({ sessions }: { readonly sessions: number }) => (
  <ul className={styles.legend}>
    {lineLooks.slice(0, sessions).map(({ name }, index) => (
      <li key={name}>{`${index + 1} ${name}`}</li>
    ))}
  </ul>
);

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
            <div key={plot.title}>
              <h4 className={styles.plotTitle}>
                {plot.title}
                <span className={styles.note}>{plot.note}</span>
              </h4>
              <div className={styles.plot}>
                <Suspense fallback={null}>
                  <TurnsChart
                    words={wordsOf(plot, sessions)}
                    sessions={sessions}
                    turns={turns}
                    chosen={chosen + 1}
                    onChoose={(turn) => onChoose(turn - 1)}
                    write={plot.write}
                  />
                </Suspense>
              </div>
            </div>
          ))}
    </div>
  );
}
