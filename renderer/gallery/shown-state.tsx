import { useEffect, useState } from 'react';
import type { Preferences } from '../../shared/contract/bench-api.ts';
import { App } from '../app/app.tsx';
import { ok } from '../../shared/kit/errors.ts';
import type { SoundCard } from '../store/services.ts';
import type { Bench } from '../store/first-stores.ts';
import { stateGroups } from './pages.ts';
import { type Answers, deadHost, recordedBench } from './recorded/recorded-bench.ts';
import { asAnswered } from './recorded/answers.ts';

/** A sound card with two devices, neither of which makes or hears a sound. */
const silentCard: SoundCard = {
  openMicrophone: async () =>
    ok({
      microphone: {
        label: 'Built-in microphone',
        settings: {
          sampleRateHz: 48_000,
          channels: 1,
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
        setMuted: () => undefined,
        resetClips: () => undefined,
        close: async () => undefined,
      },
    }),
  openPlayer: async () =>
    ok({ player: { latencyMs: 20, setOutput: async () => ok({}), close: async () => undefined }, routed: ok({}) }),
  playOnce: async () => ok({}),
  watchDevices(listener) {
    const seen = new Set(['mic', 'speaker']);
    listener({
      inputs: { devices: [{ deviceId: 'mic', label: 'Built-in microphone' }], preferred: null, seen },
      outputs: { devices: [{ deviceId: 'speaker', label: 'Built-in loudspeaker' }], preferred: null, seen },
    });
    return { look: () => undefined };
  },
};

/** The preferences as they were recorded, in the theme that is asked for. */
function inTheme(theme: Preferences['theme']): Answers {
  const recorded = asAnswered['preferences.read'];
  if (recorded?.ok !== true) return {};
  return { 'preferences.read': { ok: true, preferences: { ...recorded.preferences, theme } } };
}

/** The window in one state, alone on the page, so that a picture shows what a person would see. */
export function ShownState({ id, theme }: { readonly id: string; readonly theme: Preferences['theme'] }) {
  const state = stateGroups.flatMap(([, states]) => states).find((one) => one.id === id);
  const [bench, setBench] = useState<Bench | null>(null);
  useEffect(() => {
    void Promise.resolve(state?.answers?.() ?? {}).then((answers) =>
      setBench(recordedBench({ ...inTheme(theme), ...answers }, state?.pushes)),
    );
  }, [state, theme]);
  if (state === undefined) return <p>No state is called {id}.</p>;
  if (bench === null) return null;
  return (
    <App
      host={deadHost}
      bench={bench}
      audio={silentCard}
      onReady={(stores) => {
        void Promise.resolve(state.arrange?.(stores)).then(() => {
          // What tells it from any other state, for a test that waits until the window shows it.
          document.documentElement.dataset['seen'] = state.seen;
        });
      }}
    />
  );
}
