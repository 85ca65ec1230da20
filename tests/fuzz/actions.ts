import type { BenchApi, OptionValues } from '../../shared/contract/bench-api.ts';
import type { Result } from '../../shared/kit/errors.ts';
import type { JsonObject } from '../../shared/kit/json.ts';
import { pick, type Random } from '../findings/random.ts';

/** Something a person does while the service talks. */
export type Action = (api: BenchApi) => Promise<Result>;

const options =
  (values: OptionValues): Action =>
  (api) =>
    api.call('session.options', { options: values });
const send =
  (event: JsonObject): Action =>
  (api) =>
    api.call('session.send', { event });

const item = (id: string): JsonObject => ({
  id,
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text: 'Will it rain?' }],
});

const actions: readonly [Action, ...Action[]] = [
  options({ speed: 1.1 }),
  options({ voice: 'marin', 'vad.type': null }),
  options({ 'vad.type': 'semantic_vad', 'vad.eagerness': 'high' }),
  options({ 'vad.type': 'server_vad', 'vad.interrupt': true }),
  options({ instructions: 'Say constructor and __proto__.', tool_choice: 'required' }),
  options({ 'transcription.model': 'whisper-1', 'transcription.language': 'en' }),
  options({ json: { metadata: { constructor: 1 }, audio: { output: { voice: 'toString' } } } }),
  options({ 'output.format': 'audio/pcmu' }),
  send({ type: 'response.create' }),
  send({
    type: 'response.create',
    response: { conversation: 'none', input: [item('own_1')], metadata: { toString: 'x' } },
  }),
  send({ type: 'response.cancel' }),
  send({ type: 'conversation.item.create', item: item('item_1') }),
  send({ type: 'conversation.item.create', previous_item_id: '__proto__', item: item('constructor') }),
  send({ type: 'conversation.item.delete', item_id: 'hasOwnProperty' }),
  send({ type: 'input_audio_buffer.commit' }),
  send({ type: 'input_audio_buffer.clear' }),
  send({ type: '__proto__', event_id: 'constructor' }),
  (api) => api.call('session.mute', { muted: true }),
  (api) => api.call('session.mute', { muted: false }),
  (api) => api.call('session.network', { online: true }),
  (api) => api.call('input.report', { what: 'zeros', label: 'constructor', forMs: 5000 }),
  (api) => api.call('library.list', {}),
  (api) => api.call('app.info', {}),
];

export const anyAction = (random: Random): Action => pick(random, actions);
