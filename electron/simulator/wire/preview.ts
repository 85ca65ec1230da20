import { asString, isJsonObject, type Json, type JsonObject, parseJson } from '../../../shared/kit/json.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import type { Shape } from './connection.ts';
import { errors, type ProtocolError } from './errors.ts';

/*
 * The session object of the preview protocol. Written from the service's side and on purpose not with the tables the bench
 * reads it by: a mistake in one would otherwise hide the same mistake in the other.
 */

const formats = [
  ['audio/pcm', 'pcm16'],
  ['audio/pcmu', 'g711_ulaw'],
  ['audio/pcma', 'g711_alaw'],
] as const;
const wordOfFormat = lookup<string>(Object.fromEntries(formats));

function formatOf(word: Json): Json {
  const type = formats.find(([, known]) => known === word)?.[0];
  return type === undefined ? { type: word } : { type };
}

const modalitiesOf = (asked: Json): Json =>
  JSON.stringify(asked) === '["text"]' ? ['text'] : Array.isArray(asked) && asked.length === 2 ? ['audio'] : asked;

type Place = readonly [side: 'input' | 'output', name: string];
const inAudio: ReadonlyMap<string, Place> = new Map([
  ['voice', ['output', 'voice']],
  ['speed', ['output', 'speed']],
  ['output_audio_format', ['output', 'format']],
  ['input_audio_format', ['input', 'format']],
  ['input_audio_transcription', ['input', 'transcription']],
  ['input_audio_noise_reduction', ['input', 'noise_reduction']],
  ['turn_detection', ['input', 'turn_detection']],
]);
const asTheyAre = [
  'instructions',
  'tools',
  'tool_choice',
  'tracing',
  'model',
  'prompt',
  'include',
  'conversation',
  'metadata',
  'input',
];

/** The flat members of a session or a response as the rest of the simulator takes them, or what the preview does not know. */
function fromPreview(
  flat: JsonObject,
  path: string,
): { ok: true; value: JsonObject } | { ok: false; error: ProtocolError } {
  const audio = { input: new Map<string, Json>(), output: new Map<string, Json>() };
  const value = new Map<string, Json>();
  for (const [name, given] of Object.entries(flat)) {
    const place = inAudio.get(name);
    if (place !== undefined) audio[place[0]].set(place[1], place[1] === 'format' ? formatOf(given) : given);
    else if (name === 'modalities') value.set('output_modalities', modalitiesOf(given));
    else if (name === 'max_response_output_tokens') value.set('max_output_tokens', given);
    else if (name === 'temperature') {
      if (typeof given !== 'number' || given < 0.6 || given > 1.2) {
        return { ok: false, error: errors.badValue(`${path}.temperature`, 'expected a decimal from 0.6 to 1.2.') };
      }
      value.set(name, given);
    } else if (asTheyAre.includes(name)) value.set(name, given);
    else return { ok: false, error: errors.unknown(`${path}.${name}`) };
  }
  const sides = Object.entries(audio).flatMap(([side, members]) =>
    members.size === 0 ? [] : [[side, Object.fromEntries(members)]],
  );
  if (sides.length > 0) value.set('audio', Object.fromEntries(sides));
  return { ok: true, value: Object.fromEntries(value) };
}

/** A session as the preview describes it. One that only transcribes has nothing about answers. */
function previewSession(session: JsonObject): JsonObject {
  const { type, audio, output_modalities: modalities, max_output_tokens: most, truncation: _cut, ...rest } = session;
  const sides = audio as { input?: JsonObject; output?: JsonObject } | undefined;
  if (type === 'transcription') return { ...rest, ...flatAudio(sides ?? {}) };
  return {
    ...rest,
    modalities: JSON.stringify(modalities) === '["text"]' ? ['text'] : ['text', 'audio'],
    max_response_output_tokens: most ?? 'inf',
    ...flatAudio(sides ?? {}),
  };
}

/** A response as the preview describes it. */
function previewResponse(response: JsonObject): JsonObject {
  const { audio, output_modalities: modalities, output, ...rest } = response;
  return {
    ...rest,
    ...(modalities === undefined
      ? {}
      : { modalities: JSON.stringify(modalities) === '["text"]' ? ['text'] : ['text', 'audio'] }),
    ...flatAudio((audio ?? {}) as { output?: JsonObject }),
    ...(Array.isArray(output) ? { output: (output as Json[]).map(previewItem) } : {}),
  };
}

function flatAudio(sides: { readonly input?: JsonObject; readonly output?: JsonObject }): JsonObject {
  return Object.fromEntries(
    [...inAudio].flatMap(([name, [side, member]]): [string, Json][] => {
      const value = sides[side]?.[member];
      if (value === undefined) return [];
      const word = member === 'format' && isJsonObject(value) ? wordOfFormat(asString(value['type']) ?? '') : undefined;
      return [[name, word ?? value]];
    }),
  );
}

