import { frameMs, frameSamples } from '../../../shared/audio/frames.ts';
import type { DeploymentSession } from '../../integration/support/deployment.ts';
import { beginReply, endReply } from '../../integration/support/reply.ts';

/** Sends audio of an answer that has begun, as one delta. */
export function sendPcm(session: DeploymentSession, id: string, pcm24k: Int16Array): void {
  const delta = Buffer.from(pcm24k.buffer, pcm24k.byteOffset, pcm24k.byteLength).toString('base64');
  session.send({ type: 'response.output_audio.delta', response_id: id, item_id: `item_${id}`, delta });
}

/**
 * Speaks in pieces of 20 ms at the pace of real time, as a service does that is no faster than its voice. On a busy
 * machine pieces leave late, and catch up. Returns by how much the latest left after its time, in ms.
 */
export async function speakInRealTime(session: DeploymentSession, id: string, pcm24k: Int16Array): Promise<number> {
  let lateMs = 0;
  const startMs = performance.now();
  beginReply(session, id, 0);
  for (let sent = 0; sent < pcm24k.length;) {
    const dueMs = performance.now() - startMs;
    const due = Math.floor(dueMs / frameMs + 1) * frameSamples;
    lateMs = Math.max(lateMs, dueMs - (sent / frameSamples) * frameMs);
    for (; sent < Math.min(due, pcm24k.length); sent += frameSamples) {
      sendPcm(session, id, pcm24k.subarray(sent, sent + frameSamples));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  endReply(session, id);
  return lateMs;
}
