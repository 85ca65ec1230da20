import { asNumber, atPath } from '../json.ts';
import { values } from '../session/chunk-list.ts';
import type { SessionView } from '../session/view.ts';
import { inputEvidence, inputOf } from '../session/expected/input-evidence.ts';
import { usageOf, type ModalityTokens } from '../usage/recurrence.ts';
import { emptyLedger } from '../usage/ledger.ts';
import { addReport } from '../usage/report.ts';
import { costOf } from '../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../pricing/price-book.ts';

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

/** Tokens that a response reads beyond what the one before it held, and what it puts out: averages over the session. */
function usualTurn(view: SessionView): { newIn: ModalityTokens; out: ModalityTokens } {
  let turns = 0;
  let heldAudio = 0;
  const sum = { inAudio: 0, outAudio: 0, outText: 0 };
  for (const { expected, outOfBand } of values(view.responses)) {
    if (outOfBand) continue;
    const tokens = (path: string): number => asNumber(atPath(expected.usage, path)) ?? 0;
    const read = tokens('input_token_details.audio_tokens');
    const outAudio = tokens('output_token_details.audio_tokens');
    sum.inAudio += Math.max(0, read - heldAudio);
    sum.outAudio += outAudio;
    sum.outText += tokens('output_token_details.text_tokens');
    heldAudio = read + outAudio;
    turns += 1;
  }
  return {
    newIn: { text: 0, audio: average(sum.inAudio, turns) },
    out: { text: average(sum.outText, turns), audio: average(sum.outAudio, turns) },
  };
}

/** The next turn of a conversation, or null before its first response: nothing then says how long a turn is. */
export function nextTurn(view: SessionView, model: PricedModel | null, book: PriceBook): NextTurn | null {
  if (view.responses.length === 0) return null;
  const held = inputOf(inputEvidence(view, { seq: view.seq + 1, prompt: view.prompt, ownInput: null }));
  const { newIn, out } = usualTurn(view);
  const read = { text: held.text + newIn.text, audio: held.audio + newIn.audio };
  const costWith = (processed: ModalityTokens): string | null => {
    const usage = usageOf(read, processed, out);
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
