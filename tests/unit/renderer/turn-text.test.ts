import { describe, expect, it } from 'vitest';
import {
  answerCost,
  cutWords,
  latencyWords,
  metaOf,
  withoutWords,
} from '../../../renderer/pages/live/conversation/turn-text.ts';
import { noWish, wishOf } from '../../../renderer/pages/live/conversation/wish-draft.ts';
import { at, last } from '../../../shared/kit/chunk-list.ts';
import { checkWish } from '../../../shared/protocol/client-event-limits.ts';
import type { ResponseRow } from '../../../shared/session/costs/response-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { TranscriptionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from '../session/log.ts';

const audio = { $audio: { file: 'output.wav', offset: 44, length: 48_000 } };

/** A typed turn whose spoken answer was cut off after half of it. */
const view = foldSession(
  header,
  new LogWriter(20)
    .client('conversation.item.create', { item: { type: 'message', role: 'user', content: [] } })
    .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
    .server('response.output_item.added', { response_id: 'r1', item: { id: 'a1', type: 'message', role: 'assistant' } })
    .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
    .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
    .speak(200)
    .server('input_audio_buffer.speech_started', { item_id: 'u2', audio_start_ms: 100 })
    .bench({ type: 'bench.playback.stopped', itemId: 'a1', playedMs: 500, receivedMs: 1000, why: 'interrupted' })
    .entries,
);
const answer = at(view.items, 0);
const response = at(view.responses, 0);

describe('a turn without words', () => {
  const spoken = { role: 'user', images: 0, transcription: null } as const;
  const said = { type: null, code: 'DeploymentNotFound', param: null, message: 'Too long.', advice: 'Deploy one.' };
  const transcribed = (status: TranscriptionView['status'], failure: typeof said | null = null): string =>
    withoutWords({ ...spoken, transcription: { status, failure } });

  it('says why: no transcription, one that is still to come, failed, never came or found none; an image; an answer', () => {
    expect(withoutWords(spoken)).toContain('Transcription is off');
    expect(transcribed('pending')).toBe('Waiting for the transcript.');
    expect(transcribed('failed')).toBe('The transcription failed.');
    expect(transcribed('failed', said)).toBe('DeploymentNotFound: Too long. Deploy one.');
    expect(transcribed('lost')).toBe('Spoken. The transcript never came.');
    expect(transcribed('completed')).toBe('Spoken. The transcript has no words.');
    expect(withoutWords({ ...spoken, images: 1 })).toBe('An image.');
    expect(withoutWords({ ...spoken, role: 'assistant' })).toBe('No words.');
  });
});

describe('the words beside a turn', () => {
  it('say how long the answer took to begin after the person had finished, and how much of it was heard', () => {
    if (answer === undefined) throw new Error('The fold made no item.');
    expect(metaOf(answer, response, last(view.turns))).toEqual(['speaking', '0.50 of 1.00 s heard']);
    expect(metaOf({ ...answer, interrupted: false }, response, last(view.turns), '~$0.0004')).toEqual([
      '~$0.0004',
      'first audio 0.06 s, 1.00 s',
    ]);
    expect(latencyWords(last(view.turns))).toBe('After the message: first audio 0.06 s, loudspeaker 0.08 s.');
    expect(cutWords(answer, last(view.bargeIns))).toBe(
      '0:00.3 interrupted, truncated at 500 ms, silent 0.14 s after you began',
    );
  });

  it('say of a deleted item when it was deleted, whoever said it', () => {
    if (answer === undefined) throw new Error('The fold made no item.');
    expect(metaOf({ ...answer, deletedMs: 61_000 }, response, undefined)).toEqual(['deleted at 1:01.0']);
    expect(metaOf({ ...answer, role: 'tool', deletedMs: 61_000 }, undefined, undefined)).toEqual(['deleted at 1:01.0']);
  });
});

describe('what an answer cost, in few words', () => {
  const row: ResponseRow = {
    id: 'r1',
    number: 1,
    status: 'completed',
    statusReason: null,
    basis: 'reported',
    input: 229,
    cached: 128,
    output: 537,
    cost: '0.00919684',
    costLow: '0.00919684',
    costHigh: '0.00919684',
    costWidth: '0',
    inputWidth: 0,
    cachedWidth: 0,
    outputWidth: 0,
    cachedBy: 'first',
    unknown: [],
    error: null,
  };
  const open = { ...row, inputWidth: 9, costLow: '0.0090', costHigh: '0.00942', costWidth: '0.00022316' };

  it.each([
    ['as reported', row, '$0.0092 · 537 out'],
    ['running, with its width rounded up', { ...open, basis: 'live' }, '~$0.0092 ±0.0003'],
    ['not known to be billed', { ...open, basis: 'if billed', costLow: '0' }, 'up to $0.0094 if billed'],
    ['cut off from its report', { ...open, basis: 'estimated' }, '~$0.0092, report lost'],
    ['too small for four decimals', { ...row, cost: '0.00001' }, '$0.0000100 · 537 out'],
    ['without a price', { ...row, cost: null }, null],
  ] as const)('%s', (_, of, words) => expect(answerCost(of, 'USD')).toBe(words));
});

describe('the form of one response', () => {
  it('asks for nothing while it is empty', () => expect(wishOf(noWish)).toEqual({}));

  it('leaves a number that is none for the check to name', () => {
    expect(checkWish(wishOf({ ...noWish, maxOutput: 'many' }))[0]).toContain('whole number');
    expect(checkWish(wishOf({ ...noWish, maxOutput: 'inf' }))).toEqual([]);
  });

  it('reads a word as the name of a function, and ids apart by spaces or commas', () => {
    expect(
      wishOf({ ...noWish, toolChoice: 'look_up', items: 'a, b c', metadata: 'x=1; y=2', outOfBand: true }),
    ).toEqual({
      toolChoice: { type: 'function', name: 'look_up' },
      inputItemIds: ['a', 'b', 'c'],
      metadata: { x: '1', y: '2' },
      outOfBand: true,
    });
  });
});
