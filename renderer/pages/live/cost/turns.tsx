import Captions from 'lucide-react/icons/captions';
import Clock from 'lucide-react/icons/clock';
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react';
import { moneyWithin, wholeMoney } from '../../../../shared/kit/money-format.ts';
import { currencyHead, sumExact } from '../../../../shared/kit/money.ts';
import { count, plural } from '../../../../shared/kit/numbers.ts';
import {
  isNothing,
  mayBeBilled,
  type ResponseRow,
  sumOfRows,
  type TranscriptionRow,
} from '../../../../shared/session/costs/response-costs.ts';
import type { TurnAnswer } from '../../../../shared/session/costs/turn-costs.ts';
import { isUnderWay } from '../../../../shared/session/view.ts';
import { basisWords, endWords, nothingWords } from '../../../../shared/usage/estimate-words.ts';
import { chooseResponse } from '../../../store/choose.ts';
import { usePlayer, useStores, useView } from '../../../store/context.ts';
import { isLater } from '../../../store/player.ts';
import { cx } from '../../../ui/cx.ts';
import { LongRows, rowCountOf, type RowPlace } from '../../../ui/long-lists.tsx';
import { Money } from '../../../ui/money.tsx';
import { Evidence } from './evidence.tsx';
import { moneyTitle, openRange, ResponseSign, RowMoney } from './row-parts.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './tables.module.css';

/** One or two words for what a row is, and in whole ones how it came about. */
function stateWords(row: ResponseRow): { readonly short: string; readonly whole: string } {
  const end = endWords(row.status, row.statusReason);
  if (isNothing(row)) return { short: nothingWords, whole: `${end} before its first item` };
  if (row.basis === 'if billed') return { short: 'never reported', whole: `may be billed, ${end}` };
  if (row.basis === 'reported' && row.status !== 'completed')
    return { short: row.status.replace('_', ' '), whole: `${end}, and reported` };
  return { short: basisWords[row.basis], whole: end };
}

/** An answer with the turn it opens, or below it what its numbers rest on. */
interface Line {
  readonly answer: TurnAnswer;
  /** Null: another answer of the same turn stands above. */
  readonly turn: number | null;
  readonly evidence: boolean;
}

interface RowProps {
  readonly row: ResponseRow;
  readonly turn: number | null;
  readonly isCall: boolean;
  readonly currency: string;
  readonly open: boolean;
  readonly selected: boolean;
  readonly later: boolean;
  readonly onChoose: (id: string) => void;
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
const Row = memo(function Row(props: RowProps) {
  const { row, turn, isCall, currency, open, selected, later, onChoose, index, measure, position } = props;
  const about = row.basis !== 'reported';
  const nothing = isNothing(row);
  const { short, whole } = stateWords(row);
  const said = later ? 'later' : isCall && short === 'reported' ? 'call' : short;
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={position}
      aria-selected={selected}
      className={cx(styles.answer, selected && styles.selected, later && styles.later)}
      onClick={() => onChoose(row.id)}
    >
      <th scope="row" colSpan={nothing ? 3 : 1}>
        <span className={styles.turnNumber}>{turn === null || turn === 0 ? '' : turn}</span>
        <button
          type="button"
          className={cx(styles.state, isCall && styles.call)}
          aria-expanded={open}
          title={`${whole.charAt(0).toUpperCase()}${whole.slice(1)}. What the numbers rest on.`}
        >
          {later ? <Clock /> : <ResponseSign basis={row.basis} status={row.status} nothing={nothing} />}
          <span className={styles.name}>{`R${row.number}`}</span> {said}
          {said !== whole && <span className="part-unseen">{`, ${whole}`}</span>}
        </button>
      </th>
      {!nothing && (
        <>
          <Tokens value={row.input} width={row.inputWidth} about={about} />
          <Tokens value={row.output} width={row.outputWidth} about={about} />
        </>
      )}
      <td title={nothing ? undefined : moneyTitle(row, currency)}>
        <RowMoney row={row} nothing={nothing} currency={currency} />
      </td>
    </tr>
  );
});

interface Sum {
  readonly input: number;
  readonly output: number;
  /** Some of it is an estimate. */
  readonly about: boolean;
}

