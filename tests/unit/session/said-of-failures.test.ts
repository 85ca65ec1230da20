import { describe, expect, it } from 'vitest';
import { at, last, toArray } from '../../../shared/kit/chunk-list.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { failureOf, failureText } from '../../../shared/session/failure.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { standings } from '../../../shared/session/option-standing.ts';
import { optionSpec } from '../../../shared/protocol/options/options.ts';
import { latencySummary } from '../../../shared/session/latency.ts';
import { openWork } from '../../../shared/session/open-work.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from './log.ts';

const vad = { type: 'semantic_vad' };
const session = (more: JsonObject = {}, detection: Json = vad): { session: JsonObject } => ({
  session: {
    type: 'realtime',
    output_modalities: ['audio'],
    audio: { input: { turn_detection: detection, transcription: { model: 'whisper-1' } }, output: { voice: 'alloy' } },
    ...more,
  },
});
const begun = (): LogWriter => new LogWriter().server('session.created', session()).speak(100);
const fold = (log: LogWriter): SessionView => foldSession(header, log.entries);
const alarms = (log: LogWriter): string[] => toArray(fold(log).alarms).map(({ kind }) => kind);
const alarmText = (log: LogWriter, kind: string): string =>
  toArray(fold(log).alarms).find((alarm) => alarm.kind === kind)?.text ?? '';

const usage = { total_tokens: 9, input_tokens: 5, output_tokens: 4 };
const transcript = 'conversation.item.input_audio_transcription.completed';

describe('the reason of a failure', () => {
  it('has code, type, place and message, as far as they are said', () => {
    const whole = {
      code: 'DeploymentNotFound',
      type: 'invalid_request_error',
      param: 'session.voice',
      message: 'None.',
    };
    expect(failureText(failureOf(whole))).toBe('DeploymentNotFound (invalid_request_error, at session.voice): None.');
    expect(failureText(failureOf({ type: 'server_error', code: null, message: null }))).toBe(
      'server_error: The service gave no reason.',
    );
    expect(failureText(failureOf({ code: 429, message: 'Slow.' }))).toBe('429: Slow.');
    expect(failureText(failureOf('Broken.'))).toBe('Broken.');
    for (const odd of [null, undefined, [], {}, 7, { message: {} }]) {
      expect(failureText(failureOf(odd))).toBe('The service gave no reason.');
    }
  });

  const failedOn = (kind: string, error: Json): string => {
    const log = begun()
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .server('conversation.item.input_audio_transcription.failed', { item_id: 'u1', error });
    const view = foldSession({ ...header, endpoint: { ...header.endpoint, kind } }, log.entries);
    return toArray(view.alarms).find((alarm) => alarm.kind === 'transcription-failed')?.text ?? '';
  };

  it('of a transcription is told with what to do', () => {
    const missing = { type: 'invalid_request_error', code: 'DeploymentNotFound', param: null, message: 'It failed.' };
    expect(failedOn('azure', missing)).toBe(
      'DeploymentNotFound (invalid_request_error): It failed. This resource has no deployment called whisper-1. On Azure ' +
        'the name of the transcription model is the name of a deployment: deploy a transcription model there, or set ' +
        'transcription.model to the name of one that it has.',
    );
    expect(failedOn('openai', { code: 'model_not_found', message: 'No.' })).toContain('Choose another one');
    expect(failedOn('openai', { code: 'insufficient_quota', message: 'No.' })).toContain('no credit');
  });

  it('of a transcription that is not given names the commonest cause on Azure as such, and elsewhere none', () => {
    expect(failedOn('azure', { type: 'server_error', code: null, message: null })).toContain(
      'The commonest cause: this',
    );
    expect(failedOn('openai', { type: 'server_error', code: null, message: null })).toBe(
      'server_error: The service gave no reason.',
    );
  });
});

