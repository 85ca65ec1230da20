import Captions from 'lucide-react/icons/captions';
import { Exact, sumExact } from '../../../../shared/kit/money.ts';
import { count, plural } from '../../../../shared/kit/numbers.ts';
import {
  mayBeBilled,
  type ResponseRow,
  sumOfRows,
  type TranscriptionRow,
} from '../../../../shared/session/costs/response-costs.ts';
import { Money } from '../../../ui/money.tsx';
import { cell, openRange } from './row-parts.tsx';
import type { CostState } from './use-cost.ts';
import styles from './tables.module.css';

interface Heard {
  readonly input: number;
  readonly output: number;
  /** Of those that are billed by their length. */
  readonly seconds: number;
  /** Some of it is an estimate. */
  readonly about: boolean;
}

/** Tokens and seconds of those that are surely billed. */
export const tokensOfHeard = (rows: readonly TranscriptionRow[]): Heard => {
  const sure = rows.filter(({ basis }) => basis !== 'if billed');
  return {
    input: sure.reduce((sum, { input }) => sum + input, 0),
    output: sure.reduce((sum, { output }) => sum + output, 0),
    seconds: sure.reduce((sum, { seconds }) => sum + seconds, 0),
    about: sure.some(({ basis }) => basis !== 'reported'),
  };
};

/** Tokens in, or the seconds that were heard; nothing where all of them may not be billed. */
function amountIn({ input, output, seconds, about }: Heard): string {
  if (input + output > 0) return cell(input, about);
  return seconds === 0 ? '' : `${about ? '~' : ''}${count(Math.round(seconds * 10) / 10)} s`;
}

/** Null: one of them has no price. */
function sumOfKnown(costs: readonly (string | null)[]): string | null {
  const known = costs.filter((cost) => cost !== null);
  return known.length < costs.length ? null : sumExact(known);
}

/** What all of them cost that may be billed or not. */
function openMoney(heard: readonly TranscriptionRow[], currency: string): string {
  const high = sumOfKnown(heard.map(({ costHigh }) => costHigh));
  return high === null ? 'unknown' : openRange(high, currency);
}

/** Prices of time need not end, and sums of them are apart in decimals that no bill has. */
const isDust = (amount: string | null): boolean => amount === null || new Exact(amount).toDecimalPlaces(12).isZero();

/** Names of what the sum leaves out: few of them whole. */
function withoutNames(rows: readonly ResponseRow[], heard: readonly TranscriptionRow[]): readonly string[] {
  const open = heard.filter(({ basis }) => basis === 'if billed').length;
  return [
    ...rows.filter(mayBeBilled).map(({ number }) => `R${number}`),
    ...(open === 0 ? [] : [plural(open, 'transcription')]),
  ];
}

export interface TurnsSumProps {
  readonly state: CostState;
  readonly rows: readonly ResponseRow[];
  readonly heard: readonly TranscriptionRow[];
  /** Shows where transcriptions stand one by one. */
  readonly onTranscriptions: () => void;
}

/** All transcriptions in one row, what belongs to no turn, and the sum of everything but what may not be billed. */
export function TurnsSum({ state, rows, heard, onTranscriptions }: TurnsSumProps) {
  const { costs, turns, prices } = state;
  const { currency } = prices.book;
  const sum = sumOfRows(rows);
  const said = tokensOfHeard(heard);
  const names = withoutNames(rows, heard);
  const name =
    names.length === 0 ? 'All' : names.length > 2 ? `All but ${count(names.length)}` : `All but ${names.join(', ')}`;
  const about = sum.estimated || said.about;
  const sureCosts = heard.filter(({ basis }) => basis !== 'if billed').map(({ cost }) => cost);
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
          <td>{amountIn(said)}</td>
          <td>{said.input + said.output === 0 ? '' : cell(said.output, said.about)}</td>
          <td>
            {sureCosts.length === 0 ? (
              openMoney(heard, currency)
            ) : (
              <Money amount={sumOfKnown(sureCosts)} currency={currency} about={said.about} />
            )}
          </td>
        </tr>
      )}
      {isKnown && !isDust(turns.rest.best) && (
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
