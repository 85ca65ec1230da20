import type { DeploymentSession } from '../../integration/support/deployment.ts';

export const eventsPerSecond = 1000;
/** Words of one answer: half a second of the flood, as long as a long answer is. */
const wordsPerAnswer = 500;
export const floodType = 'response.output_audio_transcript.delta';

const beginAnswer = (remote: DeploymentSession, answer: number): void => {
  const item = { id: `item_${answer}`, type: 'message', role: 'assistant', content: [] };
  remote.send({ type: 'response.created', response: { id: `resp_${answer}`, status: 'in_progress', usage: null } });
  remote.send({ type: 'response.output_item.added', response_id: `resp_${answer}`, item });
};

const endAnswer = (remote: DeploymentSession, answer: number): void =>
  remote.send({ type: 'response.done', response: { id: `resp_${answer}`, status: 'completed', usage: {} } });

/** Sends words of transcripts at the wanted rate. Returns how many. */
export async function flood(remote: DeploymentSession, forSeconds: number): Promise<number> {
  const startMs = performance.now();
  let sent = 0;
  for (let elapsedMs = 0; elapsedMs < forSeconds * 1000; elapsedMs = performance.now() - startMs) {
    for (; sent < (elapsedMs * eventsPerSecond) / 1000; sent += 1) {
      const answer = Math.floor(sent / wordsPerAnswer);
      if (sent % wordsPerAnswer === 0) beginAnswer(remote, answer);
      const place = { response_id: `resp_${answer}`, item_id: `item_${answer}`, output_index: 0, content_index: 0 };
      remote.send({ type: floodType, event_id: `event_${sent}`, ...place, delta: 'word ' });
      if (sent % wordsPerAnswer === wordsPerAnswer - 1) endAnswer(remote, answer);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  if (sent % wordsPerAnswer !== 0) endAnswer(remote, Math.floor(sent / wordsPerAnswer));
  return sent;
}
