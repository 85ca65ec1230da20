import fc from 'fast-check';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { LogEvidence, UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { noWidth } from '../../../shared/usage/expected.ts';
import {
  add,
  billOf,
  finishedOf,
  foldedBill,
  plain,
  retryOf,
  talks,
  turnsOf,
  without,
  type Sizes,
  type Talk,
} from './by-the-rules.ts';

export interface Ran {
  readonly context: 'finished' | 'retry';
  readonly turn: number;
}

export interface Case {
  readonly talk: Talk;
  readonly turns: readonly Turn[];
  readonly bill: WholeTokens;
  readonly log: LogEvidence | null;
  /** What ran and was not reported; null: something else is on the bill too, and nothing is known to be true of it. */
  readonly ran: readonly Ran[] | null;
  /** Responses of the log that are billed. */
  readonly billed: readonly number[];
}

const unreported = fc.record({
  audioIn: fc.nat(400),
  textIn: fc.nat(900),
  audioOut: fc.nat(60),
  textOut: fc.nat(30),
  width: fc.constantFrom(0, 0, 2),
  isBilled: fc.boolean(),
  known: fc.boolean(),
});

/** Sizes of real sessions, up to four turns. */
export const usual: Sizes = { turns: 4, question: 400, answer: 900, words: 250, prompt: 1500 };

/** Conversations with none to two inferences that nobody reported, responses of a log, and now and then something else. */
export const generated = (sizes: Sizes): fc.Arbitrary<Case> =>
  talks(sizes).chain((talk) =>
    fc
      .record({
        ran: fc.array(
          fc.record({
            context: fc.constantFrom('finished' as const, 'retry' as const),
            turn: fc.nat(talk.exchanges.length - 1),
          }),
          { maxLength: 2 },
        ),
        out: fc.record({ audio: fc.integer({ min: 20, max: 800 }), text: fc.integer({ min: 5, max: 250 }) }),
        isCounted: fc.boolean(),
        cached: fc.constantFrom('none', 'apart', 'folded'),
        noise: fc.option(
          fc.record({ meter: fc.constantFrom('audio_in', 'text_in'), tokens: fc.integer({ min: 1, max: 300 }) }),
          { freq: 3 },
        ),
        drop: fc.subarray(['audio_cached', 'audio_out', 'text_cached', 'text_out'] as const, { maxLength: 1 }),
        log: fc.array(unreported, { maxLength: 2 }),
      })
      .map(({ ran, out, isCounted, cached, noise, drop, log }): Case => {
        const told = turnsOf(talk).map((turn) => ({
          ...turn,
          conversation: 'one',
          audioCached: cached === 'none' ? 0 : turn.audioIn - (turn.audioIn % 64),
          textCached: cached === 'none' ? 0 : turn.textIn - (turn.textIn % 64),
        }));
        // What an answer without audio was stays known: a call may read otherwise.
        const turns = isCounted
          ? told
          : plain(told).map((turn, at) => ({ ...turn, wrote: told[at]?.wrote ?? 'spoken' }));
        const seen = log.filter(({ isBilled, known }) => isBilled && known);
        const read = add(
          ...ran.map(({ context, turn }) => (context === 'finished' ? finishedOf(talk, turn) : retryOf(talk, turn))),
          ...seen.map(({ audioIn, textIn }) => ({ audio: audioIn, text: textIn })),
        );
        const more = {
          audio_in: read.audio,
          text_in: read.text,
          audio_out: ran.length * out.audio + seen.reduce((sum, { audioOut }) => sum + audioOut, 0),
          text_out: ran.length * out.text + seen.reduce((sum, { textOut }) => sum + textOut, 0),
        };
        const bill = (cached === 'folded' ? foldedBill : billOf)(turns, more);
        if (noise !== null) bill[noise.meter as 'audio_in'] += noise.tokens;
        return {
          talk,
          turns,
          bill: without(bill, ...drop),
          ran: noise === null ? ran : null,
          log:
            log.length === 0
              ? null
              : {
                  responsesCreated: turns.length + log.length,
                  responsesReported: turns.length,
                  unreported: log.map(
                    ({ audioIn, textIn, audioOut, textOut, width, known }, at): UnreportedResponse => ({
                      number: 10 + at,
                      status: 'cancelled',
                      reason: 'turn_detected',
                      after: turns.length,
                      audioIn: known ? audioIn : null,
                      textIn: known ? textIn : null,
                      audioOut,
                      textOut,
                      width: { ...noWidth, audioIn: width, textIn: 2 * width },
                      basis: 'if billed',
                    }),
                  ),
                },
          billed: log.flatMap(({ isBilled, known }, at) => (isBilled && known ? [10 + at] : [])),
        };
      }),
  );
