import type { JsonObject } from '../../../shared/json.ts';
import { wireItem } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { runHidden } from './hidden-response.ts';
import { answerReads, chargedFor, outputSoFar, reportedFor, usedNothing } from './report-usage.ts';
import { wireResponse, type Delivery, type Ending, type RunningResponse } from './running.ts';

/** The `.done` events of a message whose output has begun. */
export function closeMessage(
  session: Session,
  running: RunningResponse,
  delivery: Delivery,
  status: 'completed' | 'incomplete',
): void {
  const { item, plan, sentText } = delivery;
  if (item.status !== 'in_progress') return;
  const outputIndex = running.outputs.indexOf(delivery);
  const place = { response_id: running.id, item_id: item.id, output_index: outputIndex, content_index: 0 };
  const spoken = plan.kind === 'spoken';
  if (spoken) {
    session.send('response.output_audio.done', place);
    session.send('response.output_audio_transcript.done', { ...place, transcript: sentText });
  } else {
    session.send('response.output_text.done', { ...place, text: sentText });
  }
  const part: JsonObject = spoken ? { type: 'audio', transcript: sentText } : { type: 'text', text: sentText };
  session.send('response.content_part.done', { ...place, part });
  item.status = status;
  const index = session.conversation.items.indexOf(item);
  if (index >= 0) {
    const previous = session.conversation.items[index - 1]?.id ?? null;
    session.send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) });
  }
  session.send('response.output_item.done', {
    response_id: running.id,
    output_index: outputIndex,
    item: wireItem(item),
  });
}

/** What was read is known from now on, and what was said in answer too, unless it was thought about. */
function remember(session: Session, running: RunningResponse): void {
  const { prompt, reads } = running.context;
  const answer = (running.thoughts ?? 0) > 0 ? [] : answerReads(session, running);
  session.deployment.cache.remember(session.model, prompt, [...reads, ...answer]);
}

/** Ends a response: closes its item, charges it and sends `response.done`. */
export function finishResponse(session: Session, running: RunningResponse, ending: Ending): void {
  if (!session.responses.delete(running.id)) return;
  running.stopTimer();
  const status = ending.status === 'completed' ? 'completed' : 'incomplete';
  for (const output of running.outputs) if (output.plan !== null) closeMessage(session, running, output, status);
  Object.assign(running.written, outputSoFar(session, running), { ended: true });
  const charged = chargedFor(session, running, ending.status);
  const reported = reportedFor(session, charged, ending.status);
  session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported });
  if (!usedNothing(running, ending.status)) remember(session, running);
  session.send('response.done', { response: wireResponse(running, ending, reported) });
  if (ending.status === 'completed') runHidden(session, running);
  if (running.settings.inConversation) session.afterResponse(running);
}

/** The session is gone: what was produced is charged, and nobody hears of it. */
export function abandonResponses(session: Session): void {
  for (const running of session.responses.values()) {
    running.stopTimer();
    const charged = chargedFor(session, running, null);
    session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported: null });
  }
  session.responses.clear();
}
