import { type ChannelChoice, isChannelChoice } from '../audio/channels.ts';
import type { CaptureLatency } from '../audio/latency-histogram.ts';
import { type BenchError, isBenchError } from '../kit/errors.ts';
import {
  fits,
  type Guard,
  isFinite,
  isFlag,
  isObject,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  type Shape,
  shaped,
} from '../kit/type-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { type Dialect, dialects } from '../protocol/dialects.ts';

/** What the bench writes down about the life of a connection, beside its beginning and its end. */
type LifeEvent =
  /** The machine slept, or this process stood still, while the session was open. */
  | { type: 'bench.slept'; forMs: number }
  /** The wall clock was set: times of day before and after do not fit together. */
  | { type: 'bench.clock-set'; byMs: number }
  /** What the window's system says of the network. */
  | { type: 'bench.network'; online: boolean }
  /** The service will end the session soon. */
  | { type: 'bench.expiring'; leftMs: number }
  /** The conversation of an earlier session was put into this one, as far as it could be. */
  | { type: 'bench.continued'; sessionId: string; items: number; losses: string[] }
  /** While the close waited, somebody asked to close without waiting. */
  | { type: 'bench.hurried' }
  /**
   * The service speaks another dialect than it was spoken to in. `sign`: type of the event that shows it. `resent`: options are
   * asked for again in that dialect; else only its events are named so, and are read.
   */
  | { type: 'bench.dialect'; asked: Dialect; spoken: Dialect; sign: string; resent: boolean }
  /** A call of a function was answered from the table. */
  | { type: 'bench.tool'; callId: string; by: 'rule' | 'otherwise' };

/** What a microphone track really does, as the browser reports it (`MediaStreamTrack.getSettings()`), and what the bench makes of it. */
export interface CaptureSettings {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  /** What is heard of its channels; left out: all averaged. */
  readonly channel?: ChannelChoice | undefined;
  /** Gain before it is converted, in dB; left out: none. */
  readonly gainDb?: number | undefined;
}

/** What a counted text is: a part of the prompt, the own input of a response, or the text of an item. */
export type CountedPart = 'instructions' | 'tools' | 'input' | 'text';

/**
 * Everything the bench writes into the record about itself. One member here is one kind of `bench` entry;
 * the table of the fold's handlers does not compile without it.
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
      /** Any file of sound. */
      kind: 'wav';
      label: string;
      /** For people: `FLAC 16-bit`. */
      format?: string;
      sampleRateHz: number;
      channels: number;
      durationMs: number;
      trailingSilenceMs: number;
      /** What is heard of several channels. */
      channel?: ChannelChoice;
      gainDb?: number;
      /** How much longer it is sent than it is, in parts per million: left out where it is not. */
      offPpm?: number;
    }
  | { type: 'bench.input.lost'; label: string; message: string }
  /** `stopped`: before its end, by a person. */
  | { type: 'bench.input.ended'; label: string; sentMs: number; stopped?: boolean }
  /** The files that wait for their turn, whenever that changes. */
  | { type: 'bench.input.queued'; waiting: string[] }
  | { type: 'bench.input.zeros'; label: string; forMs: number }
  | { type: 'bench.input.clipped'; count: number }
  | { type: 'bench.input.gap'; missingFrames: number }
  /**
   * Nothing came from the microphone, and silence was sent in its place; `lateFrames` came for that time afterwards and were not sent.
   * `droppedMs`: silence on top of that, which the connection did not take; left out: none.
   */
  | { type: 'bench.input.filled'; silenceMs: number; lateFrames: number; droppedMs?: number }
  /** The channels of the input cancel each other, so their mean is next to silence. */
  | { type: 'bench.input.cancelling'; label: string; channels: number }
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
      /** `lost`: the output, or the page it played in, went away in the middle. */
      why: 'drained' | 'interrupted' | 'closed' | 'lost';
      /** How long the output held a sample before it sounded, which `playedMs` of an answer that was cut is counted by. */
      latencyMs?: number;
      /** The output did not say in time where it was cut: `playedMs` is what it had said before, and more was heard. */
      unanswered?: boolean;
    }
  /** The output went away; what plays on, if anything does, is told by what is played after that. */
  | { type: 'bench.output.lost'; label: string; message: string }
  /** Answers play here. `latencyMs`: how long the output holds a sample before it sounds, as it says itself. */
  | { type: 'bench.output.opened'; label: string; latencyMs: number }
  | { type: 'bench.playback.underrun'; itemId: string; silenceMs: number }
  /** As earlier versions wrote it, of any speech that began while an answer played: it says nothing of an echo. */
  | { type: 'bench.self-interruption'; message: string }
  /**
   * Speech, item `itemId`, began while an answer played: how like the item `ofItemId` that was playing what the microphone heard until
   * then is (1: a copy of it), by how much later, and how much was compared.
   */
  | { type: 'bench.echo'; itemId: string; ofItemId: string; likeness: number; delayMs: number; overMs: number }
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

type EventType = BenchEvent['type'];

/** The entry of one kind. */
export type BenchEventOf<Type extends EventType> = Extract<BenchEvent, { type: Type }>;

const isSettings: Guard<CaptureSettings> = shaped<CaptureSettings>({
  sampleRateHz: isFinite,
  channels: isFinite,
  echoCancellation: isFlag,
  noiseSuppression: isFlag,
  autoGainControl: isFlag,
  channel: optional(isChannelChoice),
  gainDb: optional(isFinite),
});

const isTexts = listOf(isText);
const isDialect: Guard<Dialect> = oneOf(...dialects);

type Members<E> = E extends BenchEvent ? Shape<Omit<E, 'type'>> : never;

