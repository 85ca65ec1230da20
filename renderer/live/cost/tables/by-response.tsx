import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import { memo, useMemo, useState } from 'react';
import { entryName } from '../../../../shared/pricing/price-terms.ts';
import { responseRow, type ResponseRow } from '../../../../shared/costs/usage-report/parts.ts';
import { toArray } from '../../../../shared/session/chunk-list.ts';
import type { ResponseView } from '../../../../shared/session/view.ts';
import { currencyHead } from '../../../../shared/money/currency.ts';
import { count } from '../../../format/count.ts';
import { Money } from '../../../parts/money.tsx';
import { Section } from '../../../parts/section.tsx';
import { useStores } from '../../../store/context.ts';
import { showEntry } from '../../show.ts';
import { Evidence } from './evidence.tsx';
import { cx } from '../../../styles/cx.ts';
import styles from './tables.module.css';
import type from '../../../styles/type.module.css';
import tones from '../../../styles/tone.module.css';
import table from '../../../styles/table.module.css';
import type { CostState } from '../use-cost.ts';

const words = { reported: 'reported', live: 'streaming', estimated: 'not reported' } as const;

function StateIcon({ row }: { readonly row: ResponseRow }) {
  if (row.status === 'failed') return <CircleX className={tones.alarm} />;
  if (row.basis === 'live') return <Loader className={tones.out} />;
  return row.basis === 'estimated' ? <CircleDashed /> : <Check className={tones.ok} />;
}

interface RowProps {
  readonly row: ResponseRow;
  readonly response: ResponseView;
  readonly currency: string;
}

/** Drawn again only when its response is another: a long table costs as much as the response that runs. */
const Row = memo(function Row({ row, response, currency }: RowProps) {
  const stores = useStores();
  const [open, setOpen] = useState(false);
  const about = row.basis !== 'reported';
  const cell = (value: number): string => `${about ? '~' : ''}${count(value)}`;
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={styles.link}
            aria-label={`Show the entry of R${row.number}`}
            onClick={() => showEntry(stores, response.doneSeq ?? response.createdSeq)}
          >
            {`R${row.number}`}
          </button>
          <button
            type="button"
            className={styles.state}
            aria-expanded={open}
            title={`${row.statusReason ?? row.status}. What the numbers rest on.`}
            onClick={() => setOpen(!open)}
          >
            <StateIcon row={row} />
            {row.status === 'failed' ? 'failed' : words[row.basis]}
          </button>
        </th>
        <td>{cell(row.input)}</td>
        <td>{row.cached === 0 ? 'none' : cell(row.cached)}</td>
        <td>{cell(row.output)}</td>
        <td>
          <Money amount={row.cost} currency={currency} about={about && row.cost !== null} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className={styles.evidence}>
            <Evidence response={response} />
          </td>
        </tr>
      )}
    </>
  );
});

/** Every response with what it used and cost; what an estimate rests on is one click away. */
export function ByResponse({ state }: { readonly state: CostState | null }) {
  const rows = useMemo(() => {
    if (state === null) return [];
    const model = state.match?.model ?? null;
    return toArray(state.view.responses).map((response) => ({
      response,
      row: responseRow(response, model, state.prices.book),
    }));
  }, [state]);
  if (state === null || rows.length === 0) return null;
  const model = state.match === null ? 'model unknown' : entryName(state.match.model);
  return (
    <Section title="By response" note={model} className={styles.section}>
      <table className={cx(table.table, styles.table, styles.responses)} aria-label="Usage by response">
        <thead>
          <tr>
            <th scope="col">
              <span className={type.hidden}>response</span>
            </th>
            <th scope="col">in</th>
            <th scope="col">cached</th>
            <th scope="col">out</th>
            <th scope="col">{currencyHead(state.prices.book.currency)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ response, row }) => (
            <Row key={response.id} row={row} response={response} currency={state.prices.book.currency} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}