describe('what is sent twice counts once and is told', () => {
  const completed = { item_id: 'u1', transcript: 'Hello.', usage: { type: 'duration', seconds: 3 } };
  const done = { response: { id: 'r1', status: 'completed', usage } };
  const committed = (): LogWriter => begun().server('input_audio_buffer.committed', { item_id: 'u1' });
  const totals = (log: LogWriter): number[] => fold(log).usage.fields.map(({ total }) => total);

  it('a transcript and the end of a response, whatever their event ids', () => {
    const once = committed()
      .server(transcript, { ...completed, event_id: 'e1' })
      .server('response.done', done);
    const twice = committed()
      .server(transcript, { ...completed, event_id: 'e1' })
      .server(transcript, { ...completed, event_id: 'e2' })
      .server('response.done', done)
      .server('response.done', done);
    expect(totals(twice)).toEqual(totals(once));
    expect(fold(twice).items.length).toBe(fold(once).items.length);
    expect(toArray(fold(twice).alarms).find(({ kind }) => kind === 'sent-again')).toMatchObject({ count: 2 });
    expect(alarms(once)).not.toContain('sent-again');
  });

  it('any event under the same id that says the same: no second stretch of speech, no second usage, no second turn', () => {
    const log = new LogWriter().server('session.created', session()).speak(100);
    for (let time = 0; time < 2; time += 1) {
      log
        .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0, event_id: 'e1' })
        .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 90, event_id: 'e2' })
        .server('input_audio_buffer.committed', { item_id: 'u1', event_id: 'e3' })
        .server('some.event', { event_id: 'e4', usage: { total_tokens: 7 } });
    }
    const view = fold(log);
    expect([view.speech.length, view.turns.length, view.asked.turns.length, view.items.length]).toEqual([1, 1, 1, 1]);
    expect(view.usage.fields.map(({ total }) => total)).toEqual([7]);
    expect(view.counts.server).toBe(9);
    expect(toArray(view.alarms).find(({ kind }) => kind === 'sent-again')?.count).toBe(4);
  });

  it('but events that only share their id are different ones, and so are pieces of a stream that are alike', () => {
    const log = begun()
      .server('some.event', { event_id: 'e', usage: { total_tokens: 7 } })
      .server('some.event', { event_id: 'e', usage: { total_tokens: 8 } })
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_text.delta', { response_id: 'r1', item_id: 'a1', delta: 'ha', event_id: 'e' })
      .server('response.output_text.delta', { response_id: 'r1', item_id: 'a1', delta: 'ha', event_id: 'e' });
    expect(totals(log)).toEqual([15]);
    expect(last(fold(log).items)?.text).toBe('haha');
  });

  it('a commit of the same item is one turn, which waits for one answer', () => {
    const log = committed().server('input_audio_buffer.committed', { item_id: 'u1' });
    expect(fold(log).asked.turns.length).toBe(1);
    expect(alarms(log)).toContain('sent-again');
  });
});

