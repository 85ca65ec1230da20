import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { amounts } from './golden.ts';
import { header, LogWriter } from './log.ts';

const azure = { ...header, endpoint: { ...header.endpoint, kind: 'azure' } };
const created = (id: string): { response: { id: string; conversation_id: string } } => ({
  response: { id, conversation_id: 'conv_1' },
});

/** The turn of the public question: 11.1 s asked behind the service's own instructions, 21 s answered in 89 tokens of words. */
function turn(report: typeof threadUsage | null): LogWriter {
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
  return log.server('response.done', { response: { id: 'r1', status: 'completed', usage: report } });
}

describe('the turn of the public question', () => {
  it('is estimated as it was reported: 119 and 110 in, 117 and 420 out', () => {
    const [first] = toArray(foldSession(azure, turn(threadUsage).entries).responses);
    expect(first?.expected.estimate).toMatchObject({
      input_token_details: { text_tokens: 119, audio_tokens: 110 },
      output_token_details: { text_tokens: 117, audio_tokens: 420 },
    });
    expect(first?.expected.error).toMatchObject({ textIn: 0, audioIn: 0, textOut: 0, audioOut: 0, cached: -128 });
  });

  it('is read once more as 238 and 530, whether the first response has reported or not', () => {
    for (const report of [threadUsage, null]) {
      const log = turn(report)
        .server('response.created', created('r2'))
        .server('response.done', { response: { id: 'r2', status: 'completed', usage: null } });
      const view = foldSession(azure, log.entries);
      const [, second] = toArray(view.responses);
      expect(second?.expected).toMatchObject({
        basis: 'if billed',
        estimate: { input_token_details: { text_tokens: 238, audio_tokens: 530 } },
      });
      expect(second?.cause.kind).toBe('nobody');
      expect(amounts(expectedTotals(view).ledger).textIn).toBe(report === null ? 0 : 119);
    }
  });
});