/** What an entry of each kind holds: one entry a kind. A kind in several forms fits one of them. */
const shapes: { readonly [T in EventType]: readonly Members<BenchEventOf<T>>[] } = {
  'bench.connect': [{ url: isText, auth: isText, proxy: optional(isText) }],
  'bench.connected': [{ handshakeMs: isFinite, requestId: optional(isText), region: optional(isText) }],
  'bench.refused': [
    { error: isBenchError, httpStatus: optional(isFinite), httpBody: optional(isText), afterMs: isFinite },
  ],
  'bench.closing': [{ by: oneOf('person', 'quit', 'service', 'error', 'budget'), graceMs: optional(isFinite) }],
  'bench.closed': [
    { code: isFinite, reason: isText, explanation: isText, openResponses: isTexts, openTranscriptions: isTexts },
  ],
  'bench.input.opened': [
    { kind: oneOf('microphone'), label: isText, settings: isSettings },
    {
      kind: oneOf('wav'),
      label: isText,
      format: optional(isText),
      sampleRateHz: isFinite,
      channels: isFinite,
      durationMs: isFinite,
      trailingSilenceMs: isFinite,
      channel: optional(isChannelChoice),
      gainDb: optional(isFinite),
      offPpm: optional(isFinite),
    },
  ],
  'bench.input.lost': [{ label: isText, message: isText }],
  'bench.input.ended': [{ label: isText, sentMs: isFinite, stopped: optional(isFlag) }],
  'bench.input.queued': [{ waiting: isTexts }],
  'bench.input.zeros': [{ label: isText, forMs: isFinite }],
  'bench.input.clipped': [{ count: isFinite }],
  'bench.input.gap': [{ missingFrames: isFinite }],
  'bench.input.filled': [{ silenceMs: isFinite, lateFrames: isFinite, droppedMs: optional(isFinite) }],
  'bench.input.cancelling': [{ label: isText, channels: isFinite }],
  'bench.input.muted': [{ muted: isFlag }],
  'bench.capture': [{ frames: isFinite, p50Ms: isFinite, p95Ms: isFinite, maxMs: isFinite }],
  'bench.speech-end': [{ itemId: isText, bufferMs: isFinite, noiseDbfs: isFinite, speechDbfs: isFinite }],
  'bench.send.paused': [{ bufferedBytes: isFinite, droppedFrames: isFinite }],
  'bench.playback.started': [{ itemId: isText, responseId: isText }],
  'bench.playback.stopped': [
    {
      itemId: isText,
      playedMs: isFinite,
      receivedMs: isFinite,
      why: oneOf('drained', 'interrupted', 'closed', 'lost'),
      latencyMs: optional(isFinite),
      unanswered: optional(isFlag),
    },
  ],
  'bench.output.lost': [{ label: isText, message: isText }],
  'bench.output.opened': [{ label: isText, latencyMs: isFinite }],
  'bench.playback.underrun': [{ itemId: isText, silenceMs: isFinite }],
  'bench.self-interruption': [{ message: isText }],
  'bench.echo': [{ itemId: isText, ofItemId: isText, likeness: isFinite, delayMs: isFinite, overMs: isFinite }],
  'bench.tokens': [
    {
      part: oneOf('instructions', 'tools', 'input', 'text'),
      ofSeq: isFinite,
      itemId: orNull(isText),
      characters: isFinite,
      tokens: isFinite,
      written: optional(oneOf(2)),
    },
  ],
  'bench.options': [{ changed: isTexts, eventId: isText, json: optional(isObject) }],
  'bench.options.waiting': [{ values: isObject, waitsFor: isText }],
  'bench.budget': [
    {
      state: oneOf('within', 'warning', 'reached'),
      unit: oneOf('money', 'tokens'),
      limit: orNull(isText),
      currency: orNull(isText),
      warnAt: isFinite,
      stop: isFlag,
      expected: isText,
      unpriced: isTexts,
    },
  ],
  'bench.error': [{ error: isBenchError }],
  'bench.repaired': [{ message: isText }],
  'bench.slept': [{ forMs: isFinite }],
  'bench.clock-set': [{ byMs: isFinite }],
  'bench.network': [{ online: isFlag }],
  'bench.expiring': [{ leftMs: isFinite }],
  'bench.continued': [{ sessionId: isText, items: isFinite, losses: isTexts }],
  'bench.hurried': [{}],
  'bench.dialect': [{ asked: isDialect, spoken: isDialect, sign: isText, resent: isFlag }],
  'bench.tool': [{ callId: isText, by: oneOf('rule', 'otherwise') }],
};

/**
 * An entry that the bench wrote about itself, read back from a record, which anyone may have changed.
 * - `read`: as it was written,
 * - `unknown`: of a kind this version does not know, as a newer one may write,
 * - `malformed`: of a kind it knows, with a member that is missing or is something else.
 */
export type BenchEventRead =
  { readonly kind: 'read'; readonly event: BenchEvent } | { readonly kind: 'unknown' } | { readonly kind: 'malformed' };

const isEventType = (type: string): type is EventType => Object.hasOwn(shapes, type);

const isBenchEvent = (type: EventType, value: JsonObject): value is BenchEvent & JsonObject =>
  (shapes[type] as readonly Shape<object>[]).some((shape) => fits(shape, value));

export function readBenchEvent(value: Json): BenchEventRead {
  if (!isJsonObject(value) || typeof value['type'] !== 'string') return { kind: 'malformed' };
  const { type } = value;
  if (!isEventType(type)) return { kind: 'unknown' };
  return isBenchEvent(type, value) ? { kind: 'read', event: value } : { kind: 'malformed' };
}
