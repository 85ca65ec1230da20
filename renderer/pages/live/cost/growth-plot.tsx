import Table from 'lucide-react/icons/table';
import { lazy, Suspense, useMemo, useState } from 'react';
import { toArray } from '../../../../shared/kit/chunk-list.ts';
import { headlineMoney, shortMoney } from '../../../../shared/kit/money-format.ts';
import {
  isNothing,
  mayBeBilled,
  responseRow,
  type ResponseRow,
} from '../../../../shared/session/costs/response-costs.ts';
import { chooseResponse } from '../../../store/choose.ts';
import { usePlayer, useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { LongRows, rowCountOf } from '../../../ui/long-lists.tsx';
import { useMedia } from '../../../ui/media.ts';
import { Section } from '../../../ui/section.tsx';
import { growthBars, type GrowthColumn, wordsHeight } from './growth.ts';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './tables.module.css';

const GrowthChart = lazy(() => import('./growth-chart.tsx'));

const parts = [
  { key: 'cached', name: 'cached', swatch: styles.cached },
  { key: 'reRead', name: 're-read', swatch: styles.reRead },
  { key: 'newIn', name: 'new in', swatch: styles.newIn },
  { key: 'out', name: 'out', swatch: styles.out },
] as const;

const notes = { reported: '', 'if billed': 'if billed', live: 'live', estimated: 'lost' } as const;

/** What a column cost, in as few signs as fit under it. */
function short(row: ResponseRow, currency: string): string {
  if (mayBeBilled(row)) return row.costHigh === null ? 'unknown' : `to ${headlineMoney(row.costHigh, currency)}`;
  if (row.cost === null) return 'unknown';
  return row.basis === 'reported' ? headlineMoney(row.cost, currency) : `~${headlineMoney(row.cost, currency)}`;
}

/** The columns of the plot: every response, then the next turn. */
function columnsOf({ view, costs, match, prices, next }: CostState): GrowthColumn[] {
  const { currency } = prices.book;
  const responses = toArray(view.responses);
  const bars = growthBars(responses);
  const columns = responses.flatMap((response, index): GrowthColumn[] => {
    const bar = bars[index];
    if (bar === undefined) return [];
    const row = responseRow(response, costs.totals.learned, match?.model ?? null, prices.book);
    const nothing = isNothing(row);
    return [
      {
        key: response.id,
        name: `R${response.number}`,
        cost: nothing ? shortMoney('0', currency) : short(row, currency),
        note: nothing ? 'nothing' : notes[row.basis],
        bar,
        look: row.basis === 'reported' ? 'solid' : row.basis === 'if billed' ? 'open' : 'hatched',
      },
    ];
  });
  if (next === null || view.phase === 'closed' || view.phase === 'refused') return columns;
  const known = next.lowest !== null && next.highest !== null;
  const bar = { cached: 0, reRead: next.reRead, newIn: next.newIn, out: next.out };
  const cost = known ? headlineMoney(next.lowest, currency) : 'unknown';
  const note = known ? `to ${headlineMoney(next.highest, currency).replace(/^\D+/, '')}` : '';
  return [...columns, { key: 'next', name: 'Next', cost, note, bar, look: 'next' }];
}

function GrowthTable({ columns }: { readonly columns: readonly GrowthColumn[] }) {
  return (
    <table
      className={cx(table.table, styles.plotNumbers)}
      aria-label="Tokens a response"
      aria-rowcount={rowCountOf(columns.length)}
    >
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">
            <span className="part-unseen">response</span>
          </th>
          {parts.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">cost</th>
        </tr>
      </thead>
      <LongRows
        count={columns.length}
        columns={6}
        keyOf={(index) => columns[index]?.key ?? String(index)}
        renderRow={(index, place) => {
          const column = columns[index];
          if (column === undefined) return null;
          const { name, bar, cost, note, look } = column;
          return (
            <tr {...place}>
              <th scope="row">{name}</th>
              {parts.map((part) => (
                <td key={part.key}>{`${look === 'solid' ? '' : '~'}${count(bar[part.key])}`}</td>
              ))}
              <td>{look === 'next' ? `${cost} ${note}` : cost}</td>
            </tr>
          );
        }}
      />
    </table>
  );
}

/** How a conversation grows: each response pays again for what came before it, unless the cache holds it. */
export function GrowthPlot({ state }: { readonly state: CostState | null }) {
  const [asTable, setAsTable] = useState(false);
  const stores = useStores();
  const selected = usePlayer(({ span }) => span?.responseId ?? null);
  const low = useMedia('(max-height: 899px)');
  const columns = useMemo(() => (state === null ? [] : columnsOf(state)), [state]);
  if (columns.length === 0) return null;
  const height = low ? 72 : 108;
  return (
    <Section
      title="Growth"
      note="tokens a response"
      className={styles.section}
      action={
        <Button
          look="quiet"
          size="dense"
          icon={<Table />}
          pressed={asTable}
          aria-label="Growth as a table"
          title="As a table"
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      {asTable ? (
        <GrowthTable columns={columns} />
      ) : (
        <>
          <ul className={styles.legend} aria-hidden="true">
            {parts.map(({ key, name, swatch }) => (
              <li key={key}>
                <span className={cx(styles.swatch, swatch)} />
                {name}
              </li>
            ))}
          </ul>
          <div className={styles.plot} style={{ height: height + wordsHeight }}>
            <Suspense fallback={null}>
              <GrowthChart
                columns={columns}
                height={height}
                selected={selected}
                onChoose={(id) => chooseResponse(stores, id)}
              />
            </Suspense>
          </div>
        </>
      )}
    </Section>
  );
}
