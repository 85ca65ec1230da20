import { performance } from 'node:perf_hooks';
import { samplesOf } from '../audio/time.ts';
import type { MessageItem } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { finishResponse } from './finish-response.ts';
import type { RunningResponse } from './running.ts';

/** Audio of one delta. */
const chunkMs = 100;
/** Text runs this far ahead of the audio it belongs to. */
const textLeadMs = 300;

function sendWords(session: Session, running: RunningResponse, place: Place): void {
  const { words, spoken, durationMs } = running.plan;
  const until = running.sentMs >= durationMs ? Infinity : running.sentMs + (spoken ? textLeadMs : 0);
  const type = spoken ? 'response.output_audio_transcript.delta' : 'response.output_text.delta';
  for (let word = words[running.sentWords]; word !== undefined && word.atMs < until; word = words[running.sentWords]) {
    running.sentWords += 1;
    running.sentText += word.text;
    session.send(type, { ...place, delta: word.text });
  }
}

interface Place {
  readonly [key: string]: string | number;
}

function sendChunk(session: Session, running: RunningResponse, item: MessageItem): void {
  const { plan } = running;
  const place = { response_id: running.id, item_id: item.id, output_index: 0, content_index: 0 };
  const from = running.sentMs;
  running.sentMs = Math.min(plan.durationMs, from + chunkMs);
  sendWords(session, running, place);
  const part = item.parts[0];
  if (part !== undefined && 'pcm24k' in part) {
    if (item.truncated !== true) {
      part.pcm24k = plan.pcm24k.subarray(0, samplesOf(running.sentMs));
      part.transcript = running.sentText;
    }
    const piece = plan.pcm24k.subarray(samplesOf(from), samplesOf(running.sentMs));
    const audio = running.encoder(piece, running.sentMs >= plan.durationMs);
    session.send('response.output_audio.delta', { ...place, delta: Buffer.from(audio).toString('base64') });
  } else if (part !== undefined && 'text' in part) part.text = running.sentText;
}

/** What the switches do to a reply that is half delivered. */
function misbehaveMidway(session: Session, running: RunningResponse): void {
  if (running.stalled || running.sentMs * 2 < running.plan.durationMs) return;
  running.stalled = true;
  if (session.switches.drop_mid_reply) session.connection.destroy();
  if (session.switches.stall_ms !== undefined) {
    session.connection.hold();
    session.timers.after(session.switches.stall_ms, () => session.connection.release());
  }
}

/** Delivers what is due of a reply, again and again until it is over. */
export function streamReply(session: Session, running: RunningResponse, item: MessageItem): void {
  running.startedAtMs ??= performance.now();
  const { durationMs, limited } = running.plan;
  const dueMs = (performance.now() - running.startedAtMs) * session.switches.speed + chunkMs;
  while (running.sentMs < Math.min(dueMs, durationMs)) {
    sendChunk(session, running, item);
    misbehaveMidway(session, running);
    if (session.connection.cut) return;
  }
  if (running.sentMs < durationMs) {
    running.stopTimer = session.timers.after(chunkMs / session.switches.speed, () =>
      streamReply(session, running, item),
    );
    return;
  }
  finishResponse(
    session,
    running,
    limited ? { status: 'incomplete', reason: 'max_output_tokens' } : { status: 'completed' },
  );
}
