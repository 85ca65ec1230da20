import { describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { billedQuantities } from '../../../shared/pricing/quantities.ts';
import { header, LogWriter } from './log.ts';

const session = { type: 'realtime', model: 'gpt-realtime-mini', instructions: 'Be brief.' };

/** A session whose instructions are 107 tokens, so that with one typed message of 4 a response reads 115. */
const begun = (): LogWriter =>
  new LogWriter()
    .server('session.created', { session })
    .bench({ type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 9, tokens: 107 });

function asks(log: LogWriter, id: string): LogWriter {
  const content = [{ type: 'input_text', text: 'Word word' }];
  log.server('conversation.item.added', { item: { id: `u_${id}`, type: 'message', role: 'user', content } });
  return log.bench({
    type: 'bench.tokens',
    part: 'text',
    ofSeq: log.entries.length,
    itemId: `u_${id}`,
    characters: 9,
    tokens: 4,
  });
}

const answers = (log: LogWriter, id: string, usage: Json, status = 'completed', output: Json = []): LogWriter =>
  log
    .server('response.created', { response: { id, conversation_id: 'conv' } })
    .server('response.done', { response: { id, status, usage, output } });

const textUsage = (input: number, output = 2): JsonObject => ({
  total_tokens: input + output,
  input_tokens: input,
  output_tokens: output,
  input_token_details: { text_tokens: input, audio_tokens: 0 },
  output_token_details: { text_tokens: output, audio_tokens: 0 },
});

const viewOf = (log: LogWriter): SessionView => foldSession(header, log.entries);
const kindsOf = (view: SessionView): string[] => toArray(view.alarms).map(({ kind }) => kind);

describe('a report that is no usage at all', () => {
  it.each([[7], [[1, 2]], ['105 in, 3 out'], [[{ input_tokens: 105 }]]] as [Json][])(
    '%j is named, and estimated for',
    (usage) => {
      const view = viewOf(answers(asks(begun(), 'a'), 'r', usage));
      expect(kindsOf(view).filter((kind) => kind.startsWith('usage'))).toEqual(['usage-not-understood']);
      expect(at(view.responses, 0)?.expected).toMatchObject({ basis: 'estimated', usage: { input_tokens: 115 } });
    },
  );

  it('is estimated for also where the response was cancelled before it began an item', () => {
    const view = viewOf(answers(asks(begun(), 'a'), 'r', { input_tokens: 'many' }, 'cancelled'));
    expect(at(view.responses, 0)?.expected).toMatchObject({ basis: 'estimated', usage: { input_tokens: 115 } });
    const nothing = viewOf(answers(asks(begun(), 'a'), 'r', null, 'cancelled'));
    expect(at(nothing.responses, 0)?.expected.usage).toMatchObject({ input_tokens: 0 });
  });
});

describe('the prompt that reports tell', () => {
  it('is what most of them say, so that a wrong one misleads only until others came', () => {
    const log = begun();
    for (const [index, input] of [9000, 119, 127, 135].entries())
      answers(asks(log, `${index}`), `r${index}`, textUsage(input));
    answers(asks(log, 'last'), 'last', null);
    const view = viewOf(log);
    // 107, five messages of 8, and nothing of answers that put out no item.
    expect(at(view.responses, 4)?.expected.evidence.input).toMatchObject({
      prompt: { tokens: 103, from: 'report', width: 0 },
      text: 143,
    });
  });
});

describe('sums over reports', () => {
  it('take what is cached beyond the input of one report off no other report', () => {
    const log = answers(asks(begun(), 'a'), 'r1', textUsage(1000));
    const beyond = {
      text_tokens: 105,
      audio_tokens: 0,
      cached_tokens: 640,
      cached_tokens_details: { text_tokens: 640 },
    };
    answers(log, 'r2', { ...textUsage(105), input_token_details: beyond });
    const amounts = billedQuantities(viewOf(log).usage).map(({ field, quantity }) => [field, quantity]);
    expect(amounts).toContainEqual(['text_in', 1000]);
    expect(amounts).toContainEqual(['text_cached', 105]);
    expect(amounts).toContainEqual(['not_understood', 535]);
  });

  it('count a response and a transcription once, however often they are said', () => {
    const log = answers(asks(begun(), 'a'), 'r', textUsage(115));
    answers(log, 'r', textUsage(115));
    const heard = {
      item_id: 'u',
      transcript: 'Word',
      usage: { type: 'tokens', total_tokens: 12, input_tokens: 10, output_tokens: 2 },
    };
    log
      .server('input_audio_buffer.committed', { item_id: 'u' })
      .server('conversation.item.input_audio_transcription.completed', heard)
      .server('conversation.item.input_audio_transcription.completed', { ...heard, usage: null });
    const view = viewOf(log);
    expect(view.responses.length).toBe(1);
    expect(view.usage.reports).toBe(2);
    expect(expectedTotals(view).mostTokens).toBe(117 + 12);
  });

  it('count tokens by whichever totals a report states', () => {
    const view = viewOf(answers(asks(begun(), 'a'), 'r', { input_tokens: 105, output_tokens: 3 }));
    expect(expectedTotals(view).mostTokens).toBe(108);
  });
});

it('an answer that only the end of its response names is counted', () => {
  const item = {
    id: 'a1',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_text', text: 'Word word word' }],
  };
  const view = viewOf(answers(asks(begun(), 'a'), 'r', null, 'cancelled', [item]));
  expect(at(view.responses, 0)).toMatchObject({ itemIds: ['a1'] });
  // 14 characters are about 4 tokens, and a written answer is 2 more.
  expect(at(view.responses, 0)?.expected.usage).toMatchObject({ output_tokens: 4 + 2, input_tokens: 115 });
});
