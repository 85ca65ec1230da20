import type { JsonObject } from '../../../shared/kit/json.ts';
import { tone } from './audio.ts';
import type { DeploymentSession } from './deployment.ts';

export const replyUsage: JsonObject = {
  total_tokens: 766,
  input_tokens: 229,
  output_tokens: 537,
  input_token_details: {
    text_tokens: 119,
    audio_tokens: 110,
    cached_tokens: 128,
    cached_tokens_details: { text_tokens: 64, audio_tokens: 64 },
  },
  output_token_details: { text_tokens: 117, audio_tokens: 420 },
};

/** A response up to its audio: `ms` of tone in pieces of 200 ms. */
export function beginReply(session: DeploymentSession, id: string, ms: number): void {
  const item = { id: `item_${id}`, type: 'message', role: 'assistant', content: [] };
  session.send({ type: 'response.created', response: { id, status: 'in_progress', usage: null } });
  session.send({ type: 'response.output_item.added', response_id: id, item });
  sendAudio(session, id, ms);
}

export function sendAudio(session: DeploymentSession, id: string, ms: number): void {
  const pcm = tone(ms);
  for (let at = 0; at < pcm.length; at += 9600) {
    const delta = pcm.subarray(at, at + 9600).toString('base64');
    session.send({ type: 'response.output_audio.delta', response_id: id, item_id: `item_${id}`, delta });
  }
}

export function endReply(
  session: DeploymentSession,
  id: string,
  status = 'completed',
  usage: JsonObject | null = replyUsage,
): void {
  session.send({ type: 'response.output_audio.done', response_id: id, item_id: `item_${id}` });
  session.send({
    type: 'response.output_audio_transcript.done',
    response_id: id,
    item_id: `item_${id}`,
    transcript: 'Hello.',
  });
  session.send({ type: 'response.done', response: { id, status, usage } });
}
