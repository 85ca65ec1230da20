import { memo, type ReactNode, useCallback, useMemo, useState } from 'react';
import { toArray } from '../../../../shared/kit/chunk-list.ts';
import { moneyWithin, wholeMoney } from '../../../../shared/kit/money-format.ts';
import { currencyHead } from '../../../../shared/kit/money.ts';
import { entryName } from '../../../../shared/pricing/price-terms.ts';
import {
  isNothing,
  mayBeBilled,
  responseRow,
  type ResponseRow,
  sumOfRows,
} from '../../../../shared/session/costs/response-costs.ts';
import type { ResponseView } from '../../../../shared/session/view.ts';
import { basisWords, endWords, nothingWords } from '../../../../shared/usage/estimate-words.ts';
import { useStores } from '../../../store/context.ts';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { LongRows, rowCountOf, type RowPlace } from '../../../ui/long-lists.tsx';
import { Money } from '../../../ui/money.tsx';
import { Section } from '../../../ui/section.tsx';
import { Evidence } from './evidence.tsx';
import { moneyTitle, openRange, ResponseSign, RowMoney } from './row-parts.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './tables.module.css';

/** One or two words for what a row is, and in whole ones how it came about. */
function stateWords(row: ResponseRow): { readonly short: string; readonly whole: string } {
  const end = endWords(row.status, row.statusReason);
  if (isNothing(row)) return { short: nothingWords, whole: `${end} before its first item` };
  if (row.basis === 'if billed') return { short: basisWords[row.basis], whole: `never reported, ${end}` };
  if (row.basis === 'reported' && row.status !== 'completed')
    return { short: row.status.replace('_', ' '), whole: `${end}, and reported` };
  return { short: basisWords[row.basis], whole: end };
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

/** Tokens of a row; how far an estimate may be off is in the hover. */
function Tokens({ value, width, about }: { readonly value: number; readonly width: number; readonly about: boolean }) {
  return <td title={about && width > 0 ? `±${count(width)}` : undefined}>{cell(value, about)}</td>;
}

/** Drawn again only when its response is another, or its estimate: a long table costs as much as the response that runs. */
const Row = memo(function Row({ row, response, currency, open, onFold, index, measure, position }: RowProps) {
  const { live } = useStores();
  const about = row.basis !== 'reported';
  const nothing = isNothing(row);
  const { short, whole } = stateWords(row);
  return (
    <tr ref={measure} data-index={index} aria-rowindex={position} className={cx(open && styles.selected)}>
      <th scope="row" colSpan={nothing ? 4 : 1}>
        <button
          type="button"
          className={styles.link}
          aria-label={`Show the entry of R${row.number}`}
          onClick={() => live.showEntry(response.doneSeq ?? response.createdSeq)}
        >
          {`R${row.number}`}
        </button>
        <button
          type="button"
          className={styles.state}
          aria-expanded={open}
          title={`${whole.charAt(0).toUpperCase()}${whole.slice(1)}. What the numbers rest on.`}
          onClick={() => onFold(row.id)}
        >
          <ResponseSign basis={row.basis} status={row.status} nothing={nothing} />
          {short}
          {short !== whole && <span className="part-unseen">{`, ${whole}`}</span>}
        </button>
      </th>
      {!nothing && (
        <>
          <Tokens value={row.input} width={row.inputWidth} about={about} />
          {row.cached + row.cachedWidth === 0 ? (
            <td>none</td>
          ) : (
            <Tokens value={row.cached} width={row.cachedWidth} about={about} />
          )}
          <Tokens value={row.output} width={row.outputWidth} about={about} />
        </>
      )}
      <td title={nothing ? undefined : moneyTitle(row, currency)}>
        <RowMoney row={row} nothing={nothing} currency={currency} />
      </td>
    </tr>
  );
});

/** The sum of all rows but those that may not be billed at all, which it names. */
function Total({ rows, currency }: { readonly rows: readonly ResponseRow[]; readonly currency: string }) {
  const { input, cached, output, cost, estimated, without } = sumOfRows(rows);
  const names = without.map(({ number }) => `R${number}`);
  const name =
    names.length === 0 ? 'Total' : names.length > 3 ? `All but ${count(names.length)}` : `All but ${names.join(', ')}`;
  return (
    <tfoot>
      <tr className={styles.total}>
        <th
          scope="row"
          title={names.length === 0 ? undefined : `Without ${names.join(', ')}, which may not be billed.`}
        >
          {name}
        </th>
        <td>{cell(input, estimated)}</td>
        <td>{cached === 0 ? 'none' : cell(cached, estimated)}</td>
        <td>{cell(output, estimated)}</td>
        <td>
          <Money amount={cost} currency={currency} about={estimated} />
        </td>
      </tr>
    </tfoot>
  );
}

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

/** The widest content of every column of numbers, the sum's included; the first one takes what is left. */
function widestOf(rows: readonly ResponseRow[], currency: string): readonly ReactNode[] {
  const about = rows.some(({ basis }) => basis !== 'reported');
  const total = sumOfRows(rows);
  const most = (pick: (row: Pick<ResponseRow, 'input' | 'cached' | 'output'>) => number): string =>
    cell(Math.max(...rows.map(pick), pick(total)), about);
  const money = [...rows, total].map(({ cost }) => (cost === null ? 'unknown' : wholeMoney(cost, currency)));
  const open = rows.flatMap((row) =>
    mayBeBilled(row) && row.costHigh !== null ? openRange(row.costHigh, currency) : [],
  );
  const narrow = longest([`${about ? '~' : ''}${longest(money)}`, ...open]);
  const within = rows.flatMap(({ basis, cost, costWidth }) =>
    cost === null || basis === 'reported' || basis === 'if billed' ? [] : moneyWithin(cost, costWidth ?? '0', currency),
  );
  return [
    '',
    most(({ input }) => input),
    longest([most(({ cached }) => cached), 'none']),
    most(({ output }) => output),
    <>
      <span className={styles.narrow}>{narrow}</span>
      <span className={styles.wide}>{longest([narrow, ...within])}</span>
    </>,
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
      row: responseRow(response, state.costs.totals.learned, model, state.prices.book),
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
              <span className="part-unseen">response</span>
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
              <tr {...place} className={styles.selected}>
                <td colSpan={5} className={styles.evidence}>
                  <Evidence response={response} row={row} state={state} />
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
        {rows.length > 1 && <Total rows={rows.map(({ row }) => row)} currency={currency} />}
      </table>
    </Section>
  );
}
