import { performance } from 'node:perf_hooks';
import { type FunctionItem, type MessageItem, wireItem } from '../model/conversation.ts';
import { type CallPlan, chunkMs, type ReplyPlan } from '../model/reply-plan.ts';
import type { Delivery, RunningResponse } from '../model/response.ts';
import { createEncoder, samplesOf } from '../wire/audio.ts';
import { closeMessage, finishResponse } from './finish-response.ts';
import type { Session } from './session-state.ts';

/** Arguments stream in pieces, as text does. */
const pieceCharacters = 12;

/** Calls a function: the item with its arguments. */
function sendCall(session: Session, running: RunningResponse, call: CallPlan): void {
  const callId = session.ids.named('call');
  const item: FunctionItem = {
    type: 'function_call',
    id: session.ids.named('item'),
    status: 'completed',
    members: { name: call.name, call_id: callId, arguments: call.arguments },
    written: running.written,
  };
  running.written.itemIds.push(item.id);
  const outputIndex = running.outputs.push({ plan: null, item }) - 1;
  const begun = { ...wireItem(item), status: 'in_progress', arguments: '' };
  const place = { response_id: running.id, item_id: item.id, output_index: outputIndex, call_id: callId };
  session.send('response.output_item.added', { response_id: running.id, output_index: outputIndex, item: begun });
  const previous = running.settings.inConversation ? (session.conversation.add(item) ?? null) : null;
  if (running.settings.inConversation) {
    session.send('conversation.item.added', { previous_item_id: previous, item: begun });
  }
  for (let at = 0; at < call.arguments.length; at += pieceCharacters) {
    const delta = call.arguments.slice(at, at + pieceCharacters);
    session.send('response.function_call_arguments.delta', { ...place, delta });
  }
  session.send('response.function_call_arguments.done', { ...place, name: call.name, arguments: call.arguments });
  if (running.settings.inConversation) {
    session.send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) });
  }
  session.send('response.output_item.done', {
    response_id: running.id,
    output_index: outputIndex,
    item: wireItem(item),
  });
}

interface Place {
  readonly [key: string]: string | number;
}

const placeOf = (running: RunningResponse, delivery: Delivery): Place => ({
  response_id: running.id,
  item_id: delivery.item.id,
  output_index: running.outputs.indexOf(delivery),
  content_index: 0,
});

/** Sends the words that are due before `until`; the item holds them unless the client has cut it. */
function sendWords(session: Session, delivery: Delivery, place: Place, until: number): void {
  const { plan, item } = delivery;
  const { words, kind } = plan;
  const type = kind === 'spoken' ? 'response.output_audio_transcript.delta' : 'response.output_text.delta';
  for (
    let word = words[delivery.sentWords];
    word !== undefined && word.atMs < until;
    word = words[delivery.sentWords]
  ) {
    delivery.sentWords += 1;
    delivery.sentText += word.text;
    if (kind === 'spoken' && !delivery.inRun) delivery.runs += 1;
    delivery.inRun = true;
    session.send(type, { ...place, delta: word.text });
  }
  const part = item.parts[0];
  if (part === undefined || item.truncated === true) return;
  if ('pcm24k' in part) part.transcript = delivery.sentText;
  else if ('text' in part) part.text = delivery.sentText;
}

function sendChunk(session: Session, running: RunningResponse, delivery: Delivery): void {
  const { plan, item } = delivery;
  const place = placeOf(running, delivery);
  const from = delivery.sentMs;
  delivery.sentMs = Math.min(plan.durationMs, from + chunkMs);
  if (plan.kind === 'written') return sendWords(session, delivery, place, delivery.sentMs);
  // What is said in a stretch of audio goes out before it.
  sendWords(session, delivery, place, from + chunkMs / 2);
  delivery.inRun = false;
  const part = item.parts[0];
  if (part !== undefined && 'pcm24k' in part && item.truncated !== true) {
    part.pcm24k = plan.pcm24k.subarray(0, samplesOf(delivery.sentMs));
  }
  const piece = plan.pcm24k.subarray(samplesOf(from), samplesOf(delivery.sentMs));
  const audio = delivery.encoder(piece, delivery.sentMs >= plan.durationMs);
  session.send('response.output_audio.delta', { ...place, delta: Buffer.from(audio).toString('base64') });
}

