import { describe, expect, it } from 'vitest';
import { recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createMicrophoneCheck } from '../../../renderer/store/microphone-check.ts';
import { createPreferencesStore } from '../../../renderer/store/preferences.ts';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { Preferences } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { fakeSound, refusal, refusedDevice, settled } from './fake-sound.ts';

function check() {
  const { microphones, soundCard } = fakeSound();
  let kept = defaultPreferences;
  const bench = recordedBench({
    // As it comes over a port: never the same object twice.
    'preferences.write': (part) => {
      kept = structuredClone({ ...kept, ...(part as Partial<Preferences>) });
      return ok({ preferences: kept });
    },
  });
  const preferences = createPreferencesStore(bench);
  const store = createMicrophoneCheck(soundCard, preferences);
  const turnGain = (gainDb: number): void => {
    const before = preferences.getState().preferences;
    preferences.setState({ preferences: { ...before, input: { ...before.input, gainDb } } });
  };
  return { store, microphones, preferences, turnGain };
}

const loud: LevelReading = { peakDbfs: 0, rmsDbfs: -6, momentsDbfs: [0], holdDbfs: 0, clips: 3, zerosMs: 0 };

describe('the check of a microphone', () => {
  it('opens it anew with each change of the gain, and has one open however quickly it is turned', async () => {
    const { store, microphones, turnGain } = check();
    await store.open();
    for (const gainDb of [1, 2, 3]) turnGain(gainDb);
    await settled();
    expect(microphones.open).toBe(1);
    expect(microphones.last.gainDb).toBe(3);
    await store.close();
    turnGain(4);
    await settled();
    expect(microphones.open).toBe(0);
    expect(store.getState().phase).toBe('off');
  });

  it('stays open with each other preference that is written, and is opened once for one of its own', async () => {
    const { store, microphones, preferences } = check();
    await store.open();
    const { input } = preferences.getState().preferences;
    await preferences.change({ theme: 'dark' });
    await preferences.change({ input: { ...input, trailingSilenceMs: input.trailingSilenceMs + 100 } });
    await settled();
    expect(microphones.wishes).toHaveLength(1);
    const own = [{ gainDb: 3 }, { channel: 1 }, { deviceLabel: 'Desk mic' }, { echoCancellation: true }];
    for (const [n, part] of own.entries()) {
      await preferences.change({ input: { ...input, ...part } });
      await settled();
      expect(microphones.wishes).toHaveLength(n + 2);
    }
  });

  it('begins its verdict anew with the microphone, and hears nothing more of the one before', async () => {
    const { store, microphones, turnGain } = check();
    await store.open();
    const before = microphones.last;
    before.onLevel(loud, []);
    expect(store.getState().verdict).toBe('clipping');
    turnGain(-12);
    await settled();
    before.onLevel(loud, []);
    before.onLost('Pulled out.');
    microphones.last.onLevel({ ...loud, momentsDbfs: [-12], clips: 0 }, []);
    expect(store.getState()).toMatchObject({ verdict: 'good', problem: null, phase: 'listening' });
  });

  it('says why it would not open, and may be tried again', async () => {
    const { store, microphones } = check();
    microphones.refused = refusedDevice();
    await store.open();
    expect(store.getState()).toMatchObject({ phase: 'listening', label: null, problem: refusal });
    microphones.refused = null;
    await store.open();
    expect(store.getState()).toMatchObject({ label: 'Built-in', problem: null });
    microphones.last.onLost('Pulled out.');
    expect(store.getState()).toMatchObject({ label: null, problem: { message: 'Pulled out.' } });
  });
});
