import type { FromPlayer, ToPlayer } from '../../../../shared/ports.ts';

/** Whatever plays the assistant's voice: a worklet behind a port, or the virtual player. Streams play one after the other. */
export interface PlayerLink {
  tell(message: ToPlayer): void;
  /** Audio of a stream that was begun. `number` counts 1, 2, 3 … within the stream. */
  audio(streamId: number, number: number, pcm24k: Int16Array): void;
  /** No more messages will be sent or heard. */
  release(): void;
}

export type PlayerListener = (message: FromPlayer) => void;
