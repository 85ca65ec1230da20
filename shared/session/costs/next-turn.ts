import { values } from '../../kit/chunk-list.ts';
import { costOf } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { usageOf, responseCount } from '../../usage/fields.ts';
import { addReport, emptyLedger } from '../../usage/ledger.ts';
import {
  cacheBlockTokens,
  cachedTokens,
  type ModalityTokens,
  type RuleSet,
  rulesFor,
  turnTokens,
} from '../../usage/rules/rules.ts';
import { countingOf, inputEvidence } from '../expected/input-evidence.ts';
import type { SessionView } from '../view.ts';

/** What the next turn will probably cost, before anyone speaks. Money is exact; null: a price is unknown. */
export interface NextTurn {
  /** Tokens of the conversation so far, which the next response reads again. */
  readonly reRead: number;
  /** Tokens of a turn as long as those so far were on average. */
  readonly newIn: number;
  readonly out: number;
  /** With all of the conversation cached, and with none of it. */
  readonly lowest: string | null;
  readonly highest: string | null;
}

const average = (sum: number, count: number): number => (count === 0 ? 0 : Math.round(sum / count));

/** A turn of the person as those so far were on average, and an answer likewise. */
function usualTurn(view: SessionView, rules: RuleSet): { newIn: ModalityTokens; out: ModalityTokens } {
  const turns = [...values(view.items)].filter(({ role, kind }) => role === 'user' && kind === 'message');
  const spoken = turns.filter(({ medium }) => medium === 'audio');
  const plus = rules.reads(spoken.length > 0 ? 'spoken turn' : 'typed message').text.plus;
  let answers = 0;
  const sum = { audio: 0, text: 0 };
  for (const { expected, outOfBand } of values(view.responses)) {
    if (outOfBand) continue;
    sum.audio += responseCount(expected.usage, 'audioOut') ?? 0;
    sum.text += responseCount(expected.usage, 'textOut') ?? 0;
    answers += 1;
  }
  return {
    newIn: {
      text: plus,
      audio: average(
        spoken.reduce((all, { audioMs }) => all + turnTokens(audioMs), 0),
        spoken.length,
      ),
    },
    out: { text: average(sum.text, answers), audio: average(sum.audio, answers) },
  };
}

/** The next turn of a conversation, or null before its first response: nothing then says how long a turn is. */
export function nextTurn(view: SessionView, model: PricedModel | null, book: PriceBook): NextTurn | null {
  if (view.responses.length === 0) return null;
  const counting = countingOf(view);
  const rules = rulesFor(counting);
  const held = inputEvidence(view, {
    seq: view.seq + 1,
    prompt: view.prompt,
    ownInput: null,
    outOfBand: false,
    reported: false,
    counting,
  });
  const { newIn, out } = usualTurn(view, rules);
  const read = { text: held.text + newIn.text, audio: held.audio + newIn.audio };
  const costWith = (processed: ModalityTokens): string | null => {
    const { text, audio } = cachedTokens(rules, processed);
    // Tokens that stand in front of the prompt are in no input: never more blocks than what is read has.
    const cached = { text: Math.min(text, read.text - (read.text % cacheBlockTokens)), audio };
    const usage = usageOf(read, cached, out);
    const ledger = addReport(emptyLedger, { source: 'response', id: 'next', usage: { ...usage }, model: null });
    const { total, unpriced } = costOf(ledger, model, book);
    return unpriced.length > 0 ? null : total;
  };
  return {
    reRead: held.text + held.audio,
    newIn: newIn.text + newIn.audio,
    out: out.text + out.audio,
    lowest: costWith(held),
    highest: costWith({ text: 0, audio: 0 }),
  };
}
