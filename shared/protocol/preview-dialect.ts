import { wireRateHz } from '../audio/frames.ts';
import { asArray, asObject, asString, atPath, isJsonObject, type Json, type JsonObject, withAt } from '../kit/json.ts';
import { lookup, type Lookup } from '../kit/lookup.ts';
import { hasMember, type DialectForm } from './dialect-form.ts';

/* The preview: events named otherwise, and a flat session in the place of the nested one. */

/** Names of server events that differ: preview to GA. Every other name is the same in both. */
const gaServerNames = lookup<string>({
  'response.text.delta': 'response.output_text.delta',
  'response.text.done': 'response.output_text.done',
  'response.audio.delta': 'response.output_audio.delta',
  'response.audio.done': 'response.output_audio.done',
  'response.audio_transcript.delta': 'response.output_audio_transcript.delta',
  'response.audio_transcript.done': 'response.output_audio_transcript.done',
  'conversation.item.created': 'conversation.item.added',
  'transcription_session.created': 'session.created',
  'transcription_session.updated': 'session.updated',
});

/** Names of client events that differ: preview to GA. */
const gaClientNames = lookup<string>({
  'transcription_session.update': 'session.update',
});

/** Audio formats: a word in the preview, an object in the GA form. */
const audioFormats: readonly (readonly [preview: string, ga: Json & object])[] = [
  ['pcm16', { type: 'audio/pcm', rate: wireRateHz }],
  ['g711_ulaw', { type: 'audio/pcmu' }],
  ['g711_alaw', { type: 'audio/pcma' }],
];

/** A format of the preview as the GA form writes it; one it does not know stays as it is. */
const gaFormat = (format: Json): Json => audioFormats.find(([preview]) => preview === format)?.[1] ?? format;

function previewFormat(format: Json): Json {
  if (!isJsonObject(format)) return format;
  return audioFormats.find(([, ga]) => 'type' in ga && ga['type'] === format['type'])?.[0] ?? format;
}

/** The preview cannot speak without writing along: it asks for both, and GA for audio, which has its transcript anyway. */
function gaModalities(modalities: Json): Json {
  if (!Array.isArray(modalities)) return modalities;
  return (modalities as readonly Json[]).includes('audio') ? ['audio'] : modalities;
}

function previewModalities(modalities: Json): Json {
  if (!Array.isArray(modalities)) return modalities;
  return (modalities as readonly Json[]).includes('audio') ? ['text', 'audio'] : modalities;
}

/** A member that stands at another place or is written otherwise: its flat name in the preview, its path in the GA form. */
interface Member {
  readonly preview: string;
  readonly ga: string;
  readonly toGa?: (value: Json) => Json;
  readonly toPreview?: (value: Json) => Json;
}

const outputMembers: readonly Member[] = [
  { preview: 'modalities', ga: 'output_modalities', toGa: gaModalities, toPreview: previewModalities },
  { preview: 'output_audio_format', ga: 'audio.output.format', toGa: gaFormat, toPreview: previewFormat },
  { preview: 'voice', ga: 'audio.output.voice' },
  { preview: 'max_response_output_tokens', ga: 'max_output_tokens' },
];

/** Samples of the preview write "none" where the service takes null. */
const gaTurnDetection = (value: Json): Json => (asObject(value)?.['type'] === 'none' ? null : value);

/** What differs in a session. One entry a member. */
const sessionMembers: readonly Member[] = [
  ...outputMembers,
  { preview: 'speed', ga: 'audio.output.speed' },
  { preview: 'input_audio_format', ga: 'audio.input.format', toGa: gaFormat, toPreview: previewFormat },
  { preview: 'input_audio_transcription', ga: 'audio.input.transcription' },
  { preview: 'input_audio_noise_reduction', ga: 'audio.input.noise_reduction' },
  { preview: 'turn_detection', ga: 'audio.input.turn_detection', toGa: gaTurnDetection },
];

/** Where a member of the nested GA session stands in the flat session of the preview: `turn_detection.threshold`. */
export function previewPath(path: string): string {
  const member = sessionMembers.find(({ ga }) => path === ga || path.startsWith(`${ga}.`));
  if (member === undefined) return path;
  // What is written in another form has no parts there.
  return member.toPreview === undefined ? `${member.preview}${path.slice(member.ga.length)}` : member.preview;
}

/** What differs in a response, asked for or described. */
const responseMembers = outputMembers;

/** A flat object of the preview in the nested GA form. What has no place of its own there stays where it is. */
function nestedInGa(flat: JsonObject, members: readonly Member[]): JsonObject {
  let result: JsonObject = {};
  const moved = new Map(members.map((member) => [member.preview, member]));
  for (const [key, value] of Object.entries(flat)) {
    const member = moved.get(key);
    const there = asObject(result['audio']);
    // An object that is nested already, as a tolerant service may send it, is merged with what is moved into it.
    if (member === undefined && key === 'audio' && there !== undefined) {
      result = { ...result, audio: { ...asObject(value), ...there } };
    } else if (member === undefined) result = { ...result, [key]: value };
    else result = withAt(result, member.ga, member.toGa === undefined ? value : member.toGa(value));
  }
  return result;
}

