import type { CaptureLatency } from '../audio/latency-histogram.ts';
import type { BenchError } from '../errors.ts';
import type { LifeEvent } from './life/life-events.ts';
import type { JsonObject } from '../json.ts';

/** What a microphone track really does, as the browser reports it (`MediaStreamTrack.getSettings()`). */
export interface CaptureSettings {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** What a counted text is: a part of the prompt, the own input of a response, or the text of an item. */
export type CountedPart = 'instructions' | 'tools' | 'input' | 'text';

/**
 * Everything the bench writes into the record about itself. One member here is one kind of `bench` entry;
 * the fold and the inspector switch over it exhaustively.
 */
export type BenchEvent =
  /** `proxy`: host and port of the one on the way. */
  | { type: 'bench.connect'; url: string; auth: string; proxy?: string }
  | { type: 'bench.connected'; handshakeMs: number; requestId?: string; region?: string }
  | { type: 'bench.refused'; error: BenchError; httpStatus?: number; httpBody?: string; afterMs: number }
  | {
      type: 'bench.closing';
      by: 'person' | 'quit' | 'service' | 'error' | 'budget';
      /** How long it waits at most for open responses and transcriptions. */
      graceMs?: number;
    }
  | {
      type: 'bench.closed';
      code: number;
      reason: string;
      /** The close code in words. */
      explanation: string;
      /** Response ids created and not done when the socket went: their usage will never be reported. */
      openResponses: string[];
      /** Item ids committed with transcription on and not yet transcribed. */
      openTranscriptions: string[];
    }
  | { type: 'bench.input.opened'; kind: 'microphone'; label: string; settings: CaptureSettings }
  | {
      type: 'bench.input.opened';
      kind: 'wav';
      label: string;
      sampleRateHz: number;
      channels: number;
      durationMs: number;
      trailingSilenceMs: number;
    }
  | { type: 'bench.input.lost'; label: string; message: string }
  | { type: 'bench.input.ended'; label: string; sentMs: number }
  | { type: 'bench.input.zeros'; label: string; forMs: number }
  | { type: 'bench.input.clipped'; count: number }
  | { type: 'bench.input.gap'; missingFrames: number }
  | { type: 'bench.input.muted'; muted: boolean }
  /** First sample of a frame at the worklet until the socket has it: the frames sent since the last such entry. */
  | ({ type: 'bench.capture' } & CaptureLatency)
  /**
   * Where the speech of a committed turn ended, by the level of the audio sent, where no VAD says it. `bufferMs`: position
   * in the service's input buffer. The levels decided it: the room's and the voice's, dBFS.
   */
  | { type: 'bench.speech-end'; itemId: string; bufferMs: number; noiseDbfs: number; speechDbfs: number }
  | { type: 'bench.send.paused'; bufferedBytes: number; droppedFrames: number }
  | { type: 'bench.playback.started'; itemId: string; responseId: string }
  | {
      type: 'bench.playback.stopped';
      itemId: string;
      playedMs: number;
      receivedMs: number;
      why: 'drained' | 'interrupted' | 'closed';
    }
  | { type: 'bench.playback.underrun'; itemId: string; silenceMs: number }
  | { type: 'bench.self-interruption'; message: string }
  /** o200k tokens of a text of the session, counted by the engine. */
  | {
      type: 'bench.tokens';
      part: CountedPart;
      /** Sequence number of the entry the text stands in. */
      ofSeq: number;
      /** The item whose text it is; null for instructions, tools and the input of a `response.create`. */
      itemId: string | null;
      characters: number;
      tokens: number;
      /** How the text was written out before it was counted: 2 by the measured rules; left out: as JSON. */
      written?: 2;
    }
  /** Options a person changed, and the event that asks for it. `json`: what was written as raw JSON. */
  | { type: 'bench.options'; changed: string[]; eventId: string; json?: JsonObject }
  /** Values held back until a response has ended, since the service takes them only between turns. */
  | { type: 'bench.options.waiting'; values: JsonObject; waitsFor: string }
  /** Where the session stands with its budget: when it is set or changed, and whenever that changes. */
  | {
      type: 'bench.budget';
      state: 'within' | 'warning' | 'reached';
      unit: 'money' | 'tokens';
      /** Exact decimal; null: the limit was taken away. */
      limit: string | null;
      /** Null for tokens. */
      currency: string | null;
      warnAt: number;
      stop: boolean;
      /** The most the session can have used, exact. */
      expected: string;
      /** Amounts without a price, in words. */
      unpriced: string[];
    }
  | { type: 'bench.error'; error: BenchError }
  | LifeEvent
  | { type: 'bench.repaired'; message: string };
