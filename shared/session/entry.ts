import type { Json, JsonObject } from '../kit/json.ts';
import type { ModelChoice } from '../pricing/model.ts';
import type { Dialect } from '../protocol/dialects.ts';

/** Who said it: the bench as a client, the service, or the bench about itself. */
export type Origin = 'client' | 'server' | 'bench';

/**
 * One line of the record. `event` is what stood on the wire: an object, or a string when the frame was not JSON.
 * Base64 audio in it is replaced by an `AudioRef`; everything else is verbatim.
 */
export interface LogEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** Wall time, ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Milliseconds since the session began, on a monotonic clock; one decimal. */
  readonly t: number;
  readonly from: Origin;
  readonly event: Json;
  /** Length in bytes of the frame as it stood on the wire; absent for bench entries. */
  readonly bytes?: number;
  /** It came as a binary frame; where that held JSON, `event` is what it says. */
  readonly binary?: true;
}

/** Where the audio that was cut out of a frame lies: `length` bytes of `file` from byte `offset` (WAV header included). */
export interface AudioRef {
  readonly $audio: { readonly file: string; readonly offset: number; readonly length: number };
}

/** The first line of `events.jsonl`: what the entries cannot say themselves. Never holds a secret. */
export interface SessionHeader {
  readonly voxtally: 1;
  /** Version of the application that wrote the record. */
  readonly app: string;
  readonly sessionId: string;
  /** Wall time of t = 0, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly endpoint: {
    readonly kind: string;
    /** For people: `contoso-voice, Azure GA`. */
    readonly label: string;
    readonly url: string;
    /** Deployment or model name as put in the URL. */
    readonly deployment: string;
    readonly auth: string;
    /** How the frames of this record are named and shaped; absent in older records, which are all GA. */
    readonly dialect?: Dialect;
    readonly intent?: 'conversation' | 'transcription';
  };
  /** Name of the profile it was started from. */
  readonly profile?: string;
  /** Option values asked for at the start, by option id. */
  readonly requested: JsonObject;
  /** `id` of the price book in force, for example `list-2026-10-09`. */
  readonly priceBookId: string;
  /** The model and scope a person set for this deployment; left out: recognised by name. */
  readonly pricing?: ModelChoice;
  readonly input: { readonly kind: 'microphone' | 'wav'; readonly name: string };
  /** Id of the session this one goes on with after its connection was lost. */
  readonly continues?: string;
  /** It holds no sound and no words: they were taken out of a copy, or never written down. Left out: it holds them. */
  readonly redacted?: 'copy' | 'usage-only';
}
