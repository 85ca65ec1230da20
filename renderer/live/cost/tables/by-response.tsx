import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import { memo, useCallback, useMemo, useState } from 'react';
import { entryName } from '../../../../shared/pricing/price-terms.ts';
import { responseRow, type ResponseRow } from '../../../../shared/costs/usage-report/parts.ts';
import { toArray } from '../../../../shared/session/chunk-list.ts';
import type { ResponseView } from '../../../../shared/session/view.ts';
import { currencyHead } from '../../../../shared/money/currency.ts';
import { exactMoney } from '../../../../shared/money/format.ts';
import { count } from '../../../format/count.ts';
import { LongRows, rowCountOf, type RowPlace } from '../../../parts/long-rows.tsx';
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

/** A response, or below it what its numbers rest on. */
interface Line {
  readonly row: ResponseRow;
  readonly response: ResponseView;
  readonly evidence: boolean;
}

interface RowProps {
  readonly row: ResponseRow;
  readonly response: ResponseView;
  readonly currency: string;
  readonly open: boolean;
  readonly onFold: (id: string) => void;
  readonly index: number;
  readonly measure: RowPlace['ref'];
  readonly position: number;
}

const cell = (value: number, about: boolean): string => `${about ? '~' : ''}${count(value)}`;

/** Drawn again only when its response is another: a long table costs as much as the response that runs. */
const Row = memo(function Row({ row, response, currency, open, onFold, index, measure, position }: RowProps) {
  const stores = useStores();
  const about = row.basis !== 'reported';
  return (
    <tr ref={measure} data-index={index} aria-rowindex={position}>
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
          onClick={() => onFold(row.id)}
        >
          <StateIcon row={row} />
          {row.status === 'failed' ? 'failed' : words[row.basis]}
        </button>
      </th>
      <td>{cell(row.input, about)}</td>
      <td>{row.cached === 0 ? 'none' : cell(row.cached, about)}</td>
      <td>{cell(row.output, about)}</td>
      <td>
        <Money amount={row.cost} currency={currency} about={about && row.cost !== null} />
      </td>
    </tr>
  );
});

/** Responses whose evidence is open. They stay so when they scroll out of view. */
function useOpen(): readonly [ReadonlySet<string>, (id: string) => void] {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const fold = useCallback((id: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return [open, fold];
}

const longest = (texts: readonly string[]): string =>
  texts.reduce((so, text) => (text.length > so.length ? text : so), '');

/** The widest text of every column of numbers; the first one takes what is left. */
function widestOf(rows: readonly ResponseRow[], currency: string): readonly string[] {
  const about = rows.some(({ basis }) => basis !== 'reported');
  const most = (pick: (row: ResponseRow) => number): string => cell(Math.max(...rows.map(pick)), about);
  const money = rows.map(({ cost }) => (cost === null ? null : exactMoney(cost, currency)));
  const cost = longest(money.map((exact) => (exact === null ? 'unknown' : exact.head + exact.tail)));
  return [
    '',
    most(({ input }) => input),
    longest([most(({ cached }) => cached), 'none']),
    most(({ output }) => output),
    `${about ? '~' : ''}${cost}`,
  ];
}

/** Every response with what it used and cost; what an estimate rests on is one click away. */
export function ByResponse({ state }: { readonly state: CostState | null }) {
  const [open, fold] = useOpen();
  const rows = useMemo(() => {
    if (state === null) return [];
    const model = state.match?.model ?? null;
    return toArray(state.view.responses).map((response) => ({
      response,
      row: responseRow(response, model, state.prices.book),
    }));
  }, [state]);
  const lines = useMemo(
    () =>
      rows.flatMap((one): Line[] =>
        open.has(one.row.id)
          ? [
              { ...one, evidence: false },
              { ...one, evidence: true },
            ]
          : [{ ...one, evidence: false }],
      ),
    [rows, open],
  );
  const currency = state?.prices.book.currency ?? 'USD';
  const widest = useMemo(
    () =>
      widestOf(
        rows.map(({ row }) => row),
        currency,
      ),
    [rows, currency],
  );
  if (state === null || rows.length === 0) return null;
  const model = state.match === null ? 'model unknown' : entryName(state.match.model);
  return (
    <Section title="By response" note={model} className={styles.section}>
      <table
        className={cx(table.table, styles.table, styles.responses)}
        aria-label="Usage by response"
        aria-rowcount={rowCountOf(lines.length)}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <span className={type.hidden}>response</span>
            </th>
            <th scope="col">in</th>
            <th scope="col">cached</th>
            <th scope="col">out</th>
            <th scope="col">{currencyHead(currency)}</th>
          </tr>
        </thead>
        <LongRows
          count={lines.length}
          columns={5}
          widest={widest}
          keyOf={(index) => `${lines[index]?.row.id ?? index}${lines[index]?.evidence === true ? ' evidence' : ''}`}
          renderRow={(index, place) => {
            const line = lines[index];
            if (line === undefined) return null;
            const { row, response, evidence } = line;
            return evidence ? (
              <tr {...place}>
                <td colSpan={5} className={styles.evidence}>
                  <Evidence response={response} />
                </td>
              </tr>
            ) : (
              <Row
                row={row}
                response={response}
                currency={currency}
                open={open.has(row.id)}
                onFold={fold}
                index={index}
                measure={place.ref}
                position={place['aria-rowindex']}
              />
            );
          }}
        />
      </table>
    </Section>
  );
}
