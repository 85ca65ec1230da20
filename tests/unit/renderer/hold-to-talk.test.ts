import { describe, expect, it } from 'vitest';
import { deadHost, recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import type { StoreServices } from '../../../renderer/store/first-stores.ts';
import { createStores } from '../../../renderer/store/stores.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { codeOfEntry } from '../../../shared/session/entry-kind.ts';
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

/** A window over an engine that answers this; `push` is what that engine tells unasked. */
function windowOn(answers: Parameters<typeof recordedBench>[0], more: Partial<StoreServices> = {}) {
  let push: (push: BenchPush) => void = () => undefined;
  const bench = {
    ...recordedBench(answers),
    onPush(listener: typeof push) {
      const before = push;
      push = (one) => {
        before(one);
        listener(one);
      };
      return () => undefined;
    },
  };
  const stores = createStores({
    host: deadHost,
    bench,
    soundCard: fakeSound().soundCard,
    memory: { sessionId: null, keep: () => undefined },
    schedule: (run) => run(),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => 0,
    wait: () => Promise.resolve(),
    ...more,
  });
  return { stores, push: (one: BenchPush) => push(one) };
}

/** The first entries of a session that has no VAD. */
const byHand = (): LogWriter =>
  new LogWriter()
    .bench({ type: 'bench.connected', handshakeMs: 1 })
    .server('session.created', { session: { type: 'realtime', audio: { input: { turn_detection: null } } } });

const deskMic = { kind: 'microphone', name: 'Desk mic' } as const;

/** A window on a session with a microphone, after what its log says, and what it sends. */
async function onSession(log: LogWriter, more: Partial<StoreServices> = {}) {
  const view = log.entries.reduce(reduceSession, emptySession({ ...header, input: deskMic }));
  const sent: JsonObject[] = [];
  const answers = {
    'session.attach': ok({ view, folder: null, about: null }),
    'entries.kinds': ok({ kinds: log.entries.map(codeOfEntry).join('') }),
    'session.mute': ({ muted }: { readonly muted: boolean }) => ok({ muted }),
    'session.send': ({ event }: { readonly event: JsonObject }) => {
      sent.push(event);
      return ok({ eventId: 'e1' });
    },
  };
  const { stores, push } = windowOn(answers, more);
  await stores.session.attach(null);
  return { stores, push, types: () => sent.map(({ type }) => type) };
}

/** What a key that is held does after what `tell` has written. */
async function afterwards(tell: (log: LogWriter) => void) {
  const log = byHand();
  tell(log);
  const { stores, types } = await onSession(log);
  await stores.control.holdToTalk();
  return { sent: types(), held: stores.run.getState().held };
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
  let nowMs = 0;
  const waiting: (() => void)[] = [];
  const log = byHand();
  const { stores, push, types } = await onSession(log, {
    schedule: (run) => waiting.push(run),
    nowMs: () => nowMs,
  });
  for (const run of waiting.splice(0)) run();
  await stores.control.holdToTalk();
  nowMs = 240;
  const before = log.entries.length;
  log.speak(240);
  push({ type: 'entries', sessionId: header.sessionId, entries: log.entries.slice(before) });
  await stores.control.releaseTalk();
  await settled();
  expect(stores.live.getState().guard).toBeNull();
  expect(types()).toEqual(['input_audio_buffer.clear', 'input_audio_buffer.commit', 'response.create']);
});

it('closes the microphone of a second session without a VAD, whose first news are all of it', async () => {
  const muted: boolean[] = [];
  const { push } = windowOn({
    'session.attach': ok({ view: null, folder: null, about: null }),
    'session.mute': (args) => {
      muted.push(args.muted);
      return ok(args);
    },
    'preferences.read': ok({ preferences: defaultPreferences }),
  });
  const { entries } = byHand();
  for (const sessionId of ['first', 'second']) {
    push({ type: 'session.opened', header: { ...header, sessionId, input: deskMic } });
    push({ type: 'entries', sessionId, entries });
    await settled();
  }
  expect(muted).toEqual([true, true]);
});