describe('an error that names no event', () => {
  const voice = (name: string): JsonObject => ({ type: 'realtime', audio: { output: { voice: name } } });
  const asked = (): LogWriter =>
    begun()
      .client('session.update', { event_id: 'c1', session: { type: 'realtime', instructions: 'Be brief.' } })
      .client('session.update', { event_id: 'c2', session: voice('marin') });
  const error = (more: JsonObject): JsonObject => ({
    error: { type: 'invalid_request_error', event_id: null, message: 'No.', ...more },
  });
  const states = (log: LogWriter): string[] => toArray(fold(log).options.updates).map(({ state }) => state);

  it('is the refusal of the update whose option it minds, by place or by code', () => {
    expect(states(asked().server('error', error({ param: 'session.audio.output.voice' })))).toEqual([
      'pending',
      'refused',
    ]);
    expect(states(asked().server('error', error({ code: 'cannot_update_voice' })))).toEqual(['pending', 'refused']);
    expect(states(asked().server('error', error({ param: 'session.instructions' })))).toEqual(['refused', 'pending']);
  });

  it('that tells nothing leaves the oldest perhaps refused, and stands as an alarm', () => {
    const log = asked().server('error', error({ code: 'unheard_of' }));
    expect(states(log)).toEqual(['perhaps-refused', 'pending']);
    expect(alarms(log)).toContain('unheard_of');
    const spec = optionSpec('instructions');
    const standing = spec === undefined ? null : standings(fold(log))(spec);
    expect(standing).toMatchObject({ kind: 'refused', message: expect.stringContaining('Perhaps refused') as string });
  });

  it('is taken back by an answer that grants what was taken for refused', () => {
    const granted = asked()
      .server('error', error({ code: 'unheard_of' }))
      .server('session.updated', session({ instructions: 'Be brief.' }));
    expect(states(granted)).toEqual(['accepted', 'pending']);
    const other = asked()
      .server('error', error({ code: 'unheard_of' }))
      .server('session.updated', {
        session: { ...session().session, audio: { input: { turn_detection: vad }, output: { voice: 'marin' } } },
      });
    expect(states(other)).toEqual(['perhaps-refused', 'accepted']);
  });

  it('leaves the answer of an update to that update, where one that it perhaps refused asked for the same or for nothing new', () => {
    const speaks = {
      session: { ...session().session, audio: { input: { turn_detection: vad }, output: { voice: 'marin' } } },
    };
    const log = begun()
      .client('session.update', { event_id: 'c1', session: voice('marin') })
      .server('error', error({ code: 'unheard_of' }))
      .client('session.update', { event_id: 'c2', session: voice('marin') })
      .server('session.updated', speaks);
    expect(states(log)).toEqual(['perhaps-refused', 'accepted']);
    // The first was taken after all: its own answer comes, too.
    expect(states(log.server('session.updated', speaks))).toEqual(['accepted', 'accepted']);
    const again = begun()
      .server('session.updated', speaks)
      .client('session.update', { event_id: 'c1', session: voice('marin') })
      .server('error', error({ code: 'unheard_of' }))
      .client('session.update', { event_id: 'c2', session: { type: 'realtime', instructions: 'Be brief.' } })
      .server('session.updated', speaks);
    expect(states(again)).toEqual(['perhaps-refused', 'accepted']);
  });

  it.each([
    { code: 'input_audio_buffer_commit_empty' },
    { code: 'response_cancel_not_active' },
    { code: 'item_not_found' },
    { code: 'rate_limit_exceeded' },
    { code: 'invalid_value', param: 'item.content' },
    { code: 'invalid_value', param: 'response.voice' },
    { code: 'invalid_value', param: 'response_id' },
    { code: 'response_cancel_not_active', param: 'session' },
    { code: null, type: 'server_error' },
  ])('%o leaves updates alone', (more) => {
    expect(states(asked().server('error', error(more)))).toEqual(['pending', 'pending']);
  });

  it('about a response ends the wait for the newest that was asked for, and one about a commit that for its turn', () => {
    const waits = (log: LogWriter): boolean => openWork(fold(log), fold(log).t).awaitsResponse;
    const create = begun().client('response.create', { event_id: 'c1' });
    expect(waits(create)).toBe(true);
    // A response that is there already is named by whoever cancels it.
    expect(waits(create.server('error', error({ code: 'invalid_value', param: 'response_id' })))).toBe(true);
    const refused = create.server('error', error({ code: 'conversation_already_has_active_response' }));
    expect([waits(refused), fold(refused).asked.refused.length]).toEqual([false, 0]);
    const commit = begun().client('input_audio_buffer.commit', { event_id: 'c2' });
    expect(waits(commit)).toBe(true);
    expect(waits(commit.server('error', error({ code: 'input_audio_buffer_commit_empty' })))).toBe(false);
  });
});

describe('an end of a response', () => {
  const ended = (response: JsonObject): LogWriter =>
    begun()
      .server('response.created', { response: { id: 'r1', conversation_id: 'c', output_modalities: ['text'] } })
      .server('response.done', { response: { id: 'r1', usage, ...response } });

  it.each([['expired'], ['in_progress'], [null], [7]] as const)(
    '%s is shown as it is, never as completed',
    (status) => {
      const view = fold(ended({ status }));
      expect(at(view.responses, 0)).toMatchObject({
        status: 'other',
        statusSaid: status === null ? null : String(status),
      });
      expect(alarms(ended({ status }))).toContain('response-ended-otherwise');
    },
  );

  it('that is incomplete says why', () => {
    const log = ended({ status: 'incomplete', status_details: { reason: 'max_output_tokens' } });
    expect(alarmText(log, 'response-incomplete')).toContain('most tokens');
  });

  it('without audio is told where audio was asked for and nothing but words came', () => {
    const answered = (modalities: Json, item: JsonObject | null): LogWriter => {
      const log = begun().server('response.created', {
        response: { id: 'r1', conversation_id: 'c', output_modalities: modalities },
      });
      if (item !== null) log.server('response.output_item.added', { response_id: 'r1', item });
      return log.server('response.done', { response: { id: 'r1', status: 'completed', usage } });
    };
    const message = { id: 'a1', type: 'message', role: 'assistant' };
    const call = { id: 'f1', type: 'function_call', name: 'look_up', call_id: 'c1' };
    const told = (log: LogWriter): boolean => alarms(log).includes('answer-without-audio');
    expect([told(answered(['audio'], message)), told(answered(['audio'], null))]).toEqual([true, true]);
    expect([told(answered(['text'], message)), told(answered(['audio'], call))]).toEqual([false, false]);
  });
});

