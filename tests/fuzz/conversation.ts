import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, parseJson, type JsonObject } from '../../shared/json.ts';
import type { Dialect } from '../../shared/protocol/dialects/dialect.ts';
import type { ServerEventType } from '../../shared/protocol/events.ts';
import { between, chance, pick, type Random } from '../findings/random.ts';
import { checkout } from './checkout.ts';
import { anyId, type Ids } from './ids.ts';
import { inPreview, previewShape } from './preview.ts';
import { callItem, response, shape, shapeNames, usage } from './shapes.ts';

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

const folder = join(checkout(), 'tests', 'fixtures', 'usage');

/** What the service said in sessions that are kept as fixtures, in order. */
const recorded: readonly (readonly JsonObject[])[] = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .toSorted()
  .map((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const entry = parseJson(line);
        return isJsonObject(entry) && entry['from'] === 'server' && isJsonObject(entry['event'])
          ? [entry['event']]
          : [];
      }),
  );

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