const tokensOf = (rows: readonly TranscriptionRow[]): Sum => {
  const sure = rows.filter(({ basis }) => basis !== 'if billed');
  return {
    input: sure.reduce((sum, { input }) => sum + input, 0),
    output: sure.reduce((sum, { output }) => sum + output, 0),
    about: sure.some(({ basis }) => basis !== 'reported'),
  };
};

/** Names of what the sum leaves out: few of them whole. */
function withoutNames(rows: readonly ResponseRow[], heard: readonly TranscriptionRow[]): readonly string[] {
  const open = heard.filter(({ basis }) => basis === 'if billed').length;
  return [
    ...rows.filter(mayBeBilled).map(({ number }) => `R${number}`),
    ...(open === 0 ? [] : [plural(open, 'transcription')]),
  ];
}

interface FootProps {
  readonly state: CostState;
  readonly rows: readonly ResponseRow[];
  readonly heard: readonly TranscriptionRow[];
  /** Shows where transcriptions stand one by one. */
  readonly onTranscriptions: () => void;
}

/** All transcriptions in one row, what belongs to no turn, and the sum of everything but what may not be billed. */
function Foot({ state, rows, heard, onTranscriptions }: FootProps) {
  const { costs, turns, prices } = state;
  const { currency } = prices.book;
  const sum = sumOfRows(rows);
  const said = tokensOf(heard);
  const names = withoutNames(rows, heard);
  const name =
    names.length === 0 ? 'All' : names.length > 2 ? `All but ${count(names.length)}` : `All but ${names.join(', ')}`;
  const about = sum.estimated || said.about;
  const sureCosts = heard.filter(({ basis }) => basis !== 'if billed').map(({ cost }) => cost);
  const heardCosts = sureCosts.filter((cost) => cost !== null);
  const isKnown = turns.rest.best !== null;
  return (
    <tfoot>
      {heard.length > 0 && (
        <tr>
          <th scope="row">
            <span className={styles.turnNumber} />
            <button type="button" className={styles.state} title="One by one, under Fields" onClick={onTranscriptions}>
              <Captions />
              {plural(heard.length, 'transcription')}
            </button>
          </th>
          <td>{cell(said.input, said.about)}</td>
          <td>{cell(said.output, said.about)}</td>
          <td>
            <Money
              amount={heardCosts.length < sureCosts.length ? null : sumExact(heardCosts)}
              currency={currency}
              about={said.about}
            />
          </td>
        </tr>
      )}
      {isKnown && turns.rest.best !== '0' && (
        <tr title="Usage that was reported and names no response of this session.">
          <th scope="row">
            <span className={styles.turnNumber} />
            Of no answer
          </th>
          <td />
          <td />
          <td>
            <Money amount={turns.rest.best} currency={currency} />
          </td>
        </tr>
      )}
      <tr className={styles.total}>
        <th
          scope="row"
          title={names.length === 0 ? undefined : `Without ${names.join(', ')}, which may not be billed.`}
        >
          {name}
        </th>
        <td>{cell(sum.input + said.input, about)}</td>
        <td>{cell(sum.output + said.output, about)}</td>
        <td>
          <Money amount={isKnown ? costs.expected.total : null} currency={currency} about={costs.estimated} />
        </td>
      </tr>
    </tfoot>
  );
}

const longest = (texts: readonly string[]): string =>
  texts.reduce((so, text) => (text.length > so.length ? text : so), '');

/** The widest content of every column of numbers, the sum's included; the first one takes what is left. */
function widestOf(
  rows: readonly ResponseRow[],
  heard: readonly TranscriptionRow[],
  total: string,
  currency: string,
): readonly ReactNode[] {
  const about = rows.some(({ basis }) => basis !== 'reported');
  const [sum, said] = [sumOfRows(rows), tokensOf(heard)];
  const money = [...rows.map(({ cost }) => cost), total].map((cost) =>
    cost === null ? 'unknown' : wholeMoney(cost, currency),
  );
  const open = rows.flatMap((row) =>
    mayBeBilled(row) && row.costHigh !== null ? openRange(row.costHigh, currency) : [],
  );
  const narrow = longest([`${about ? '~' : ''}${longest(money)}`, ...open]);
  const within = rows.flatMap(({ basis, cost, costWidth }) =>
    cost === null || basis === 'reported' || basis === 'if billed' ? [] : moneyWithin(cost, costWidth ?? '0', currency),
  );
  return [
    '',
    cell(Math.max(sum.input + said.input, ...rows.map(({ input }) => input)), about),
    cell(Math.max(sum.output + said.output, ...rows.map(({ output }) => output)), about),
    <>
      <span className={styles.narrow}>{narrow}</span>
      <span className={styles.wide}>{longest([narrow, ...within])}</span>
    </>,
  ];
}

