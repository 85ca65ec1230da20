import { endReply, replyUsage } from '../../../integration/support/reply.ts';
import type { DeploymentSession } from '../../../integration/support/deployment.ts';
import { tone } from '../../../integration/support/audio.ts';

/** A turn: two seconds of speech, then an answer of seven, then a second of silence. */
const turnMs = 10_000;
const heardMs = 2000;
const spokenMs = 7000;
/** Audio comes in pieces of 100 ms no faster than it is spoken, and a word with every third of them. */
const pieceMs = 100;
const piece = tone(pieceMs).toString('base64');

const until = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())));

/** Turns of a conversation at the pace of real time, one after the other for `forMs`. `first` numbers them. */
export async function talk(remote: DeploymentSession, forMs: number, first: number): Promise<void> {
  const beganMs = performance.now();
  for (let turn = 0; (turn + 1) * turnMs <= forMs; turn += 1) {
    const atMs = beganMs + turn * turnMs;
    const number = first + turn;
    const id = `resp_${number}`;
    const spoken = `item_user_${number}`;
    const place = { response_id: id, item_id: `item_${id}`, output_index: 0, content_index: 0 };
    remote.send({ type: 'input_audio_buffer.speech_started', audio_start_ms: number * turnMs, item_id: spoken });
    await until(atMs + heardMs);
    remote.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: number * turnMs + heardMs,
      item_id: spoken,
    });
    remote.send({ type: 'input_audio_buffer.committed', item_id: spoken, previous_item_id: null });
    const item = { id: spoken, type: 'message', role: 'user', content: [{ type: 'input_audio' }] };
    remote.send({ type: 'conversation.item.added', item });
    remote.send({ type: 'response.created', response: { id, status: 'in_progress', usage: null } });
    const answer = { id: `item_${id}`, type: 'message', role: 'assistant', content: [] };
    remote.send({ type: 'response.output_item.added', response_id: id, item: answer });
    for (let at = 0; at < spokenMs / pieceMs; at += 1) {
      await until(atMs + heardMs + at * pieceMs);
      remote.send({ type: 'response.output_audio.delta', ...place, delta: piece });
      if (at % 3 === 0) remote.send({ type: 'response.output_audio_transcript.delta', ...place, delta: ' word' });
    }
    endReply(remote, id, 'completed', replyUsage);
    await until(atMs + turnMs);
  }
}