describe('a turn', () => {
  const close = (log: LogWriter, by: 'person' | 'service' | 'budget' | 'quit' = 'service'): LogWriter =>
    log.bench({ type: 'bench.closing', by, graceMs: 0 }).bench({
      type: 'bench.closed',
      code: 1000,
      reason: '',
      explanation: 'Closed.',
      openResponses: [],
      openTranscriptions: [],
    });

  it('that no speech_started announced is told, and has its waits counted from the commit', () => {
    const log = begun()
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .server(transcript, { item_id: 'u1', transcript: 'Hello.', usage: null });
    expect(alarmText(log, 'turn-without-speech')).toContain('Turn 1, at 0.1 s, was committed by semantic_vad');
    expect(toArray(fold(log).turns)).toMatchObject([{ itemId: 'u1', source: 'vad', endFrom: 'decision' }]);
    expect(latencySummary(fold(log)).transcript?.medianMs).toBe(20);
  });

  it('of the idle timeout, or committed by hand, needs no such word', () => {
    const idle = begun()
      .server('input_audio_buffer.timeout_triggered', { item_id: 'u1' })
      .server('input_audio_buffer.committed', { item_id: 'u1' });
    const byHand = begun()
      .client('input_audio_buffer.commit')
      .server('input_audio_buffer.committed', { item_id: 'u1' });
    expect([alarms(idle), alarms(byHand)].flat()).not.toContain('turn-without-speech');
  });

  it('that was never answered is named at the end of the session, and one that was is not', () => {
    const turn = (): LogWriter => begun().server('input_audio_buffer.committed', { item_id: 'u1' });
    expect(alarmText(close(turn()), 'unanswered')).toMatch(
      /^Turn 1, at 0\.1 s, was never answered; the session waited/,
    );
    const answered = turn().server('response.created', { response: { id: 'r1', conversation_id: 'c' } });
    expect(alarms(close(answered))).not.toContain('unanswered');
    // A response that the client asked for behind the turn answers it, though the automatic one never came.
    const byClient = turn()
      .client('response.create', { event_id: 'c1' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } });
    expect(alarms(close(byClient))).not.toContain('unanswered');
  });

  it('is not missed by whoever ends the session before an answer could begin, nor once it was deleted', () => {
    const turn = (): LogWriter => begun().server('input_audio_buffer.committed', { item_id: 'u1' });
    const missed = (log: LogWriter, by: Parameters<typeof close>[1]): boolean =>
      alarms(close(log, by)).includes('unanswered');
    for (const by of ['person', 'quit'] as const) {
      expect([by, missed(turn(), by), missed(turn().speak(2940), by), missed(turn().speak(2960), by)]).toEqual([
        by,
        false,
        false,
        true,
      ]);
    }
    expect([missed(turn(), 'service'), missed(turn(), 'budget')]).toEqual([true, true]);
    const deleted = turn().server('conversation.item.deleted', { item_id: 'u1' });
    expect([missed(deleted, 'service'), openWork(fold(deleted), fold(deleted).t).awaitsResponse]).toEqual([
      false,
      false,
    ]);
  });

  it('is one of its own each time where the service names no item', () => {
    const log = begun().server('input_audio_buffer.committed').speak(200).server('input_audio_buffer.committed');
    expect(alarms(log)).not.toContain('sent-again');
    expect(fold(log).asked.turns).toHaveLength(2);
  });

  it('of a session that only transcribes is never missed an answer', () => {
    const log = new LogWriter()
      .server('session.created', session({ type: 'transcription' }))
      .speak(100)
      .server('input_audio_buffer.committed', { item_id: 'u1' });
    expect(alarms(close(log))).not.toContain('unanswered');
    expect(openWork(fold(log), fold(log).t)).toMatchObject({ awaitsResponse: false, transcriptions: ['u1'] });
  });
});

describe('an event in a binary frame', () => {
  it('is read, counted once, and told', () => {
    const done = { type: 'response.done', response: { id: 'r1', status: 'completed', usage } };
    const log = begun();
    log.entries.push({
      seq: log.entries.length + 1,
      at: header.startedAt,
      t: 500,
      from: 'server',
      event: done,
      binary: true,
    });
    expect(at(fold(log).responses, 0)?.status).toBe('completed');
    expect(alarms(log)).toContain('event-in-binary');
  });
});

describe('a part of an answer', () => {
  it('keeps the phase that the service gives it', () => {
    const item = { id: 'a1', type: 'message', role: 'assistant', phase: 'commentary' };
    const log = begun()
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_item.added', { response_id: 'r1', item });
    expect(last(fold(log).items)?.phase).toBe('commentary');
  });
});