/** Answers whose evidence is open. They stay so when they scroll out of view. */
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

export interface TurnsProps {
  readonly state: CostState;
  readonly onTranscriptions: () => void;
}

/** Every answer with its turn, what it used and cost. A row selects its answer everywhere, and opens what its numbers rest on. */
export function Turns({ state, onTranscriptions }: TurnsProps) {
  const stores = useStores();
  const [open, fold] = useOpen();
  const { turns } = state.turns;
  const answers = useMemo(() => turns.flatMap((turn) => turn.answers.map((answer) => ({ turn, answer }))), [turns]);
  const lines = useMemo(
    () =>
      answers.flatMap(({ turn, answer }): Line[] => {
        const line = { answer, turn: turn.answers[0] === answer ? turn.number : null, evidence: false };
        return open.has(answer.row.id) ? [line, { ...line, evidence: true }] : [line];
      }),
    [answers, open],
  );
  const rows = useMemo(() => answers.map(({ answer }) => answer.row), [answers]);
  const heard = useMemo(() => turns.flatMap(({ transcriptions }) => transcriptions), [turns]);
  const { currency } = state.prices.book;
  const { total } = state.costs.expected;
  const widest = useMemo(() => widestOf(rows, heard, total, currency), [rows, heard, total, currency]);
  const selectedId = usePlayer(({ span }) => span?.responseId ?? null);
  const isOver = useView((view) => view !== null && !isUnderWay(view.phase));
  // A number of rows and not the time, so that a cursor that runs draws nothing until it passes one.
  const later = usePlayer((cursor) =>
    isOver ? answers.filter(({ answer: { response } }) => isLater(response.createdMs, cursor)).length : 0,
  );
  const choose = useCallback(
    (id: string) => {
      chooseResponse(stores, id);
      fold(id);
    },
    [stores, fold],
  );
  if (answers.length + heard.length === 0) return <p className={styles.empty}>No answer yet.</p>;
  const order = answers.map(({ answer: { response } }) => response.createdMs).toSorted((one, other) => one - other);
  const fromMs = later === 0 ? Infinity : (order[order.length - later] ?? Infinity);
  const shown = lines.findIndex(({ answer }) => answer.row.id === selectedId);
  return (
    <table
      className={cx(table.table, styles.table)}
      aria-label="Usage by turn"
      aria-rowcount={rowCountOf(lines.length)}
    >
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">turn, answer</th>
          <th scope="col">in</th>
          <th scope="col">out</th>
          <th scope="col">{currencyHead(currency)}</th>
        </tr>
      </thead>
      <LongRows
        count={lines.length}
        columns={4}
        widest={widest}
        shown={shown < 0 ? null : { index: shown, key: selectedId }}
        keyOf={(index) =>
          `${lines[index]?.answer.row.id ?? index}${lines[index]?.evidence === true ? ' evidence' : ''}`
        }
        renderRow={(index, place) => {
          const line = lines[index];
          if (line === undefined) return null;
          const { turn, evidence } = line;
          const { row, response, isCall } = line.answer;
          return evidence ? (
            <tr {...place} className={cx(row.id === selectedId && styles.selected)}>
              <td colSpan={4} className={styles.evidence}>
                <Evidence response={response} row={row} state={state} />
              </td>
            </tr>
          ) : (
            <Row
              row={row}
              turn={turn}
              isCall={isCall}
              currency={currency}
              open={open.has(row.id)}
              selected={row.id === selectedId}
              later={response.createdMs >= fromMs}
              onChoose={choose}
              index={index}
              measure={place.ref}
              position={place['aria-rowindex']}
            />
          );
        }}
      />
      <Foot state={state} rows={rows} heard={heard} onTranscriptions={onTranscriptions} />
    </table>
  );
}
