import { describe, expect, it } from 'vitest';
import { deadHost, recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createStores } from '../../../renderer/store/stores.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from '../session/log.ts';
import { fakeSound, settled } from './fake-sound.ts';

const opened = {
  type: 'bench.input.opened',
  kind: 'wav',
  label: 'question.wav',
  sampleRateHz: 24_000,
  channels: 1,
  durationMs: 400,
  trailingSilenceMs: 0,
} as const;
const ended = { type: 'bench.input.ended', label: 'question.wav', sentMs: 400 } as const;

/** A window on a session with a microphone and no VAD, after what `log` has written. */
async function afterwards(tell: (log: LogWriter) => void) {
  const log = new LogWriter();
  log.bench({ type: 'bench.connected', handshakeMs: 1 });
  log.server('session.created', {
    session: { type: 'realtime', audio: { input: { turn_detection: null } } },
  });
  tell(log);
  const fresh = emptySession({ ...header, input: { kind: 'microphone', name: 'Desk mic' } });
  const view = log.entries.reduce(reduceSession, fresh);
  const sent: JsonObject[] = [];
  const bench = recordedBench({
    'session.attach': ok({ view, folder: null }),
    'entries.read': ok({ entries: log.entries }),
    'session.mute': ({ muted }) => ok({ muted }),
    'session.send': ({ event }) => {
      sent.push(event);
      return ok({ eventId: 'e1' });
    },
  });
  const stores = createStores({
    host: deadHost,
    bench,
    soundCard: fakeSound().soundCard,
    memory: { sessionId: null, keep: () => undefined },
    schedule: (run) => run(),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => 0,
    wait: () => Promise.resolve(),
  });
  await stores.session.attach(null);
  await stores.control.holdToTalk();
  return { sent: sent.map(({ type }) => type), held: stores.run.getState().held };
}

describe('holding to talk without a VAD', () => {
  it('clears the silence since the last turn, which would be committed and charged', async () => {
    expect(await afterwards((log) => log.speak(400))).toEqual({ sent: ['input_audio_buffer.clear'], held: true });
  });

  it('throws away no speech of a file that nobody has committed', async () => {
    const spoken = (log: LogWriter): LogWriter => log.bench(opened).speak(400).bench(ended).speak(200);
    expect(await afterwards(spoken)).toEqual({ sent: [], held: true });
    const committed = (log: LogWriter): LogWriter =>
      spoken(log).server('input_audio_buffer.committed', { item_id: 'u1' }).speak(200);
    expect(await afterwards(committed)).toEqual({ sent: ['input_audio_buffer.clear'], held: true });
    const cleared = (log: LogWriter): LogWriter => spoken(log).server('input_audio_buffer.cleared').speak(200);
    expect(await afterwards(cleared)).toEqual({ sent: ['input_audio_buffer.clear'], held: true });
  });

  it('waits for a file that has the word', async () => {
    expect(await afterwards((log) => log.bench(opened).speak(200))).toEqual({ sent: [], held: false });
  });
});

it('knows all that was spoken when it is let go, however late that is shown', async () => {
  let push: (push: BenchPush) => void = () => undefined;
  const log = new LogWriter();
  log.bench({ type: 'bench.connected', handshakeMs: 1 });
  log.server('session.created', { session: { type: 'realtime', audio: { input: { turn_detection: null } } } });
  const fresh = emptySession({ ...header, input: { kind: 'microphone', name: 'Desk mic' } });
  const view = log.entries.reduce(reduceSession, fresh);
  const sent: JsonObject[] = [];
  const bench = {
    ...recordedBench({
      'session.attach': ok({ view, folder: null }),
      'entries.read': ok({ entries: log.entries }),
      'session.mute': ({ muted }) => ok({ muted }),
      'session.send': ({ event }) => {
        sent.push(event);
        return ok({ eventId: 'e1' });
      },
    }),
    onPush(listener: typeof push) {
      const before = push;
      push = (one) => {
        before(one);
        listener(one);
      };
      return () => undefined;
    },
  };
  let nowMs = 0;
  const waiting: (() => void)[] = [];
  const stores = createStores({
    host: deadHost,
    bench,
    soundCard: fakeSound().soundCard,
    memory: { sessionId: null, keep: () => undefined },
    schedule: (run) => waiting.push(run),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => nowMs,
    wait: () => Promise.resolve(),
  });
  await stores.session.attach(null);
  for (const run of waiting.splice(0)) run();
  await stores.control.holdToTalk();
  nowMs = 240;
  const before = log.entries.length;
  log.speak(240);
  push({ type: 'entries', sessionId: header.sessionId, entries: log.entries.slice(before) });
  await stores.control.releaseTalk();
  await settled();
  expect(stores.live.getState().guard).toBeNull();
  expect(sent.map(({ type }) => type)).toEqual([
    'input_audio_buffer.clear',
    'input_audio_buffer.commit',
    'response.create',
  ]);
});

it('closes the microphone of a second session without a VAD, whose first news are all of it', async () => {
  let push: (push: BenchPush) => void = () => undefined;
  const muted: boolean[] = [];
  const bench = {
    ...recordedBench({
      'session.attach': ok({ view: null, folder: null }),
      'session.mute': (args) => {
        muted.push(args.muted);
        return ok(args);
      },
      'preferences.read': ok({ preferences: defaultPreferences }),
    }),
    onPush(listener: typeof push) {
      const before = push;
      push = (one) => {
        before(one);
        listener(one);
      };
      return () => undefined;
    },
  };
  createStores({
    host: deadHost,
    bench,
    soundCard: fakeSound().soundCard,
    memory: { sessionId: null, keep: () => undefined },
    schedule: (run) => run(),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => 0,
    wait: () => Promise.resolve(),
  });
  const log = new LogWriter().bench({ type: 'bench.connected', handshakeMs: 1 }).server('session.created', {
    session: { type: 'realtime', audio: { input: { turn_detection: null } } },
  });
  for (const sessionId of ['first', 'second']) {
    push({ type: 'session.opened', header: { ...header, sessionId, input: { kind: 'microphone', name: 'Desk mic' } } });
    push({ type: 'entries', sessionId, entries: log.entries });
    await settled();
  }
  expect(muted).toEqual([true, true]);
});
