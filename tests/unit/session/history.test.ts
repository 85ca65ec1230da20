import { describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { optionSpec, type OptionSpec } from '../../../shared/protocol/options/options.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { standingValues } from '../../../shared/session/fold/options.ts';
import { type OptionStanding, standings, undoStep, ungranted } from '../../../shared/session/option-standing.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from './log.ts';

const spec = (id: string): OptionSpec => optionSpec(id) as OptionSpec;
const session = (silence: number, voice: Json = 'alloy', more: JsonObject = {}): JsonObject => ({
  type: 'realtime',
  audio: {
    input: { turn_detection: { type: 'server_vad', silence_duration_ms: silence }, noise_reduction: null },
    output: { voice, speed: 1 },
  },
  ...more,
});
const silenceUpdate = (ms: number): JsonObject => ({
  type: 'realtime',
  audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: ms } } },
});

const opened = (): LogWriter =>
  new LogWriter(1000)
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: session(500) });
const update = (log: LogWriter, eventId: string, asked: JsonObject): LogWriter =>
  log.client('session.update', { event_id: eventId, session: asked });
const refused = (log: LogWriter, eventId: string, param: string | null, message = 'No.'): LogWriter =>
  log.server('error', {
    error: { type: 'invalid_request_error', code: 'invalid_value', message, param, event_id: eventId },
  });

const viewOf = (log: LogWriter): SessionView => foldSession(header, log.entries);
const standing = (log: LogWriter, id: string, wanted?: JsonObject): OptionStanding =>
  standings(viewOf(log), wanted)(spec(id));
const marks = (log: LogWriter): unknown[] =>
  toArray(viewOf(log).marks)
    .filter((mark) => mark.kind === 'options')
    .map(({ text, outcome }) => [text, outcome]);