/** What the switches do to a reply that is half delivered. */
function misbehaveMidway(session: Session, delivery: Delivery): void {
  if (delivery.stalled || delivery.sentMs * 2 < delivery.plan.durationMs) return;
  delivery.stalled = true;
  if (session.switches.drop_mid_reply) session.connection.destroy();
  if (session.switches.stall_ms !== undefined) {
    session.connection.hold();
    session.timers.after(session.switches.stall_ms, () => session.connection.release());
  }
}

/** Delivers what is due of a message, again and again until it is over; then what comes after it. */
function stream(session: Session, running: RunningResponse, delivery: Delivery): void {
  const { durationMs, limited } = delivery.plan;
  const dueMs = (performance.now() - delivery.startedAtMs) * session.switches.speed + chunkMs;
  while (delivery.sentMs < Math.min(dueMs, durationMs)) {
    sendChunk(session, running, delivery);
    misbehaveMidway(session, delivery);
    if (session.connection.cut) return;
  }
  if (delivery.sentMs < durationMs) {
    running.stopTimer = session.timers.after(chunkMs / session.switches.speed, () =>
      stream(session, running, delivery),
    );
    return;
  }
  sendWords(session, delivery, placeOf(running, delivery), Infinity);
  if (limited) finishResponse(session, running, { status: 'incomplete', reason: 'max_output_tokens' });
  else if (running.toCome.length > 0 || !running.staysOpen) {
    closeMessage(session, running, delivery, 'completed');
    sendRest(session, running);
  }
}

function beginMessage(session: Session, running: RunningResponse, plan: ReplyPlan): void {
  const spoken = plan.kind === 'spoken';
  const item: MessageItem = {
    type: 'message',
    id: session.ids.named('item'),
    role: 'assistant',
    status: 'in_progress',
    parts: [],
    ...(session.family === 'reasoning' ? { phase: running.toCome.length > 0 ? 'commentary' : 'final_answer' } : {}),
    written: running.written,
  };
  const delivery: Delivery = {
    plan,
    item,
    encoder: createEncoder(running.settings.format),
    sentMs: 0,
    sentWords: 0,
    sentText: '',
    runs: 0,
    inRun: false,
    startedAtMs: performance.now(),
    stalled: false,
  };
  running.written.itemIds.push(item.id);
  const outputIndex = running.outputs.push(delivery) - 1;
  session.send('response.output_item.added', {
    response_id: running.id,
    output_index: outputIndex,
    item: wireItem(item),
  });
  if (running.settings.inConversation) {
    const previous = session.conversation.add(item) ?? null;
    session.send('conversation.item.added', { previous_item_id: previous, item: wireItem(item) });
  }
  item.parts.push(
    spoken ? { type: 'output_audio', pcm24k: new Int16Array(0), transcript: '' } : { type: 'output_text', text: '' },
  );
  if (spoken && running.settings.inConversation) session.hasSpoken = true;
  session.send('response.content_part.added', {
    ...placeOf(running, delivery),
    part: spoken ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
  });
  stream(session, running, delivery);
}

/** Puts out what a response has still to say, item by item, and ends it. */
export function sendRest(session: Session, running: RunningResponse): void {
  for (let next = running.toCome.shift(); next !== undefined; next = running.toCome.shift()) {
    // A message takes its time and comes back here when it is over.
    if (next.kind !== 'called') return beginMessage(session, running, next);
    sendCall(session, running, next);
  }
  if (!running.staysOpen) finishResponse(session, running, { status: 'completed' });
}
