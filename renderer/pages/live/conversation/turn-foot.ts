import { count, plural } from '../../../../shared/kit/numbers.ts';
import { moneyWithin, shortMoney } from '../../../../shared/kit/money-format.ts';
import { sumExact } from '../../../../shared/kit/money.ts';
import { isNothing, mayBeBilled } from '../../../../shared/session/costs/response-costs.ts';
import type { TurnCost } from '../../../../shared/session/costs/turn-costs.ts';
import { nothingWords } from '../../../../shared/usage/estimate-words.ts';

/** The line under a turn: its parts in words, what they come to, and up to what that can go if all of it is billed. */
export interface TurnFootWords {
  readonly parts: string;
  readonly sum: string;
  /** Empty: nothing may come on top. */
  readonly upTo: string;
}

/** Null: one of them has no price. */
const total = (amounts: readonly (string | null)[]): string | null => {
  const known = amounts.filter((amount) => amount !== null);
  return known.length < amounts.length ? null : sumExact(known);
};

const money = (amount: string | null, currency: string): string =>
  amount === null ? 'of unknown price' : shortMoney(amount, currency);

/** `answer`, `2 answers`. */
const nameOf = (number: number, one: string): string => (number === 1 ? one : plural(number, one));

function answerParts({ answers }: TurnCost, currency: string): { sure: string[]; open: string[] } {
  const rows = answers.map(({ row }) => row);
  const open = rows.filter(mayBeBilled);
  const running = rows.filter(({ basis }) => basis === 'live');
  const nothing = rows.filter(isNothing);
  const ended = rows.filter((row) => !mayBeBilled(row) && row.basis !== 'live' && !isNothing(row));
  const about = ended.some(({ basis }) => basis === 'estimated') ? '~' : '';
  const [only] = open;
  const width = open.length > 1 || !only?.cost ? '' : moneyWithin(only.cost, only.costWidth ?? '0', currency);
  return {
    sure: [
      ...(ended.length === 0
        ? []
        : [`${nameOf(ended.length, 'answer')} ${about}${money(total(ended.map(({ cost }) => cost)), currency)}`]),
      ...running.map(({ output }) => `answer running, ${count(output)} tokens received`),
      ...nothing.map(() => `answer ${nothingWords}`),
    ],
    open:
      open.length === 0
        ? []
        : [
            `${nameOf(open.length, 'answer')} up to ${money(total(open.map(({ costHigh }) => costHigh)), currency)}${width === '' ? ' if billed' : ` (${width}, or nothing)`}`,
          ],
  };
}

function transcriptionParts({ transcriptions }: TurnCost, currency: string): { sure: string[]; open: string[] } {
  const open = transcriptions.filter(({ basis }) => basis === 'if billed');
  const sure = transcriptions.filter(({ basis }) => basis !== 'if billed');
  const about = sure.some(({ basis }) => basis !== 'reported') ? '~' : '';
  return {
    sure:
      sure.length === 0
        ? []
        : [`${nameOf(sure.length, 'transcription')} ${about}${money(total(sure.map(({ cost }) => cost)), currency)}`],
    open:
      open.length === 0
        ? []
        : [
            `${nameOf(open.length, 'transcription')} up to ${money(total(open.map(({ costHigh }) => costHigh)), currency)} if billed`,
          ],
  };
}

/** What stands under a turn: what is sure first, then what may be billed. */
export function turnFootWords(turn: TurnCost, currency: string): TurnFootWords {
  const [answers, heard] = [answerParts(turn, currency), transcriptionParts(turn, currency)];
  const parts = [...answers.sure, ...heard.sure, ...answers.open, ...heard.open];
  const { best, high, isOpen, isEstimated } = turn;
  if (parts.length === 0) return { parts: '', sum: '', upTo: '' };
  return {
    parts: parts.join(' + '),
    sum: best === null ? 'price unknown' : `${isEstimated ? '~' : ''}${shortMoney(best, currency)}`,
    upTo: isOpen && high !== null ? `to ${shortMoney(high, currency)}` : '',
  };
}