/** The nested GA form as the flat object of the preview. What the preview has no name for stays where it is. */
function flatInPreview(ga: JsonObject, members: readonly Member[]): JsonObject {
  const result = new Map(Object.entries(ga));
  result.delete('audio');
  for (const member of members) {
    const value = atPath(ga, member.ga);
    if (value === undefined) continue;
    if (!member.ga.startsWith('audio.')) result.delete(member.ga);
    result.set(member.preview, member.toPreview === undefined ? value : member.toPreview(value));
  }
  return { ...Object.fromEntries(result), ...leftOverAudio(ga, members) };
}

/** Parts of `audio` that no member names: sent as they are, so that the service says what it thinks of them. */
function leftOverAudio(ga: JsonObject, members: readonly Member[]): JsonObject {
  const audio = asObject(ga['audio']);
  if (audio === undefined) return {};
  const left = Object.entries(audio).flatMap(([side, part]): [string, Json][] => {
    if (!isJsonObject(part)) return [[side, part]];
    const rest = Object.entries(part).filter(([key]) => !members.some(({ ga: at }) => at === `audio.${side}.${key}`));
    return rest.length === 0 ? [] : [[side, Object.fromEntries(rest)]];
  });
  return left.length === 0 ? {} : { audio: Object.fromEntries(left) };
}

const gaContent = lookup<string>({ text: 'output_text', audio: 'output_audio' });
const previewContent = lookup<string>({ output_text: 'text', output_audio: 'audio' });

/** Renames the content types of a message. Items without content, and types both dialects share, stay as they are. */
function withContentTypes(item: Json, names: Lookup<string>): Json {
  if (!isJsonObject(item) || !Array.isArray(item['content'])) return item;
  const content = asArray(item['content']).map((part) => {
    if (!isJsonObject(part)) return part;
    const type = names(asString(part['type']) ?? '');
    return type === undefined ? part : { ...part, type };
  });
  return { ...item, content };
}

const gaItem = (item: Json): Json => withContentTypes(item, gaContent);
const previewItem = (item: Json): Json => withContentTypes(item, previewContent);

/** An object with the items of one of its lists changed; without such a list it is the object itself. */
function withItems(value: JsonObject, list: string, change: (item: Json) => Json): JsonObject {
  return Array.isArray(value[list]) ? { ...value, [list]: asArray(value[list]).map(change) } : value;
}

function gaSession(session: JsonObject, type: 'realtime' | 'transcription'): JsonObject {
  return { ...nestedInGa(session, sessionMembers), type: session['type'] ?? type };
}

function gaResponse(response: JsonObject): JsonObject {
  return withItems(withItems(nestedInGa(response, responseMembers), 'output', gaItem), 'input', gaItem);
}

/** The same for both directions: the members of an event that hold a session, a response or an item. */
function gaMembers(event: JsonObject, wireType: string): JsonObject {
  const session = asObject(event['session']);
  const response = asObject(event['response']);
  const transcription = wireType.startsWith('transcription_session.');
  return {
    ...event,
    ...(session === undefined ? {} : { session: gaSession(session, transcription ? 'transcription' : 'realtime') }),
    ...(response === undefined ? {} : { response: gaResponse(response) }),
    ...(event['item'] === undefined ? {} : { item: gaItem(event['item']) }),
  };
}

function inGa(event: Json, names: Lookup<string>): Json {
  const object = asObject(event);
  const type = asString(object?.['type']);
  if (object === undefined || type === undefined) return event;
  return { ...gaMembers(object, type), type: names(type) ?? type };
}

/** A GA session.update as the preview takes it; that of a transcription session has a name of its own there. */
function sessionUpdate(event: JsonObject): JsonObject {
  const session = asObject(event['session']);
  if (session === undefined) return event;
  const { type, ...rest } = session;
  const name = type === 'transcription' ? 'transcription_session.update' : 'session.update';
  return { ...event, type: name, session: flatInPreview(rest, sessionMembers) };
}

function responseCreate(event: JsonObject): JsonObject {
  const response = asObject(event['response']);
  if (response === undefined) return event;
  return { ...event, response: withItems(flatInPreview(response, responseMembers), 'input', previewItem) };
}

const itemCreate = (event: JsonObject): JsonObject =>
  event['item'] === undefined ? event : { ...event, item: previewItem(event['item']) };

/** Client events that the preview shapes otherwise. One entry an event. */
const previewEvents = lookup<(event: JsonObject) => JsonObject>({
  'session.update': sessionUpdate,
  'response.create': responseCreate,
  'conversation.item.create': itemCreate,
});

/** Members that a flat session has and a nested one never. */
const flatMembers = sessionMembers.filter(({ preview, ga }) => preview !== ga).map(({ preview }) => preview);

export const preview = {
  id: 'preview',
  label: 'preview',
  serverInGa: (event) => inGa(event, gaServerNames),
  clientInGa: (event) => inGa(event, gaClientNames),
  clientOnWire: (event) => previewEvents(asString(event['type']) ?? '')?.(event) ?? event,
  // What is created is called so by services of the GA protocol, too.
  ownEvent: (type) => type !== 'conversation.item.created' && gaServerNames(type) !== undefined,
  ownMembers: flatMembers,
  ownSession: (session) => session['type'] === undefined && hasMember(session, flatMembers),
  gaName: (type) => gaServerNames(type) ?? gaClientNames(type) ?? type,
} as const satisfies DialectForm;
