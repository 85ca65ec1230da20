import { responseCount, transcriptionCount } from '../../shared/usage/fields.ts';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  atPath,
  isJsonObject,
  type Json,
  type JsonObject,
} from '../../shared/kit/json.ts';
import { lookup } from '../../shared/kit/lookup.ts';
import { gaName } from '../../shared/protocol/dialects.ts';
import { audioMs } from '../../shared/session/audio-in-events.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { entryType } from '../../shared/session/entry-type.ts';
import { sessionText } from '../../shared/session/fold/options.ts';
import { count, plural } from '../../shared/kit/numbers.ts';

const ms = (payload: Json | undefined): string => `${count(Math.round(audioMs(payload)))} ms`;

const msOf = (event: JsonObject, member: string): string => `${count(Math.round(asNumber(event[member]) ?? 0))} ms`;

const quoted = (text: string | undefined): string => `\u201c${text ?? ''}\u201d`;

const tokens = (usage: JsonObject | undefined): string => {
  if (usage === undefined) return 'no usage';
  const total = responseCount(usage, 'total');
  const time = transcriptionCount(usage, 'seconds');
  if (total !== undefined) return `${count(total)} tokens`;
  return time === undefined ? 'no usage' : `${count(time)} s`;
};

type Says = (event: JsonObject) => string;

const delta: Says = (event) => quoted(asString(event['delta']));
const transcript: Says = (event) => quoted(asString(event['transcript']));
const item: Says = (event) =>
  [asString(atPath(event, 'item.role')) ?? asString(atPath(event, 'item.type')), asString(atPath(event, 'item.id'))]
    .filter(Boolean)
    .join(' ');
const message: Says = (event) => asString(atPath(event, 'error.message')) ?? asString(event['message']) ?? '';

