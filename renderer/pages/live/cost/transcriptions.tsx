import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import Unplug from 'lucide-react/icons/unplug';
import { useMemo } from 'react';
import { toArray } from '../../../../shared/kit/chunk-list.ts';
import { currencyHead } from '../../../../shared/kit/money.ts';
import { type TranscriptionRow, transcriptionRows } from '../../../../shared/session/costs/response-costs.ts';
import { basisWords } from '../../../../shared/usage/estimate-words.ts';
import { useStores } from '../../../store/context.ts';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { LongRows, rowCountOf } from '../../../ui/long-lists.tsx';
import { Section } from '../../../ui/section.tsx';
import { moneyTitle, RowMoney } from './row-parts.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import tones from '../../../ui/styles/tone.module.css';
import styles from './tables.module.css';

function StateIcon({ row }: { readonly row: TranscriptionRow }) {
  switch (row.basis) {
    case 'if billed':
      return <CircleDashed />;
    case 'live':
      return <Loader className={tones.in} />;
    case 'estimated':
      return <Unplug />;
    case 'reported':
      return row.status === 'failed' ? <CircleX className={tones.alarm} /> : <Check className={tones.ok} />;
  }
}

/** What a row is, and in whole words how it came about. */
function stateWords({ basis, status }: TranscriptionRow): { readonly short: string; readonly whole: string } {
  if (basis === 'live') return { short: 'under way', whole: 'its transcript is still to come' };
  if (basis === 'if billed')
    return {
      short: basisWords[basis],
      whole: status === 'failed' ? 'never reported, failed' : 'never reported, though the transcript came',
    };
  if (status === 'failed') return { short: 'failed', whole: 'failed, and reported' };
  return { short: basisWords[basis], whole: basis === 'reported' ? 'reported' : 'the session ended before its report' };
}

const amountOf = (row: TranscriptionRow): { readonly text: string; readonly width: string } => {
  const about = row.basis === 'reported' ? '' : '~';
  const inSeconds = row.seconds > 0 || row.secondsWidth > 0;
  const width = inSeconds ? row.secondsWidth : row.inputWidth + row.outputWidth;
  const unit = inSeconds ? 's' : 'tok';
  const value = inSeconds ? Math.round(row.seconds * 10) / 10 : row.input + row.output;
  return {
    text: `${about}${count(value)} ${unit}`,
    width: width > 0 ? `±${count(width)} ${unit}` : '',
  };
};

/** Transcriptions, which another model makes and another meter bills. */
export function Transcriptions({ state }: { readonly state: CostState | null }) {
  const { live } = useStores();
  const rows = useMemo(
    () =>
      state === null
        ? []
        : transcriptionRows(
            toArray(state.view.items),
            state.costs.totals.learned,
            state.match?.model ?? null,
            state.prices.book,
          ),
    [state],
  );
  if (state === null || rows.length === 0) return null;
  const { currency } = state.prices.book;
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
              <span className="part-unseen">turn</span>
            </th>
            <th scope="col">amount</th>
            <th scope="col">{currencyHead(currency)}</th>
          </tr>
        </thead>
        <LongRows
          count={rows.length}
          columns={3}
          keyOf={(index) => rows[index]?.itemId ?? String(index)}
          renderRow={(index, place) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { short, whole } = stateWords(row);
            const { text, width } = amountOf(row);
            return (
              <tr {...place}>
                <th scope="row">
                  <button type="button" className={styles.link} onClick={() => live.showItem(row.itemId)}>
                    {`T${index + 1}`}
                  </button>
                  <span className={styles.state} title={`${whole.charAt(0).toUpperCase()}${whole.slice(1)}.`}>
                    <StateIcon row={row} />
                    {short}
                    {short !== whole && <span className="part-unseen">{`, ${whole}`}</span>}
                  </span>
                </th>
                <td title={width === '' ? undefined : width}>{text}</td>
                <td title={moneyTitle(row, currency)}>
                  <RowMoney row={row} currency={currency} />
                </td>
              </tr>
            );
          }}
        />
      </table>
    </Section>
  );
}
