import type { DeploymentSession } from '../../integration/support/deployment.ts';
import { endReply, replyUsage } from '../../integration/support/reply.ts';

export const turnsPerMinute = 6;
/** Frames of 20 ms in an answer of ten seconds: with its words and ends a turn is 700 entries, and an hour 250,000. */
const framesPerTurn = 500;
const wordsPerTurn = 180;
const frame = Buffer.alloc(960, 1).toString('base64');

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One turn of a conversation as the service sends it, interrupting the answer before; as fast as the bench takes it. */
async function turn(remote: DeploymentSession, number: number): Promise<void> {
  const id = `resp_${number}`;
  const spoken = `item_user_${number}`;
  const place = { response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0 };
  const startMs = number * 10_000;
  remote.send({ type: 'input_audio_buffer.speech_started', audio_start_ms: startMs, item_id: spoken });
  remote.send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: startMs + 4000, item_id: spoken });
  remote.send({ type: 'input_audio_buffer.committed', item_id: spoken, previous_item_id: null });
  remote.send({
    type: 'conversation.item.added',
    item: { id: spoken, type: 'message', role: 'user', content: [{ type: 'input_audio' }] },
  });
  remote.send({ type: 'response.created', response: { id, status: 'in_progress', usage: null } });
  const item = { id: `item_${id}`, type: 'message', role: 'assistant', content: [] };
  remote.send({ type: 'response.output_item.added', response_id: id, item });
  for (let at = 0; at < framesPerTurn; at += 1) {
    remote.send({ type: 'response.output_audio.delta', ...place, delta: frame });
    if (at < wordsPerTurn) remote.send({ type: 'response.output_audio_transcript.delta', ...place, delta: 'word ' });
    // A thousand a second: what a window shows without falling behind.
    if (at % 20 === 19) await pause(25);
  }
  endReply(remote, id, 'completed', replyUsage);
}

/** Minutes of a conversation, compressed: `onMinute` is called after each, counted from 1. */
export async function conversation(
  remote: DeploymentSession,
  minutes: number,
  onMinute: (minute: number) => Promise<void>,
): Promise<void> {
  for (let minute = 1; minute <= minutes; minute += 1) {
    for (let at = 0; at < turnsPerMinute; at += 1) await turn(remote, (minute - 1) * turnsPerMinute + at + 1);
    await onMinute(minute);
  }
}
