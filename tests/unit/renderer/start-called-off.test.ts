import { describe, expect, it } from 'vitest';
import { deadHost, recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createStores } from '../../../renderer/store/stores.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import { header } from '../session/log.ts';
import { fakeSound, refusedDevice, settled } from './fake-sound.ts';

const question = {
  wavId: 'w',
  name: 'question.wav',
  durationMs: 1000,
  sampleRateHz: 24_000,
  channels: 1,
  format: 'PCM 16-bit',
  advice: null,
  stretched: null,
};

/** A window whose engine may go, and which may have run a session before a reload. */
function windowOf(sessionId: string | null = null) {
  const sound = fakeSound();
  const started: string[] = [];
  const stops: number[] = [];
  const answers: (() => void)[] = [];
  let goes: (message: string) => void = () => undefined;
  const memory = { sessionId, keep: (kept: string | null) => void (memory.sessionId = kept) };
  const stores = createStores({
    host: {
      ...deadHost,
      onEngineGone(listener) {
        goes = listener;
        return () => undefined;
      },
    },
    bench: recordedBench({
      'session.start': async ({ input }) => {
        started.push(input.kind);
        await new Promise<void>((resolve) => answers.push(resolve));
        return ok({ sessionId: 'new' });
      },
      'session.stop': ({ graceMs }) => {
        stops.push(graceMs);
        return ok({ sessionId: 'new', unfinished: [], unsaved: null });
      },
      'input.report': ok({}),
      'output.report': ok({}),
    }),
    soundCard: sound.soundCard,
    memory,
    schedule: (run) => run(),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => 0,
    wait: () => new Promise(() => undefined),
  });
  const phase = (to: 'open' | 'closed'): void => {
    const view = emptySession({ ...header, sessionId: 'ours', input: { kind: 'microphone', name: 'Desk mic' } });
    stores.session.setState({ view: { ...view, phase: to } });
  };
  const engineAnswers = (): void => {
    for (const answer of answers.splice(0)) answer();
  };
  return {
    ...sound,
    ...stores,
    started,
    stops,
    memory,
    phase,
    engineAnswers,
    engineGoes: () => goes('The engine stopped.'),
  };
}

describe('a start whose engine goes while the microphone is still asked for', () => {
  it('opens no session, though the person then allows it, and leaves nothing open', async () => {
    const { control, start, microphones, players, started, engineGoes } = windowOf();
    microphones.held = true;
    const starting = control.start();
    await settled();
    expect(start.getState().starting).toBe('microphone');
    engineGoes();
    microphones.release();
    await starting;
    expect(started).toEqual([]);
    expect([microphones.open, players.wishes.length]).toEqual([0, 0]);
    expect(start.getState()).toMatchObject({ starting: null, error: null });
  });

  it.each(['microphone', 'wav'])('gives way to the next one, which opens one session: by %s', async (kind) => {
    const { control, start, microphones, started, memory, engineAnswers, engineGoes } = windowOf();
    microphones.held = true;
    const first = control.start();
    await settled();
    engineGoes();
    if (kind === 'wav') start.chooseWav(question);
    const second = control.start();
    await settled();
    microphones.release();
    await settled();
    engineAnswers();
    await Promise.all([first, second]);
    expect(started).toEqual([kind]);
    expect(microphones.open).toBe(kind === 'wav' ? 0 : 1);
    expect(memory.sessionId).toBe('new');
    expect(start.getState()).toMatchObject({ starting: null, error: null });
  });

  it('is called off while the output is opened, too', async () => {
    const { control, players, microphones, started, engineGoes } = windowOf();
    players.held = true;
    const starting = control.start();
    await settled();
    engineGoes();
    players.release();
    await starting;
    expect(started).toEqual([]);
    expect([microphones.open, players.open]).toEqual([0, 0]);
  });
});

describe('a start that a person cancels', () => {
  it('while the microphone is asked for opens nothing, and asks the engine for nothing', async () => {
    const { control, start, microphones, started, stops } = windowOf();
    microphones.held = true;
    const starting = control.start();
    await settled();
    const cancelled = control.callOff();
    expect(start.getState()).toMatchObject({ starting: null, error: null, atStart: false });
    microphones.release();
    await Promise.all([starting, cancelled]);
    expect([started, stops, microphones.open]).toEqual([[], [], 0]);
  });

  it('while the deployment is called hangs up, closes all sound, and shows the start page', async () => {
    const { control, start, microphones, players, memory, stops, engineAnswers } = windowOf();
    const starting = control.start();
    await settled();
    expect(start.getState().starting).toBe('deployment');
    await control.stopSafely();
    expect(stops).toEqual([0]);
    // The connection may have come about in that very moment.
    engineAnswers();
    await starting;
    expect(start.getState()).toMatchObject({ starting: null, error: null, atStart: true });
    expect([microphones.open, players.open, memory.sessionId]).toEqual([0, 0, null]);
  });
});

describe('a session that ran before the page was loaded anew', () => {
  it('has its microphone waited for where that is refused, and is heard all the same', async () => {
    const { control, audio, microphones, players, phase } = windowOf('ours');
    phase('open');
    microphones.refused = refusedDevice();
    await control.resumeAudio();
    expect(audio.getState().microphone).toBe('lost');
    expect(players.open).toBe(1);
  });

  it('opens nothing more when it is over by the time the microphone is allowed', async () => {
    const { control, microphones, players, phase } = windowOf('ours');
    phase('open');
    microphones.held = true;
    const resuming = control.resumeAudio();
    await settled();
    phase('closed');
    microphones.release();
    await resuming;
    expect([microphones.open, players.wishes.length]).toEqual([0, 0]);
  });
});
