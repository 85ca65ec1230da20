import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { usageOfSession, type SessionReported } from '../../../../shared/reconcile/reported/from-view.ts';
import { foldSession } from '../../../../shared/session/reduce.ts';
import { threadUsage } from '../../../fixtures/thread-usage.ts';
import { header, LogWriter } from '../../session/log.ts';
import { threadTurn } from '../thread.ts';

const reported = (usage: JsonObject): SessionReported =>
  usageOfSession(
    foldSession(
      header,
      new LogWriter()
        .server('response.created', { response: { id: 'r' } })
        .server('response.done', { response: { id: 'r', status: 'completed', output: [], usage } }).entries,
    ),
  );

describe('what a recorded session reported', () => {
  it('is compared in whatever spelling it came', () => {
    const { inputTokens, ...rest } = {
      inputTokens: String(threadUsage.input_tokens),
      output_tokens: threadUsage.output_tokens,
      input_tokens_details: threadUsage.input_token_details,
      outputTokenDetails: { textTokens: 117, audioTokens: 420 },
    };
    const { turns, notes } = reported({ inputTokens, ...rest });
    expect(turns).toEqual([threadTurn]);
    expect(notes).toEqual([]);
  });

  it('is not compared as if nothing were cached, where the kinds of the cached tokens are not told', () => {
    const { cached_tokens_details: _, ...input } = threadUsage.input_token_details;
    const unsplit = { ...threadUsage, input_token_details: { ...input, cached_tokens: 64 } };
    const { turns, notes } = reported(unsplit);
    expect(turns).toEqual([]);
    expect(notes).toEqual([
      'Response 1 of test is not counted: It reports 64 cached tokens and not how many of them are audio.',
    ]);
  });

  it('is refused with its own sentence where it has no count, and doubted where sums disagree', () => {
    const broken = reported({ ...threadUsage, output_tokens: -537 });
    expect(broken.turns).toEqual([]);
    expect(broken.notes).toEqual([
      'Response 1 of test is not counted: The usage has -537 as output_tokens, which is below zero.',
    ]);
    const doubted = reported({ ...threadUsage, total_tokens: 700 });
    expect(doubted.turns).toEqual([threadTurn]);
    expect(doubted.notes).toEqual(['Response 1 of test: The total is 700 tokens, and input and output add up to 766.']);
  });

  it('is not zero where nothing of it is understood', () => {
    const { turns, notes } = reported({ units: 3 });
    expect(turns).toEqual([]);
    expect(notes).toEqual([
      'Response 1 of test: The usage has 3 as units, which no price and no known field takes.',
      expect.stringMatching(/^Response 1 of test \(completed\) reports no tokens; .* it is not counted\./),
    ]);
  });
});
