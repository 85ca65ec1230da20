import type { ChannelChoice } from '../../../shared/audio/channels.ts';
import type { PlayStats } from '../../../shared/audio/play-ring.ts';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';

/** Page to capture worklet. `port` is the engine's end for frames; it comes once, first. */
export type ToCapture =
  | { readonly type: 'port'; readonly port: MessagePort }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'reset-clips' }
  | { readonly type: 'stop' };

/** What a capture worklet is made with. */
export interface CaptureOptions {
  readonly streamId: number;
  readonly channel: ChannelChoice;
  readonly gainDb: number;
}

export type FromCapture =
  | {
      readonly type: 'level';
      /** What is heard, after the gain. */
      readonly level: LevelReading;
      /** Each channel as it came; empty where there is one. */
      readonly channels: readonly LevelReading[];
      /** The channels cancel each other in the mean that is heard. */
      readonly cancels: boolean;
    }
  | { readonly type: 'stopped' };

/** Page to playback worklet. */
export type ToPlayback =
  | { readonly type: 'port'; readonly port: MessagePort }
  | { readonly type: 'reset-clips' }
  /** How long the output holds a sample before it sounds. */
  | { readonly type: 'latency'; readonly latencyMs: number }
  | { readonly type: 'stop' };

export interface FromPlayback {
  readonly type: 'level';
  readonly level: LevelReading;
  readonly stats: PlayStats;
}

/** Names under which the two processors are registered. */
export const captureProcessor = 'voxtally-capture';
export const playbackProcessor = 'voxtally-playback';