/** An item with the content types of the preview: an answer holds `text` and `audio`. */
function previewItem(item: Json): Json {
  if (!isJsonObject(item) || !Array.isArray(item['content'])) return item;
  const content = (item['content'] as Json[]).map((part) =>
    isJsonObject(part) ? { ...part, type: (asString(part['type']) ?? '').replace(/^output_/, '') } : part,
  );
  return { ...item, content };
}

/** An item of a client of the preview; its `text` and `audio` are those of an answer. */
function itemFromPreview(item: Json): Json {
  if (!isJsonObject(item) || !Array.isArray(item['content'])) return item;
  const content = (item['content'] as Json[]).map((part) =>
    isJsonObject(part) && ['text', 'audio'].includes(asString(part['type']) ?? '')
      ? { ...part, type: `output_${asString(part['type']) ?? ''}` }
      : part,
  );
  return { ...item, content };
}

/** Where the preview keeps what an error is about. */
function previewParam(param: string | null): string | null {
  if (param === null) return null;
  const found = [...inAudio].find(([, [side, name]]) => param.startsWith(`session.audio.${side}.${name}`));
  if (found === undefined) return param.replace('output_modalities', 'modalities');
  const [name, [side, member]] = found;
  return param.replace(`session.audio.${side}.${member}`, `session.${name}`);
}

const renamed: readonly (readonly [part: string, to: string])[] = [
  ['response.output_text.', 'response.text.'],
  ['response.output_audio_transcript.', 'response.audio_transcript.'],
  ['response.output_audio.', 'response.audio.'],
];

/** Events about a session by the other names they have where it only transcribes. */
const ofTranscription = lookup<string>({
  'session.created': 'transcription_session.created',
  'session.updated': 'transcription_session.updated',
});
const transcribes = ({ session }: JsonObject): boolean => isJsonObject(session) && session['type'] === 'transcription';

function previewName(type: string): string {
  if (type === 'conversation.item.added') return 'conversation.item.created';
  const found = renamed.find(([part]) => type.startsWith(part));
  return found === undefined ? type : type.replace(found[0], found[1]);
}

const change = (event: JsonObject, key: string, by: (value: JsonObject) => Json): JsonObject => {
  const value = event[key];
  return isJsonObject(value) ? { ...event, [key]: by(value) } : event;
};

/** How the preview names and shapes what the simulator says. */
export const previewShape: Shape = (type, event) => {
  if (type === 'conversation.item.done') return null;
  let shaped = change(event, 'session', previewSession);
  shaped = change(shaped, 'response', previewResponse);
  shaped = change(shaped, 'item', previewItem);
  shaped = change(shaped, 'error', (error) =>
    // A name that is not known is one of the preview already.
    error['code'] === 'unknown_parameter' ? error : { ...error, param: previewParam(error['param'] as string | null) },
  );
  return { type: (transcribes(event) ? ofTranscription(type) : undefined) ?? previewName(type), event: shaped };
};

/** Events with an object that the preview flattens: where it lies, and the event that the rest of the simulator takes in its place. */
const flattened = lookup<{ readonly key: 'session' | 'response'; readonly type: string; readonly kind: JsonObject }>({
  'session.update': { key: 'session', type: 'session.update', kind: { type: 'realtime' } },
  'transcription_session.update': { key: 'session', type: 'session.update', kind: { type: 'transcription' } },
  'response.create': { key: 'response', type: 'response.create', kind: {} },
});

/** A transcription session may name modalities, and has none. */
function withoutModalities({ modalities: _modalities, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** What a client of the preview sent, as the rest of the simulator takes it. A frame that is no event passes unchanged. */
export function readPreviewFrame(
  text: string,
): { ok: true; text: string } | { ok: false; error: ProtocolError; eventId: string | null } {
  const event = parseJson(text);
  if (!isJsonObject(event)) return { ok: true, text };
  const eventId = typeof event['event_id'] === 'string' ? event['event_id'] : null;
  let read: JsonObject = event;
  const known = flattened(asString(event['type']) ?? '');
  if (known !== undefined) {
    const { key, type, kind } = known;
    const flat = event[key];
    read = { ...event, type };
    if (isJsonObject(flat)) {
      const nested = fromPreview(kind['type'] === 'transcription' ? withoutModalities(flat) : flat, key);
      if (!nested.ok) return { ok: false, eventId, error: nested.error };
      read = { ...read, [key]: { ...kind, ...nested.value } };
    }
  }
  if (read['type'] === 'conversation.item.create') read = { ...read, item: itemFromPreview(read['item'] ?? null) };
  return { ok: true, text: JSON.stringify(read) };
}
