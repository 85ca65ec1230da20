import { asObject, atPath, isJsonObject, type Json, type JsonObject, withAt } from '../../json.ts';
import { gaFormat, gaModalities, previewFormat, previewModalities } from './formats.ts';

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
export const sessionMembers: readonly Member[] = [
  ...outputMembers,
  { preview: 'speed', ga: 'audio.output.speed' },
  { preview: 'input_audio_format', ga: 'audio.input.format', toGa: gaFormat, toPreview: previewFormat },
  { preview: 'input_audio_transcription', ga: 'audio.input.transcription' },
  { preview: 'input_audio_noise_reduction', ga: 'audio.input.noise_reduction' },
  { preview: 'turn_detection', ga: 'audio.input.turn_detection', toGa: gaTurnDetection },
];

/** What differs in a response, asked for or described. */
export const responseMembers = outputMembers;

/** A flat object of the preview in the nested GA form. What has no place of its own there stays where it is. */
export function nested(flat: JsonObject, members: readonly Member[]): JsonObject {
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
export function flat(ga: JsonObject, members: readonly Member[]): JsonObject {
  const result = new Map(Object.entries(ga));
  result.delete('audio');
  for (const member of members) {
    const value = atPath(ga, member.ga);
    if (value === undefined) continue;
    if (!member.ga.startsWith('audio.')) result.delete(member.ga);
    result.set(member.preview, member.toPreview === undefined ? value : member.toPreview(value));
  }
  return { ...Object.fromEntries(result), ...leftOver(ga, members) };
}

/** Parts of `audio` that no member names: sent as they are, so that the service says what it thinks of them. */
function leftOver(ga: JsonObject, members: readonly Member[]): JsonObject {
  const audio = asObject(ga['audio']);
  if (audio === undefined) return {};
  const left = Object.entries(audio).flatMap(([side, part]): [string, Json][] => {
    if (!isJsonObject(part)) return [[side, part]];
    const rest = Object.entries(part).filter(([key]) => !members.some(({ ga: at }) => at === `audio.${side}.${key}`));
    return rest.length === 0 ? [] : [[side, Object.fromEntries(rest)]];
  });
  return left.length === 0 ? {} : { audio: Object.fromEntries(left) };
}
