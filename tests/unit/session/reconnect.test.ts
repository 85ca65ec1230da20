import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchError } from '../../../shared/kit/errors.ts';
import {
  isReplayed,
  lossOfClose,
  lossOfError,
  type LossReason,
  reconnectDelayMs,
  replayedId,
  replayPlan,
} from '../../../shared/session/reconnect.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

const reasons: readonly LossReason[] = ['cut', 'sent-away', 'expired', 'rate-limited', 'refused'];

describe('the wait before the next try to connect', () => {
  it.each<[LossReason, attempt: number, elapsedMs: number, delayMs: number | null]>([
    ['cut', 1, 0, 0],
    ['cut', 2, 100, 1000],
    ['cut', 3, 1200, 2000],
    ['cut', 4, 4000, 4000],
    ['cut', 6, 20_000, 15_000],
    ['cut', 9, 119_999, 15_000],
    ['cut', 9, 120_000, null],
    ['sent-away', 1, 0, 1000],
    ['sent-away', 2, 1000, 1000],
    ['sent-away', 8, 100_000, 30_000],
    ['expired', 1, 0, 0],
    ['rate-limited', 1, 0, 10_000],
    ['rate-limited', 3, 30_000, 20_000],
    ['rate-limited', 5, 300_000, null],
    ['refused', 1, 0, null],
  ])('after %s, try %i, %i ms in: %s', (reason, attempt, elapsedMs, delayMs) =>
    expect(reconnectDelayMs(attempt, elapsedMs, reason)).toBe(delayMs),
  );

  it('never shrinks from try to try, and always comes to an end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...reasons), fc.integer({ min: 1, max: 60 }), (reason, attempt) => {
        const now = reconnectDelayMs(attempt, 0, reason);
        const next = reconnectDelayMs(attempt + 1, 0, reason);
        expect(next ?? 0).toBeGreaterThanOrEqual(now ?? 0);
        expect(reconnectDelayMs(attempt, 3_600_000, reason)).toBeNull();
      }),
    );
  });

  it.each([
    [1006, '', 'cut'],
    [1000, '', 'cut'],
    [1001, '', 'sent-away'],
    [1001, 'session_expired', 'expired'],
    [4008, '', 'expired'],
    [3000, 'invalid_request_error.invalid_api_key', 'refused'],
    [1013, '', 'sent-away'],
    [1011, 'rate_limit_exceeded', 'rate-limited'],
  ] as const)('a close with %i %s counts as %s', (code, reason, loss) =>
    expect(lossOfClose({ code, reason })).toBe(loss),
  );

  it('leaves a refused key to the person and tries again where the network failed', () => {
    expect(lossOfError(benchError('not-authorised', 'no'))).toBe('refused');
    expect(lossOfError(benchError('unreachable', 'no'))).toBe('cut');
    expect(lossOfError(benchError('rate-limited', 'no'))).toBe('rate-limited');
  });
});

const audio = { $audio: { file: 'output.wav', offset: 44, length: 48_000 } };

function conversation(): LogWriter {
  const message = (id: string, role: string, part: object): { item: never } => ({
    item: { id, type: 'message', role, content: [part] } as never,
  });
  return new LogWriter()
    .server('conversation.item.added', message('s1', 'system', { type: 'input_text', text: 'Be brief.' }))
    .server('conversation.item.added', message('u1', 'user', { type: 'input_audio', transcript: 'Where is it?' }))
    .server('conversation.item.added', message('u2', 'user', { type: 'input_audio', transcript: null }))
    .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
    .server('response.output_item.added', {
      response_id: 'r1',
      ...message('a1', 'assistant', { type: 'output_audio' }),
    })
    .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
    .server('response.output_audio_transcript.done', {
      response_id: 'r1',
      item_id: 'a1',
      transcript: 'It comes tomorrow before noon.',
    })
    .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
    .bench({ type: 'bench.playback.stopped', itemId: 'a1', playedMs: 500, receivedMs: 1000, why: 'interrupted' });
}

describe('a conversation that is put into another session', () => {
  it('goes as text, of an interrupted answer what was heard of it, and says what is lost', () => {
    expect(replayPlan(foldSession(header, conversation().entries))).toEqual({
      items: [
        { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'Be brief.' }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Where is it?' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It comes tomorrow' }] },
      ],
      losses: [
        'The voice of 1 answer cannot be put back and goes as text, which reads at another price.',
        '1 spoken turn has no transcript and cannot be put back.',
      ],
    });
  });

  it('leaves out what was deleted and what stood outside the conversation', () => {
    const log = conversation()
      .server('conversation.item.deleted', { item_id: 's1' })
      .server('response.created', { response: { id: 'r2', conversation_id: null } })
      .server('response.output_item.added', {
        response_id: 'r2',
        item: { id: 'o1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Polite.' }] },
      });
    const { items } = replayPlan(foldSession(header, log.entries));
    expect(items.map((item) => (item.type === 'message' ? item.role : item.type))).toEqual(['user', 'assistant']);
  });

  it('puts calls of functions back with their results, and says of one without a result that it is lost', () => {
    const call = (id: string): { item: never } => ({
      item: { id, type: 'function_call', name: 'look_up', call_id: `c_${id}`, arguments: '{"a":1}' } as never,
    });
    const log = new LogWriter()
      .server('response.output_item.done', { response_id: 'r1', ...call('f1') })
      .client('conversation.item.create', {
        item: { type: 'function_call_output', call_id: 'c_f1', output: '{"b":2}' },
      })
      .server('response.output_item.done', { response_id: 'r1', ...call('f2') })
      .server('conversation.item.added', {
        item: { id: 'o1', type: 'function_call_output', call_id: 'c_f1', output: '{"b":2}' },
      });
    const withItems = new LogWriter().server('response.output_item.added', { response_id: 'r1', ...call('f1') });
    withItems.server('response.output_item.added', { response_id: 'r1', ...call('f2') });
    for (const { from, event } of log.entries) withItems.add(from, event);
    const plan = replayPlan(foldSession(header, withItems.entries));
    expect(plan.items).toEqual([
      { type: 'function_call', name: 'look_up', arguments: '{"a":1}', call_id: 'c_f1' },
      { type: 'function_call_output', call_id: 'c_f1', output: '{"b":2}' },
    ]);
    expect(plan.losses).toEqual(['1 call of a function without a result cannot be put back.']);
  });

  it('is known in the new session by its ids', () => {
    expect(isReplayed(replayedId(0))).toBe(true);
    expect(isReplayed('item_1')).toBe(false);
  });
});
