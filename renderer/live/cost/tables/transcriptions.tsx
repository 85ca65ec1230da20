import { useMemo } from 'react';
import { transcriptionRows, type TranscriptionRow } from '../../../../shared/costs/usage-report/parts.ts';
import { toArray } from '../../../../shared/session/chunk-list.ts';
import { currencyHead } from '../../../../shared/money/currency.ts';
import { count } from '../../../format/count.ts';
import { LongRows, rowCountOf } from '../../../parts/long-rows.tsx';
import { Money } from '../../../parts/money.tsx';
import { Section } from '../../../parts/section.tsx';
import { useStores } from '../../../store/context.ts';
import { showItem } from '../../show.ts';
import { cx } from '../../../styles/cx.ts';
import styles from './tables.module.css';
import type from '../../../styles/type.module.css';
import table from '../../../styles/table.module.css';
import type { CostState } from '../use-cost.ts';

const words = { reported: 'reported', live: 'under way', estimated: 'not reported' } as const;

const amount = (row: TranscriptionRow): string => {
  const about = row.basis === 'reported' ? '' : '~';
  return row.input + row.output > 0
    ? `${about}${count(row.input + row.output)} tok`
    : `${about}${count(Math.round(row.seconds * 10) / 10)} s`;
};

/** Transcriptions, which another model makes and another meter bills. */
export function Transcriptions({ state }: { readonly state: CostState | null }) {
  const stores = useStores();
  const rows = useMemo(
    () =>
      state === null ? [] : transcriptionRows(toArray(state.view.items), state.match?.model ?? null, state.prices.book),
    [state],
  );
  if (state === null || rows.length === 0) return null;
  const models = [...new Set(rows.map(({ model }) => model))].join(', ');
  return (
    <Section title="Transcriptions" note={`${models}, billed apart`} className={styles.section}>
      <table
        className={cx(table.table, styles.table)}
        aria-label="Transcriptions"
        aria-rowcount={rowCountOf(rows.length)}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <span className={type.hidden}>turn</span>
            </th>
            <th scope="col">amount</th>
            <th scope="col">{currencyHead(state.prices.book.currency)}</th>
          </tr>
        </thead>
        <LongRows
          count={rows.length}
          columns={3}
          keyOf={(index) => rows[index]?.itemId ?? String(index)}
          renderRow={(index, place) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr {...place}>
                <th scope="row">
                  <button type="button" className={styles.link} onClick={() => showItem(stores, row.itemId)}>
                    {`T${index + 1}`}
                  </button>
                  <span className={styles.state}>{row.status === 'failed' ? 'failed' : words[row.basis]}</span>
                </th>
                <td>{amount(row)}</td>
                <td>
                  <Money
                    amount={row.cost}
                    currency={state.prices.book.currency}
                    about={row.basis !== 'reported' && row.cost !== null}
                  />
                </td>
              </tr>
            );
          }}
        />
      </table>
    </Section>
  );
}
