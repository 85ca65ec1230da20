import { performance } from 'node:perf_hooks';
import { wholeMs } from '../audio/time.ts';
import { deliveriesOf, type RunningResponse } from '../responses/running.ts';
import { startResponse } from '../responses/start-response.ts';
import type { Session } from '../session.ts';
import { commitTurn } from './commit-turn.ts';

function idleTimeoutMs(session: Session): number | null {
  const { turn_detection: detection } = session.config.audio.input;
  return detection?.type === 'server_vad' ? detection.idle_timeout_ms : null;
}

/** How much longer a client that began to play with the first delta plays, in ms of natural time. */
function playbackLeftMs(session: Session, ended: RunningResponse): number {
  const spoken = deliveriesOf(ended).filter(({ plan }) => plan.kind === 'spoken');
  const [first] = spoken;
  if (first === undefined) return 0;
  const playedMs = (performance.now() - first.startedAtMs) / session.scaled(1);
  return Math.max(0, spoken.reduce((sum, { sentMs }) => sum + sentMs, 0) - playedMs);
}

/** After a response: once its playback is over, the idle timeout runs until someone speaks. */
export function armIdleTimeout(session: Session, ended: RunningResponse): void {
  const timeoutMs = idleTimeoutMs(session);
  if (timeoutMs === null) return;
  session.endIdle();
  session.stopIdle = session.wait(playbackLeftMs(session, ended), () => {
    session.idleFrom = session.buffer.end;
    session.stopIdle = session.wait(timeoutMs, () => timedOut(session));
  });
}

/** Nobody spoke: the silence is committed and answered. */
function timedOut(session: Session): void {
  const to = session.buffer.end;
  const from = session.idleFrom ?? to;
  session.endIdle();
  if (idleTimeoutMs(session) === null || session.turn !== null || session.active !== undefined) return;
  const itemId = session.ids.named('item');
  session.send('input_audio_buffer.timeout_triggered', {
    audio_start_ms: wholeMs(from),
    audio_end_ms: wholeMs(to),
    item_id: itemId,
  });
  commitTurn(session, itemId, from, to);
  startResponse(session, {}, null);
}
