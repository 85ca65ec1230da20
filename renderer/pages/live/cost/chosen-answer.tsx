import Equal from 'lucide-react/icons/equal';
import X from 'lucide-react/icons/x';
import { currencyHead } from '../../../../shared/kit/money.ts';
import { findLast } from '../../../../shared/kit/chunk-list.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { nothingSentence } from '../../../../shared/usage/estimate-words.ts';
import { isNothing } from '../../../../shared/session/costs/response-costs.ts';
import { answerFields, type AnswerField } from '../../../../shared/session/costs/answer-fields.ts';
import type { TurnAnswer } from '../../../../shared/session/costs/turn-costs.ts';
import { usePlayer, useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { seconds } from '../../../ui/format.ts';
import { Money } from '../../../ui/money.tsx';
import { FieldIcon } from './by-field.tsx';
import { RowMoney } from './row-parts.tsx';
import type { CostState } from './use-cost.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './tables.module.css';

/** `14.6 of 17.8 s`: how much of what was received had been heard by the cursor, or at all. */
function heardWords(state: CostState, responseId: string, atMs: number | null): string | null {
  const played = findLast(state.view.playback, (one) => one.responseId === responseId);
  if (played === undefined) return null;
  const endMs = played.endMs ?? state.view.t;
  const heardMs = played.playedMs ?? endMs - played.startMs;
  const byCursorMs = atMs === null ? heardMs : Math.min(heardMs, Math.max(0, atMs - played.startMs));
  return `${(byCursorMs / 1000).toFixed(1)} of ${seconds(played.receivedMs ?? heardMs)}`;
}

function ByRule({ reported, byRule }: AnswerField) {
  return reported === byRule ? <Equal className={styles.plain} aria-label="the same" /> : `~${count(byRule)}`;
}

export interface ChosenAnswerProps {
  readonly answer: TurnAnswer;
  /** Number of its turn. */
  readonly turn: number;
  readonly state: CostState;
}

/** The selected answer of a record, whole: what was heard of it, how long it took, and what it used beside what the rules say. */
export function ChosenAnswer({ answer: { row, response }, turn, state }: ChosenAnswerProps) {
  const { player } = useStores();
  const atMs = usePlayer((all) => all.atMs);
  const { book } = state.prices;
  const { currency } = book;
  const fields = answerFields(response, state.match?.model ?? null, book);
  const latency = findLast(state.view.turns, ({ responseId }) => responseId === response.id);
  const heard = heardWords(state, response.id, atMs);
  const { firstAudioMs, createdMs } = response;
  const since = latency?.endMs ?? createdMs;
  const name = `R${response.number}`;
  const nothing = isNothing(row);
  return (
    <section aria-label={`${name}, selected`} className={styles.chosen}>
      <div className={styles.chosenHead}>
        <h2 className={styles.chosenName}>{name}</h2>
        <span className={styles.chosenNote}>{`turn ${count(turn)}, selected`}</span>
        <RowMoney row={row} nothing={nothing} currency={currency} />
        <Button
          look="quiet"
          size="dense"
          icon={<X />}
          aria-label="Show growth again"
          title="Lets go of the selection"
          onClick={() => player.select(null)}
        />
      </div>
      <dl className={styles.chosenFacts}>
        {heard !== null && (
          <div>
            <dt>{atMs === null ? 'heard' : 'heard by the cursor'}</dt>
            <dd>{heard}</dd>
          </div>
        )}
        {firstAudioMs !== null && (
          <div>
            <dt>{latency?.endMs === undefined ? 'first audio after it began' : 'first audio after your last word'}</dt>
            <dd>{seconds(firstAudioMs - since)}</dd>
          </div>
        )}
      </dl>
      {nothing && <p className={styles.chosenFacts}>{nothingSentence}</p>}
      {fields.length > 0 && !nothing && (
        <table className={cx(table.table, styles.table, styles.fields)} aria-label={`What ${name} used`}>
          <thead>
            <tr>
              <th scope="col">
                <span className="part-unseen">field</span>
              </th>
              <th scope="col" className={styles.number}>
                reported
              </th>
              <th scope="col" className={styles.number}>
                by rule
              </th>
              <th scope="col" className={styles.money}>
                {currencyHead(currency)}
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.label}>
                <th scope="row">
                  <FieldIcon row={field} />
                  {field.label}
                </th>
                <td className={styles.number}>{field.reported === null ? 'none' : count(field.reported)}</td>
                <td className={styles.number}>
                  <ByRule {...field} />
                </td>
                <td className={styles.money}>
                  <Money amount={field.cost} currency={currency} about={field.reported === null} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
