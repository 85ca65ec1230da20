import { frameMs } from '../../../../shared/audio/frame.ts';
import type { DeploymentSession } from '../../../integration/engine/support/deployment.ts';
import { beginReply, endReply, sendAudio } from '../../../integration/engine/support/reply.ts';

/**
 * Speaks for `ms` in pieces of 20 ms at the pace of real time, as a service does that is no faster than its voice.
 * Returns by how much the latest piece left after its time, in ms: what the speaker itself held back.
 */
export async function speakInRealTime(session: DeploymentSession, id: string, ms: number): Promise<number> {
  let lateMs = 0;
  const startMs = performance.now();
  beginReply(session, id, 0);
  for (let sentMs = 0; sentMs < ms;) {
    const dueMs = Math.min(ms, performance.now() - startMs + frameMs);
    lateMs = Math.max(lateMs, dueMs - frameMs - sentMs);
    for (; sentMs < dueMs; sentMs += frameMs) sendAudio(session, id, frameMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  endReply(session, id);
  return lateMs;
}