describe('an option that was asked of the session', () => {
  it('is pending until the service answers, and then accepted', () => {
    const log = update(opened(), 'e1', silenceUpdate(700));
    expect(standing(log, 'vad.silence')).toEqual({ kind: 'pending', inEffect: 500, waitsFor: null });
    expect(marks(log)).toEqual([['silence 500 to 700 ms', undefined]]);
    log.server('session.updated', { session: session(700) });
    expect(standing(log, 'vad.silence')).toEqual({ kind: 'accepted', inEffect: 700 });
    expect(marks(log)).toEqual([['silence 500 to 700 ms', 'ok']]);
    expect(at(viewOf(log).options.updates, 0)).toMatchObject({
      seq: 3,
      asked: { 'vad.silence': 700 },
      before: { 'vad.silence': 500 },
      changed: ['vad.silence'],
      state: 'accepted',
      t: 3000,
      answeredMs: 4000,
    });
  });

  it('is ignored when the service keeps what it had, and altered when it makes something else of it', () => {
    const log = update(opened(), 'e1', silenceUpdate(700)).server('session.updated', { session: session(500) });
    expect(standing(log, 'vad.silence')).toEqual({ kind: 'ignored', inEffect: 500, asked: 700, askedMs: 3000 });
    expect(marks(log)).toEqual([['silence 700 ms asked, 500 ms kept', 'alarm']]);
    update(log, 'e2', silenceUpdate(900)).server('session.updated', { session: session(800) });
    expect(standing(log, 'vad.silence')).toMatchObject({ kind: 'altered', inEffect: 800, asked: 900 });
  });

  it('is refused with the error that names its update, and the service’s words beside the one it minds', () => {
    const asked = {
      type: 'realtime',
      audio: { input: { turn_detection: { type: 'server_vad', threshold: 7 } }, output: { voice: 'marin' } },
    };
    const log = refused(
      update(opened(), 'e1', asked),
      'e1',
      'session.audio.input.turn_detection.threshold',
      'Too high.',
    );
    expect(standing(log, 'vad.threshold')).toEqual({ kind: 'refused', inEffect: undefined, message: 'Too high.' });
    expect(standing(log, 'voice')).toMatchObject({
      kind: 'refused',
      inEffect: 'alloy',
      message: 'Not changed, for the service refused Threshold in the same update.',
    });
    expect(marks(log)).toEqual([['threshold 0.5 to 7.0, voice alloy to marin: refused', 'alarm']]);
    expect(toArray(viewOf(log).alarms)).toEqual([]);
  });

  it('keeps the answers of several updates apart: the oldest without one is answered first', () => {
    const log = update(update(opened(), 'e1', silenceUpdate(600)), 'e2', { type: 'realtime', speed_of_light: 1 });
    update(log, 'e3', { type: 'realtime', audio: { output: { voice: 'marin' } } });
    refused(log, 'e2', 'session.speed_of_light');
    log.server('session.updated', { session: session(600) });
    expect(standing(log, 'vad.silence').kind).toBe('accepted');
    expect(standing(log, 'voice').kind).toBe('pending');
    log.server('session.updated', { session: session(600, 'marin') });
    expect(toArray(viewOf(log).options.updates).map(({ state }) => state)).toEqual(['accepted', 'refused', 'accepted']);
    expect(standing(log, 'voice')).toEqual({ kind: 'accepted', inEffect: 'marin' });
  });

  it('waits for the end of a response where it may change only between turns', () => {
    const log = opened()
      .server('response.created', { response: { id: 'r1', status: 'in_progress' } })
      .bench({ type: 'bench.options.waiting', values: { speed: 1.1 }, waitsFor: 'r1' });
    expect(standing(log, 'speed')).toEqual({ kind: 'pending', inEffect: 1, waitsFor: 1 });
  });

  it('is locked once the session has spoken, and says since when', () => {
    const log = opened()
      .server('response.created', { response: { id: 'r1', status: 'in_progress' } })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: 'AAAA' });
    expect(standing(log, 'voice', { voice: 'marin' })).toEqual({
      kind: 'locked',
      inEffect: 'alloy',
      lock: { why: 'spoken', response: 1, sinceMs: 4000 },
    });
  });

  it('stands unsent while only the form has it', () => {
    expect(standing(opened(), 'vad.silence', { 'vad.silence': 700 })).toEqual({ kind: 'unsent', inEffect: 500 });
    expect(standing(opened(), 'vad.silence', {})).toEqual({ kind: 'default', inEffect: 500 });
    expect(standings(null)(spec('voice'))).toEqual({ kind: 'not-connected' });
  });

  it('is accepted where the service adds members of its own, and where it echoes single precision', () => {
    const tools = [{ type: 'function', name: 'lookup', parameters: { type: 'object' } }];
    const asked = { type: 'realtime', tools, audio: { output: { speed: 1.1 } } };
    const echoed = session(500, 'alloy', {
      tools: [{ ...tools[0], description: null, strict: false }],
      audio: { output: { voice: 'alloy', speed: 1.100_000_023_841_858 } },
    });
    const log = update(opened(), 'e1', asked).server('session.updated', { session: echoed });
    expect([standing(log, 'tools').kind, standing(log, 'speed').kind]).toEqual(['accepted', 'accepted']);
  });

  it('written as raw JSON is held against the members it names', () => {
    const json = { unheard_of: true };
    const log = update(opened(), 'e1', { type: 'realtime', ...json })
      .bench({ type: 'bench.options', changed: ['json'], eventId: 'e1', json })
      .server('session.updated', { session: session(500, 'alloy', { unheard_of: false }) });
    expect(standing(log, 'json')).toMatchObject({ kind: 'altered', inEffect: { unheard_of: false }, asked: json });
    const other = refused(
      update(opened(), 'e1', { type: 'realtime', ...json }),
      'e1',
      'session.unheard_of',
      'Unknown.',
    );
    expect(standing(other, 'json')).toMatchObject({ kind: 'refused', message: 'Unknown.' });
  });

  it('says the same of a session that has ended', () => {
    const log = update(opened(), 'e1', silenceUpdate(700)).server('session.updated', { session: session(500) });
    log.bench({
      type: 'bench.closed',
      code: 1000,
      reason: '',
      explanation: '',
      openResponses: [],
      openTranscriptions: [],
    });
    expect(standing(log, 'vad.silence')).toMatchObject({ kind: 'ignored', inEffect: 500, asked: 700 });
  });
});

describe('what a session was asked for and was not refused', () => {
  it('goes back to the value before when a later one is refused', () => {
    const log = update(opened(), 'e1', silenceUpdate(600)).server('session.updated', { session: session(600) });
    refused(update(log, 'e2', silenceUpdate(99_999)), 'e2', null);
    expect(standingValues(viewOf(log).options)).toMatchObject({ 'vad.silence': 600 });
  });
});

describe('going back', () => {
  it('takes what was not granted out of the form', () => {
    const log = update(opened(), 'e1', silenceUpdate(700)).server('session.updated', { session: session(500) });
    expect(ungranted(viewOf(log), { 'vad.silence': 700, voice: 'marin' })).toEqual({
      'vad.silence': 500,
      voice: 'alloy',
    });
    expect(ungranted(viewOf(log), { 'vad.silence': 500 })).toEqual({});
  });

  it('undoes accepted changes one after the other, never its own steps and never what the session began with', () => {
    const log = update(opened(), 'e1', silenceUpdate(600)).server('session.updated', { session: session(600) });
    update(log, 'e2', silenceUpdate(800)).server('session.updated', { session: session(800) });
    const first = undoStep(viewOf(log), Infinity, []);
    expect(first).toEqual({ index: 1, values: { 'vad.silence': 600 } });
    update(log, 'back', silenceUpdate(600)).server('session.updated', { session: session(600) });
    expect(undoStep(viewOf(log), first?.index ?? 0, ['back'])).toEqual({ index: 0, values: { 'vad.silence': 500 } });
    const requested = foldSession({ ...header, requested: { 'vad.silence': 600 } }, log.entries);
    expect(undoStep(requested, 1, ['back'])).toBeNull();
  });
});
