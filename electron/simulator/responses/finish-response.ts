import type { JsonObject } from '../../../shared/json.ts';
import { wireItem, type MessageItem } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { runHidden } from './hidden-response.ts';
import { chargedFor, reportedFor } from './report-usage.ts';
import { wireResponse, type Ending, type RunningResponse } from './running.ts';

/** The `.done` events of an item whose output has begun. */
function closeItem(session: Session, running: RunningResponse, item: MessageItem, ending: Ending): void {
  const place = { response_id: running.id, item_id: item.id, output_index: 0, content_index: 0 };
  const { spoken } = running.plan;
  if (spoken) {
    session.send('response.output_audio.done', place);
    session.send('response.output_audio_transcript.done', { ...place, transcript: running.sentText });
  } else {
    session.send('response.output_text.done', { ...place, text: running.sentText });
  }
  const part: JsonObject = spoken
    ? { type: 'audio', transcript: running.sentText }
    : { type: 'text', text: running.sentText };
  session.send('response.content_part.done', { ...place, part });
  item.status = ending.status === 'completed' ? 'completed' : 'incomplete';
  const index = session.conversation.items.indexOf(item);
  if (index >= 0) {
    const previous = session.conversation.items[index - 1]?.id ?? null;
    session.send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) });
  }
  session.send('response.output_item.done', { response_id: running.id, output_index: 0, item: wireItem(item) });
}

/** Ends a response: closes its item, charges it and sends `response.done`. */
export function finishResponse(session: Session, running: RunningResponse, ending: Ending): void {
  if (!session.responses.delete(running.id)) return;
  running.stopTimer();
  if (running.item !== null) closeItem(session, running, running.item, ending);
  const charged = chargedFor(session, running);
  const reported = reportedFor(session, charged, ending.status);
  session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported });
  session.send('response.done', { response: wireResponse(running, ending, reported) });
  if (ending.status === 'completed') runHidden(session, running);
  if (running.settings.inConversation) session.afterResponse(running);
}

/** The session is gone: what was produced is charged, and nobody hears of it. */
export function abandonResponses(session: Session): void {
  for (const running of session.responses.values()) {
    running.stopTimer();
    const charged = chargedFor(session, running);
    session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported: null });
  }
  session.responses.clear();
}
