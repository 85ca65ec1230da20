import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, parseJson, type JsonObject } from '../../shared/kit/json.ts';
import type { Dialect } from '../../shared/protocol/dialects.ts';
import type { ServerEventType } from '../../shared/protocol/events.ts';
import { between, chance, pick, type Random } from '../findings/random.ts';
import { checkout } from './checkout.ts';
import { anyId, type Ids } from './ids.ts';
import { inPreview, previewShape } from './preview.ts';
import { callItem, gaSession, response, shape, shapeNames, usage } from './shapes.ts';

/** The events of one turn; `call`: its answer calls a function. */
const turns: readonly [readonly ServerEventType[], ...(readonly ServerEventType[])[]] = [
  [
    'input_audio_buffer.speech_started',
    'input_audio_buffer.speech_stopped',
    'input_audio_buffer.committed',
    'conversation.item.added',
    'conversation.item.done',
    'conversation.item.input_audio_transcription.delta',
    'response.created',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_audio_transcript.delta',
    'response.output_audio.delta',
    'response.output_audio.delta',
    'response.output_audio_transcript.delta',
    'response.output_audio.delta',
    'conversation.item.input_audio_transcription.completed',
    'response.output_audio.done',
    'response.output_audio_transcript.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.done',
    'rate_limits.updated',
  ],
  [
    'conversation.item.added',
    'response.created',
    'response.output_item.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.output_item.done',
    'response.done',
  ],
  // Interrupted in the middle.
  [
    'response.created',
    'response.output_item.added',
    'response.output_audio.delta',
    'response.output_audio.delta',
    'input_audio_buffer.speech_started',
    'conversation.item.truncated',
    'response.done',
  ],
  ['session.updated', 'error', 'conversation.item.deleted', 'input_audio_buffer.cleared'],
];

const mostIds = 6;

/** A whole event of a type in a dialect. */
const whole = (dialect: Dialect, type: ServerEventType, ids: Ids): JsonObject =>
  dialect === 'preview' ? previewShape(type, ids) : shape(type, ids);

const callTurn = (dialect: Dialect, ids: Ids): JsonObject[] => {
  const done = (type: ServerEventType): JsonObject => ({ ...shape(type, ids), item: callItem(ids) });
  const events: JsonObject[] = [
    shape('response.created', ids),
    { ...done('response.output_item.added'), item: callItem(ids, 'in_progress') },
    done('conversation.item.added'),
    shape('response.function_call_arguments.delta', ids),
    shape('response.function_call_arguments.done', ids),
    done('response.output_item.done'),
    {
      ...shape('response.done', ids),
      response: response(ids, 'completed', { output: [callItem(ids)], usage }),
    },
  ];
  return dialect === 'preview' ? events.map(inPreview) : events;
};

const kept = join(checkout(), 'tests', 'fixtures');

/** What a service says in a line of a fixture: an event alone, or an entry of a record. */
function saidIn(line: string): readonly JsonObject[] {
  const value = parseJson(line);
  if (!isJsonObject(value)) return [];
  if (typeof value['type'] === 'string') return [value];
  return value['from'] === 'server' && isJsonObject(value['event']) ? [value['event']] : [];
}

/** What the service said in sessions that are kept as fixtures, each in order, of either dialect. */
const recorded: readonly (readonly JsonObject[])[] = ['usage', 'frames'].flatMap((folder) =>
  readdirSync(join(kept, folder))
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .map((name) =>
      readFileSync(join(kept, folder, name), 'utf8')
        .split('\n')
        .flatMap(saidIn),
    ),
);

const formats: {
  readonly ga: readonly [JsonObject, ...JsonObject[]];
  readonly preview: readonly [string, ...string[]];
} = {
  ga: [{ type: 'audio/pcm', rate: 24_000 }, { type: 'audio/pcmu' }, { type: 'audio/pcma' }],
  preview: ['pcm16', 'g711_ulaw', 'g711_alaw'],
};

/** The session with another format of audio; in the preview also as a transcription session names itself. */
function formatChanged(random: Random, dialect: Dialect, ids: Ids): JsonObject {
  const event = whole(dialect, 'session.updated', ids);
  if (dialect === 'ga') {
    const format = pick(random, formats.ga);
    const audio = { input: { format }, output: { format, voice: 'alloy' } };
    return { ...event, session: { ...gaSession, audio } };
  }
  const format = pick(random, formats.preview);
  const session = isJsonObject(event['session']) ? event['session'] : {};
  return {
    ...event,
    type: chance(random, 0.3) ? 'transcription_session.updated' : 'session.updated',
    session: { ...session, input_audio_format: format, output_audio_format: format },
  };
}

function idsOf(random: Random, turn: number): Ids {
  const id = (kind: 'item' | 'resp' | 'call'): string =>
    // Mostly ids of their own, so that a conversation grows; now and then those of an earlier turn.
    chance(random, 0.7) ? `${kind}_turn_${turn}` : anyId(random, kind, mostIds);
  return {
    item: id('item'),
    previous: anyId(random, 'item', mostIds),
    response: id('resp'),
    call: id('call'),
    event: chance(random, 0.5) ? `bench_${between(random, 1, 12)}` : anyId(random, 'call', mostIds),
  };
}

/** An endless conversation as a service would hold it, one event after another. */
export function* conversation(random: Random, dialect: Dialect): Generator<JsonObject, never> {
  for (let turn = 1; ; turn += 1) {
    const ids = idsOf(random, turn);
    if (chance(random, 0.1)) yield formatChanged(random, dialect, ids);
    const kind = between(random, 0, 9);
    if (kind < 5) for (const type of pick(random, turns)) yield whole(dialect, type, ids);
    else if (kind < 7) yield* callTurn(dialect, ids);
    else if (kind < 9)
      for (let n = 0; n < 8; n += 1) yield whole(dialect, pick(random, shapeNames), idsOf(random, turn));
    else yield* recorded[between(random, 0, recorded.length - 1)] ?? [];
  }
}

/** A whole event, whichever. */
export const anyEvent = (random: Random, dialect: Dialect): JsonObject =>
  whole(dialect, pick(random, shapeNames), idsOf(random, between(random, 1, mostIds)));
