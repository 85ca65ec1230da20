import type { LevelReading } from '../../../../shared/audio/level.ts';
import type { WavFile } from '../../../../shared/audio/wav.ts';
import type { BenchEvent, CaptureSettings } from '../../../../shared/session/bench-events.ts';
import { AudioIn } from './audio-in.ts';
import { WavSource } from './wav-source.ts';

/** Where a session's voice comes from: frames of a capture port, or a file. */
export type LiveInput =
  | {
      readonly kind: 'microphone';
      /** What the page says of the microphone it has open; null while it has none. */
      readonly opened: () => {
        readonly label: string;
        readonly settings: CaptureSettings;
        readonly zerosForMs: number | null;
      } | null;
    }
  | { readonly kind: 'wav'; readonly wav: WavFile; readonly name: string; readonly trailingSilenceMs: number };

export interface LiveInputHooks {
  readonly send: (pcm24k: Uint8Array) => boolean;
  readonly ready: () => boolean;
  readonly bench: (event: BenchEvent) => void;
  readonly level: (level: LevelReading) => void;
}

/** The input side of one session. Silent until `start`, and again after `stop`. */
export interface RunningInput {
  readonly audioIn: AudioIn;
  start(): void;
  stop(): void;
}

export function makeInput(input: LiveInput, hooks: LiveInputHooks): RunningInput {
  const audioIn = new AudioIn(hooks);
  if (input.kind === 'microphone') {
    const tell = (): void => {
      const opened = input.opened();
      if (opened === null) return;
      const { label, settings, zerosForMs } = opened;
      hooks.bench({ type: 'bench.input.opened', kind: 'microphone', label, settings });
      if (zerosForMs !== null) hooks.bench({ type: 'bench.input.zeros', label, forMs: zerosForMs });
    };
    return { audioIn, start: tell, stop: () => audioIn.stop() };
  }
  const { wav, name, trailingSilenceMs } = input;
  const source = new WavSource(wav, trailingSilenceMs, {
    frame: (pcm24k) => audioIn.samples(pcm24k),
    level: (level) => hooks.level(level),
    clipped: (count) => hooks.bench({ type: 'bench.input.clipped', count }),
    ready: () => hooks.ready(),
    ended: () => hooks.bench({ type: 'bench.input.ended', label: name, sentMs: Math.round(audioIn.sentMs) }),
  });
  return {
    audioIn,
    start: () => {
      const { rateHz, channels, durationMs } = wav;
      const facts = { sampleRateHz: rateHz, channels, durationMs: Math.round(durationMs), trailingSilenceMs };
      hooks.bench({ type: 'bench.input.opened', kind: 'wav', label: name, ...facts });
      source.start();
    },
    stop: () => {
      source.stop();
      audioIn.stop();
    },
  };
}
