/** What ended a turn: the VAD, a commit by hand, a typed message, or a response asked for without one. */
export type TurnSource = 'vad' | 'commit' | 'typed' | 'asked';

/**
 * What says when the person had finished.
 * - `vad`: server VAD's `audio_end_ms` less the silence it waited for, which its configuration names.
 * - `audio`: the level of the audio sent, where no VAD says it (`bench.speech-end`).
 * - `decision`: another VAD's `audio_end_ms`, in which a wait of unknown length is left.
 * - `commit`: the commit by hand; the voice did not stand out from the room.
 * - `sent`: a message was sent or a response asked for.
 */
export type TurnEnd = 'vad' | 'audio' | 'decision' | 'commit' | 'sent';

/** How long one turn waited. Every `…Ms` but `endMs` counts from `endMs`; null: it has not come. */
export interface TurnLatency {
  /** The user's item; null for a response asked for without one. */
  readonly itemId: string | null;
  readonly responseId: string | null;
  readonly source: TurnSource;
  /** Session time at which the person had finished, as `endFrom` says it, on the log's clock. */
  readonly endMs: number;
  readonly endFrom: TurnEnd;
  readonly firstTextMs: number | null;
  readonly firstAudioMs: number | null;
  /** The loudspeaker began. */
  readonly audibleMs: number | null;
  /** The whole transcript of what the person said. */
  readonly transcriptMs: number | null;
}

/** One interruption: speech began while the assistant was playing. Times are session time. */
export interface BargeIn {
  readonly itemId: string;
  /** When the person began, the padding that server VAD puts before it taken off. */
  readonly beganMs: number;
  /** When the service said so. */
  readonly toldMs: number;
  /** The answer that was cut off; null while it plays on. */
  readonly cutItemId: string | null;
  /** When the loudspeaker fell silent; null while it plays on. */
  readonly silentMs: number | null;
}
