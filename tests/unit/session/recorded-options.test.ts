import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { askedByThen, type RecordedOption, recordedOptions } from '../../../shared/session/recorded-options.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { header, LogWriter } from './log.ts';

const session = (silence: number, speed = 1): JsonObject => ({
  type: 'realtime',
  audio: {
    input: { turn_detection: { type: 'server_vad', silence_duration_ms: silence } },
    output: { voice: 'marin', speed },
  },
});
const asking = (silence: number): JsonObject => ({
  type: 'realtime',
  audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: silence } } },
});
const opened = (): LogWriter =>
  new LogWriter(1000)
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: session(500) });
const ask = (log: LogWriter, eventId: string, asked: JsonObject): LogWriter =>
  log.client('session.update', { event_id: eventId, session: asked });
const answer = (log: LogWriter, silence: number, speed?: number): LogWriter =>
  log.server('session.updated', { session: session(silence, speed) });

function rowAt(log: LogWriter, entries: number, id: string, head: SessionHeader = header): RecordedOption | undefined {
  const end = foldSession(head, log.entries);
  const then = foldSession(head, log.entries.slice(0, entries));
  return recordedOptions(end, then).find(({ spec }) => spec.id === id);
}

describe('an option of a record', () => {
  it('has the value of its start at the end, too, where nobody asked for another', () => {
    const log = opened();
    expect(rowAt(log, log.entries.length, 'vad.silence')).toMatchObject({
      atStart: 500,
      now: 500,
      isChanged: false,
      update: null,
    });
  });

  it('stands as it stood at the moment that is looked at, before a change and after it', () => {
    const log = opened();
    const before = log.entries.length;
    answer(ask(log, 'e1', asking(700)), 700);
    answer(ask(log, 'e2', asking(900)), 900);
    expect(rowAt(log, before, 'vad.silence')).toMatchObject({
      atStart: 500,
      now: 500,
      isChanged: false,
      update: null,
    });
    expect(rowAt(log, before + 2, 'vad.silence')).toMatchObject({ atStart: 500, now: 700, isChanged: true });
    expect(rowAt(log, log.entries.length, 'vad.silence')).toMatchObject({
      atStart: 500,
      now: 900,
      isChanged: true,
      update: { eventId: 'e2', state: 'accepted' },
    });
  });

  it('tells of what was asked and kept as it was', () => {
    const log = answer(ask(opened(), 'e1', asking(700)), 500);
    expect(rowAt(log, log.entries.length, 'vad.silence')).toMatchObject({
      atStart: 500,
      now: 500,
      isChanged: false,
      update: { state: 'altered', kept: { 'vad.silence': 500 } },
    });
  });

  it('begins with what the start itself asked for, which is no change', () => {
    const log = answer(ask(opened(), 'e1', asking(700)), 700);
    const began = { ...header, requested: { 'vad.silence': 700 } };
    expect(rowAt(log, log.entries.length, 'vad.silence', began)).toMatchObject({
      atStart: 700,
      now: 700,
      isChanged: false,
      update: null,
    });
  });

  it('says nothing of what the service never said', () => {
    const log = new LogWriter(1000).bench({ type: 'bench.connected', handshakeMs: 1 });
    expect(rowAt(log, log.entries.length, 'vad.silence')).toMatchObject({
      atStart: undefined,
      now: undefined,
      isChanged: false,
    });
  });
});

describe('what a record was asked for', () => {
  const began = { ...header, requested: { 'vad.silence': 600, 'audio.speed': 1.1 } };
  const log = opened();
  ask(log, 'e1', asking(600));
  answer(log, 600);
  const before = log.entries.length;
  answer(ask(log, 'e2', asking(900)), 900);
  const end = foldSession(began, log.entries);

  it('is what it began with and every later wish, as of a moment', () => {
    expect(askedByThen(end, end)).toMatchObject({ 'vad.silence': 900, 'audio.speed': 1.1 });
    expect(askedByThen(end, foldSession(began, log.entries.slice(0, before)))).toMatchObject({ 'vad.silence': 600 });
  });

  it('leaves a refused wish out, and keeps what was asked before it', () => {
    const refusing = ask(new LogWriter(1000).server('session.created', { session: session(500) }), 'e1', asking(7));
    refusing.server('error', {
      error: { type: 'invalid_request_error', code: 'invalid_value', message: 'No.', param: null, event_id: 'e1' },
    });
    const view = foldSession({ ...header, requested: {} }, refusing.entries);
    expect(askedByThen(view, view)).not.toHaveProperty(['vad.silence']);
  });
});
