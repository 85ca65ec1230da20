import { describe, expect, it } from 'vitest';
import { at, last, toArray } from '../../../shared/kit/chunk-list.ts';
import type { Json } from '../../../shared/kit/json.ts';
import { alarms } from '../../../shared/session/fold/alarms.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { openWork } from '../../../shared/session/open-work.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from './log.ts';

const fold = (log: LogWriter): SessionView => foldSession(header, log.entries);
const awaits = (log: LogWriter): boolean => {
  const view = fold(log);
  return openWork(view, view.t).awaitsResponse;
};

describe('handlers of one event run in their order: the later ones see what the first have added', () => {
  it('a turn knows the response that its own response.created adds', () => {
    const log = new LogWriter()
      .client('response.create', { event_id: 'ask' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } });
    expect(last(fold(log).turns)).toMatchObject({ responseId: 'r1', source: 'asked' });
  });

  it('an interruption begins with the stretch of speech that the same event adds', () => {
    const log = new LogWriter()
      .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 });
    expect(toArray(fold(log).bargeIns)).toMatchObject([{ itemId: 'u1' }]);
  });

  it('an alarm of a close names what the close itself has lost, which the view then has as lost', () => {
    const view = fold(
      new LogWriter().server('response.created', { response: { id: 'r1', conversation_id: 'c' } }).bench({
        type: 'bench.closed',
        code: 1006,
        reason: '',
        explanation: 'Gone.',
        openResponses: ['r1'],
        openTranscriptions: [],
      }),
    );
    expect(at(view.responses, 0)?.status).toBe('lost');
    expect(last(view.alarms)?.text).toContain('R1 was still running');
  });
});

describe('usage on events', () => {
  const usage = { total_tokens: 7 };
  const others = (log: LogWriter): (readonly [string, number])[] =>
    fold(log).usage.fields.map(({ source, total }) => [source, total] as const);

  it('is counted beside, whether or not an event has handlers or is known', () => {
    for (const type of ['session.updated', 'response.content_part.done', 'some.new.event']) {
      expect([type, others(new LogWriter().server(type, { usage }))]).toEqual([type, [['other', 7]]]);
    }
  });

  it('is counted once where the event is the one that reports it', () => {
    const log = new LogWriter().server('response.done', { response: { id: 'r1', status: 'completed', usage } });
    expect(others(log)).toEqual([['response', 7]]);
  });
});

describe('an event of the service that is nested beyond all measure', () => {
  it('changes nothing but the counts, though its type has handlers', () => {
    let deep: Json = 1;
    for (let level = 0; level < 2000; level += 1) deep = [deep];
    const log = new LogWriter().server('response.output_item.added', {
      response_id: 'r1',
      item: { id: 'f1', type: 'function_call', name: 'look_up', call_id: 'c1' },
      deep,
    });
    const view = fold(log);
    expect(view.counts.malformed).toBe(1);
    expect(view.calls.length).toBe(0);
  });
});

describe('a response that the bench asked for is awaited', () => {
  const asked = (): LogWriter => new LogWriter().client('response.create', { event_id: 'ask' });

  it('from the asking on, until it has begun or was refused', () => {
    expect(awaits(new LogWriter())).toBe(false);
    expect(awaits(asked())).toBe(true);
    expect(awaits(asked().server('response.created', { response: { id: 'r1' } }))).toBe(false);
    expect(awaits(asked().server('error', { error: { event_id: 'ask', code: 'busy' } }))).toBe(false);
    expect(awaits(asked().server('error', { error: { event_id: 'another', code: 'busy' } }))).toBe(true);
  });

  it('no longer once the service has begun any response since, for then there is one to wait for', () => {
    const outOfBand = new LogWriter().client('response.create', {
      event_id: 'ask',
      response: { conversation: 'none' },
    });
    expect(awaits(outOfBand)).toBe(true);
    expect(awaits(outOfBand.server('response.created', { response: { id: 'r1', conversation_id: 'c' } }))).toBe(false);
  });
});

describe('the table of alarms', () => {
  it('has one entry for each id', () => {
    const ids = [alarms.server, alarms.bench, alarms.moments].flatMap((group) =>
      Object.values(group).flatMap((entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id)),
    );
    expect(ids.length).toBeGreaterThan(20);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });
});
