import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { Finding } from '../../../shared/reconcile/stories/answer-types.ts';
import type { LogEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { conversationOf } from '../../findings/conversation.ts';
import { standingOf, type Standing } from '../../findings/gate.ts';
import type { Item } from '../../findings/service.ts';
import { threadBill, threadTurn } from './thread.ts';

const kindOf = (billed: WholeTokens, log: LogEvidence | null = null): string =>
  reconcile([threadTurn], billed, null, log).finding.claim.kind;

const question: Item = { kind: 'spoken', audio: 110, transcript: 30 };
const answer: Item = { kind: 'spoken answer', audio: 420, text: 117, transcript: 89 };

/** One spoken turn of this prompt, with a retry of it on the bill, whose answer is on the bill or has no row there. */
function retried(
  prompt: number,
  answerBilled: boolean,
  log: LogEvidence | null = null,
): { finding: Finding; standing: Standing } {
  const conversation = conversationOf({ prompt }, [[question, answer]]);
  const { textIn } = conversation.turns[0] ?? threadTurn;
  // No row of audio in: the text alone tells one further inference from another.
  const billed: WholeTokens = {
    text_in: 2 * textIn,
    text_out: 117 + 64,
    ...(answerBilled ? { audio_out: 420 + 211 } : {}),
  };
  const { finding } = reconcile(conversation.turns, billed, null, log, {
    counting: { family: 'ga', service: 'azure', certain: true },
  });
  return { finding, standing: standingOf(conversation, billed, ['retry']) };
}

describe('a further inference that no log saw', () => {
  it('is stated where one bill in a thousand is held by a story as simple, and not where one more is', () => {
    // A retry and the finished conversation: 2 of 1,999 bills, 2 of 2,001.
    const [often, seldom] = [retried(999 - 8, true), retried(1000 - 8, true)];
    expect(often).toMatchObject({ finding: { claim: { kind: 'undecided' } }, standing: { passes: false } });
    expect(seldom).toMatchObject({ finding: { claim: { kind: 'further', atLeast: 1 } }, standing: { passes: true } });
    expect([often, seldom].map(({ finding }) => [finding.chance?.hits, finding.chance?.of])).toEqual([
      [2, 1999],
      [2, 2001],
    ]);
    expect([often, seldom].map(({ standing }) => [standing.coverage.hits, standing.coverage.of])).toEqual([
      [2, 1999],
      [2, 2001],
    ]);
  });

  it('is never stated on text alone, however seldom chance does as well', () => {
    const { finding, standing } = retried(20_000, false);
    expect(standing.coverage.hits / standing.coverage.of).toBeLessThan(1 / 10_000);
    expect(standing).toMatchObject({ beyond: false, passes: false });
    expect(finding.claim.kind).toBe('undecided');
  });

  it('is not stated where what the log saw without a report may be all that was said', () => {
    const none = { imageIn: 0, cached: 0, cachedText: 0, cachedAudio: 0, reasoning: 0, seconds: 0 };
    const logOf = (audioOut: number, wide: number): LogEvidence => ({
      responsesCreated: 2,
      responsesReported: 1,
      unreported: [
        {
          number: 2,
          status: 'cancelled',
          reason: 'client_cancelled',
          after: 1,
          audioIn: 0,
          textIn: 0,
          audioOut,
          textOut: 64,
          width: { ...none, textIn: 0, audioIn: 0, textOut: 0, audioOut: wide },
        },
      ],
    });
    // 211 tokens of audio were said beyond the report, and no row says how much audio was read.
    const kinds = [
      [210, 0],
      [211, 0],
      [200, 11],
      [200, 10],
    ].map(([said = 0, wide = 0]) => retried(2000, true, logOf(said, wide)).finding.claim.kind);
    expect(kinds).toEqual(['further', 'undecided', 'undecided', 'further']);
  });

  it('is not stated where a response without a report may be of any size', () => {
    const log: LogEvidence = {
      responsesCreated: 2,
      responsesReported: 1,
      unreported: [{ number: 2, status: 'failed', reason: null, after: 1, audioIn: null, textIn: null, audioOut: 0 }],
    };
    expect(kindOf(threadBill, log)).not.toBe('further');
  });
});