/** What one event is about, in a few words, by type. An event not listed says what ids it names. */
const says = lookup<Says>({
  error: message,
  'input_audio_buffer.append': (event) => ms(event['audio']),
  'response.output_audio.delta': (event) => ms(event['delta']),
  'response.output_audio_transcript.delta': delta,
  'response.output_text.delta': delta,
  'response.output_audio_transcript.done': transcript,
  'conversation.item.input_audio_transcription.delta': delta,
  'conversation.item.input_audio_transcription.completed': (event) =>
    `${tokens(asObject(event['usage']))}, ${transcript(event)}`,
  'conversation.item.added': item,
  'conversation.item.done': item,
  'conversation.item.create': item,
  'response.output_item.added': item,
  'response.output_item.done': item,
  'conversation.item.truncate': (event) => `audio_end_ms ${count(asNumber(event['audio_end_ms']) ?? 0)}`,
  'conversation.item.truncated': (event) => `audio_end_ms ${count(asNumber(event['audio_end_ms']) ?? 0)}`,
  'input_audio_buffer.speech_started': (event) => `audio_start_ms ${count(asNumber(event['audio_start_ms']) ?? 0)}`,
  'input_audio_buffer.speech_stopped': (event) => `audio_end_ms ${count(asNumber(event['audio_end_ms']) ?? 0)}`,
  'response.done': (event) =>
    `${asString(atPath(event, 'response.status')) ?? 'done'}, ${tokens(asObject(atPath(event, 'response.usage')))}`,
  'rate_limits.updated': (event) =>
    asArray(event['rate_limits'])
      .map(
        (limit) => `${count(asNumber(atPath(limit, 'remaining')) ?? 0)} ${asString(atPath(limit, 'name')) ?? ''} left`,
      )
      .join(', '),
  'session.update': (event) => sessionText(asObject(event['session']) ?? {}),
  'session.created': (event) => asString(atPath(event, 'session.model')) ?? '',
  'bench.connect': (event) => asString(event['url']) ?? '',
  'bench.connected': (event) => `handshake ${count(Math.round(asNumber(event['handshakeMs']) ?? 0))} ms`,
  'bench.refused': message,
  'bench.error': message,
  'bench.closed': (event) => `${asNumber(event['code']) ?? ''} ${asString(event['explanation']) ?? ''}`,
  'bench.closing': (event) => `by ${asString(event['by']) ?? 'nobody'}`,
  'bench.input.opened': (event) => asString(event['label']) ?? '',
  'bench.input.lost': message,
  'bench.input.ended': (event) => `${asString(event['label']) ?? ''}, ${msOf(event, 'sentMs')} sent`,
  'bench.input.zeros': (event) => `${asString(event['label']) ?? ''}, ${msOf(event, 'forMs')} of zeros`,
  'bench.input.clipped': (event) => `${plural(asNumber(event['count']) ?? 0, 'sample')} at full scale`,
  'bench.input.gap': (event) => `${plural(asNumber(event['missingFrames']) ?? 0, 'frame')} missing`,
  'bench.input.filled': (event) =>
    `${msOf(event, 'silenceMs')} of silence sent, nothing came${event['droppedMs'] === undefined ? '' : `; ${msOf(event, 'droppedMs')} more not sent`}`,
  'bench.input.cancelling': (event) =>
    `${asString(event['label']) ?? ''}, ${plural(asNumber(event['channels']) ?? 0, 'channel')}`,
  'bench.input.muted': (event) => (event['muted'] === true ? 'muted' : 'unmuted'),
  'bench.capture': (event) =>
    `p50 ${msOf(event, 'p50Ms')}, p95 ${msOf(event, 'p95Ms')}, ${plural(asNumber(event['frames']) ?? 0, 'frame')}`,
  'bench.send.paused': (event) => `${plural(asNumber(event['droppedFrames']) ?? 0, 'frame')} not sent`,
  'bench.output.lost': message,
  'bench.output.opened': (event) => `${asString(event['label']) ?? ''}, ${msOf(event, 'latencyMs')} of latency`,
  'bench.playback.underrun': (event) => `${msOf(event, 'silenceMs')} of silence`,
  'bench.options': (event) =>
    asArray(event['changed'])
      .flatMap((id) => asString(id) ?? [])
      .join(', '),
  'bench.options.waiting': (event) => `${Object.keys(asObject(event['values']) ?? {}).join(', ')}, between turns`,
  'bench.playback.stopped': (event) =>
    `${asString(event['why']) ?? ''}, ${count(Math.round(asNumber(event['playedMs']) ?? 0))} ms played${event['unanswered'] === true ? ', as it last said' : ''}`,
  'bench.self-interruption': message,
  'bench.echo': (event) =>
    `likeness ${(asNumber(event['likeness']) ?? 0).toFixed(2)}, ${msOf(event, 'delayMs')} later, over ${msOf(event, 'overMs')}`,
  'bench.speech-end': (event) =>
    `${count(Math.round(asNumber(event['bufferMs']) ?? 0))} ms, ${asString(event['itemId']) ?? ''}`,
  'bench.tokens': (event) =>
    `${count(asNumber(event['tokens']) ?? 0)} tokens, ${asString(event['part']) ?? 'text'} ${asString(event['itemId']) ?? ''}`.trim(),
  'bench.budget': (event) => {
    const unit = asString(event['unit']) === 'tokens' ? 'tokens' : (asString(event['currency']) ?? '');
    return `${asString(event['state']) ?? ''}, ${asString(event['expected']) ?? '0'} of ${asString(event['limit']) ?? 'no limit'} ${unit}`.trim();
  },
  'bench.repaired': message,
});

const idKeys = ['response_id', 'item_id', 'event_id'] as const;

/** One line on what an entry is about. */
export function entrySummary(entry: LogEntry): string {
  const { event } = entry;
  if (!isJsonObject(event)) return typeof event === 'string' ? event.slice(0, 120) : '';
  const words = says(gaName(entryType(event)))?.(event);
  if (words !== undefined) return words.slice(0, 160);
  return idKeys
    .flatMap((key) => asString(event[key]) ?? [])
    .slice(0, 1)
    .join('');
}

/** What a search looks through: type, ids and the line above, in lower case. */
export function searchText(entry: LogEntry): string {
  const event = isJsonObject(entry.event) ? entry.event : {};
  const ids = [...idKeys.map((key) => event[key]), atPath(event, 'response.id'), atPath(event, 'item.id')];
  return [entryType(entry.event), ...ids.map((id) => asString(id)), entrySummary(entry)]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
}
