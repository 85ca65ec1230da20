import { isBenchError } from '../errors.ts';
import {
  fits,
  isFinite,
  isFlag,
  isObject,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shaped,
  type Guard,
  type Shape,
} from '../guard.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { BenchEvent, CaptureSettings } from './bench-events.ts';

type EventType = BenchEvent['type'];
type Of<T extends EventType> = Extract<BenchEvent, { type: T }>;

const isSettings: Guard<CaptureSettings> = shaped<CaptureSettings>({
  sampleRateHz: isFinite,
  channels: isFinite,
  echoCancellation: isFlag,
  noiseSuppression: isFlag,
  autoGainControl: isFlag,
});

const isTexts = listOf(isText);

type Members<E> = E extends BenchEvent ? Shape<Omit<E, 'type'>> : never;

/** What an entry of each kind holds: one entry a kind. A kind in several forms fits one of them. */
const shapes: { readonly [T in EventType]: readonly Members<Of<T>>[] } = {
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
      sampleRateHz: isFinite,
      channels: isFinite,
      durationMs: isFinite,
      trailingSilenceMs: isFinite,
    },
  ],
  'bench.input.lost': [{ label: isText, message: isText }],
  'bench.input.ended': [{ label: isText, sentMs: isFinite }],
  'bench.input.zeros': [{ label: isText, forMs: isFinite }],
  'bench.input.clipped': [{ count: isFinite }],
  'bench.input.gap': [{ missingFrames: isFinite }],
  'bench.input.muted': [{ muted: isFlag }],
  'bench.capture': [{ frames: isFinite, p50Ms: isFinite, p95Ms: isFinite, maxMs: isFinite }],
  'bench.speech-end': [{ itemId: isText, bufferMs: isFinite, noiseDbfs: isFinite, speechDbfs: isFinite }],
  'bench.send.paused': [{ bufferedBytes: isFinite, droppedFrames: isFinite }],
  'bench.playback.started': [{ itemId: isText, responseId: isText }],
  'bench.playback.stopped': [
    { itemId: isText, playedMs: isFinite, receivedMs: isFinite, why: oneOf('drained', 'interrupted', 'closed') },
  ],
  'bench.playback.underrun': [{ itemId: isText, silenceMs: isFinite }],
  'bench.self-interruption': [{ message: isText }],
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
