import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { type SessionReported, usageOfSession } from '../../../shared/reconcile/evidence/session-evidence.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { header, LogWriter } from '../session/log.ts';
import { threadTurn } from './thread.ts';

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
    // A log that keeps no items tells only whose turn it is: what is read after it is worked out from the report.
    expect(turns).toEqual([{ ...threadTurn, conversation: 'test' }]);
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
    expect(doubted.turns).toEqual([{ ...threadTurn, conversation: 'test' }]);
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

describe('the turn of the public case, recorded', () => {
  const created = (id: string) => ({ response: { id, conversation_id: 'conv_1' } });
  /** 11.1 s asked behind the service's own instructions, 21 s answered in 89 tokens of words. */
  function recorded(usage: JsonObject): LogWriter {
    const log = new LogWriter()
      .server('session.created', { session: { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15' } })
      .speak(11_100)
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .server('response.created', created('r1'));
    const at = { response_id: 'r1', item_id: 'a1' };
    log
      .server('response.output_audio_transcript.delta', { ...at, delta: 'Let me look.' })
      .server('response.output_audio.delta', {
        ...at,
        delta: { $audio: { file: 'output.wav', offset: 44, length: 21_000 * 48 } },
      });
    const ofSeq = log.entries.length;
    log.bench({ type: 'bench.tokens', part: 'text', ofSeq, itemId: 'a1', characters: 12, tokens: 89 });
    return log.server('response.done', { response: { id: 'r1', status: 'completed', usage } });
  }
  const azure = { ...header, endpoint: { ...header.endpoint, kind: 'azure' } };
  const read = (log: LogWriter): SessionReported => usageOfSession(foldSession(azure, log.entries));

  it('tells its conversation, its answer and what the next response reads: 119 + 117 + 2 and 110 + 420', () => {
    const { turns, spoken } = read(recorded(threadUsage));
    expect(turns).toEqual([
      {
        ...threadTurn,
        conversation: 'test',
        wrote: 'spoken',
        // 119 reported, less 8 for the spoken item.
        prompt: 111,
        after: { audio: 530, text: 238, width: { audio: 0, text: 0 }, known: true },
      },
    ]);
    expect(spoken).toEqual([{ user: null, answer: 'Let me look.' }]);
  });

  it('is followed by a response that never reported, which the log has read as much', () => {
    const log = recorded(threadUsage)
      .server('response.created', created('r2'))
      .server('response.done', { response: { id: 'r2', status: 'completed', usage: null } });
    const { turns, log: evidence, notes } = read(log);
    expect(turns).toHaveLength(1);
    expect(evidence).toMatchObject({
      responsesCreated: 2,
      responsesReported: 1,
      unreported: [{ number: 2, status: 'completed', after: 1, audioIn: 530, textIn: 238, basis: 'if billed' }],
    });
    expect(notes.join(' ')).toContain('Response 2 of test (completed) reports no tokens');
  });

  it('leaves the place alone where the report tells of more than the log keeps', () => {
    // The same session with its sound not kept: 110 audio were read that no item of the log has.
    const { input_token_details: input } = threadUsage;
    const more = { ...threadUsage, input_token_details: { ...input, audio_tokens: 210 }, input_tokens: 329 };
    const log = recorded({ ...more, total_tokens: 866 })
      .server('response.created', created('r2'))
      .server('response.done', { response: { id: 'r2', status: 'completed', usage: null } });
    const { turns, log: evidence } = read(log);
    expect(turns[0]).not.toHaveProperty('after');
    expect(evidence.unreported).toMatchObject([{ number: 2, after: 1, audioIn: null, textIn: null, byPlace: true }]);
  });
});
