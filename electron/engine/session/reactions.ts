import { asString, atPath, type JsonObject } from '../../../shared/json.ts';
import { lookup } from '../../../shared/lookup.ts';
import { onSpeechStarted, type BargeInParts } from './barge-in.ts';

/** What a server event makes the bench do, beyond recording and showing it. `pcm`: the audio it carries. */
export type Reaction = (parts: BargeInParts, event: JsonObject, pcm: Buffer | null) => void | Promise<void>;

const playAudio: Reaction = ({ audioOut }, event, pcm) => {
  const itemId = asString(event['item_id']);
  if (pcm === null || itemId === undefined) return;
  audioOut.delta(asString(event['response_id']) ?? '', itemId, pcm);
};

/** The end of an item's voice, after what its decoder still held. */
const audioDone: Reaction = (parts, event, pcm) => {
  void playAudio(parts, event, pcm);
  parts.audioOut.itemDone(asString(event['item_id']) ?? '');
};

/** One entry an event, by its GA name. */
const reactions = lookup<Reaction>({
  'input_audio_buffer.speech_started': (parts) => onSpeechStarted(parts),
  'response.output_audio.delta': playAudio,
  'response.output_audio.done': audioDone,
  'response.done': ({ audioOut }, event) => audioOut.responseDone(asString(atPath(event, 'response.id')) ?? ''),
});

/** What an event, in the GA dialect, makes the bench do; undefined: it is only recorded and shown. */
export const reactionTo = (event: JsonObject): Reaction | undefined => reactions(asString(event['type']) ?? '');
