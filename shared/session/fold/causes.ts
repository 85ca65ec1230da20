import { at, findLast, findLastIndex } from '../../kit/chunk-list.ts';
import { asArray, asObject, asString, atPath, type Json, type JsonObject } from '../../kit/json.ts';
import type { OwnInput } from '../../usage/expected.ts';
import { audioBytes, bytesPerMsOf } from '../audio-in-events.ts';
import type { Failure } from '../failure.ts';
import { isTranscription } from '../session-kind.ts';
import type { CommittedTurn, RequestsView, ResponseCause, SentCreate, SessionView } from '../view.ts';
import { editResponse } from './edit.ts';
import { overriddenPrompt, uncountedText } from './prompt.ts';

const withAsked = (view: SessionView, change: Partial<RequestsView>): SessionView => ({
  ...view,
  asked: { ...view.asked, ...change },
});

const inputMs = (view: SessionView, payload: Json | undefined): number =>
  audioBytes(payload) / bytesPerMsOf(atPath(view.effective ?? {}, 'audio.input.format'));

const partsOf = (item: JsonObject): JsonObject[] => asArray(item['content']).map((part) => asObject(part) ?? {});

/** The text of an item of a request as it is counted: its parts one after the other, or a function's call or output. */
export const requestText = (item: JsonObject): string =>
  item['type'] === 'message'
    ? partsOf(item)
        .map((part) => asString(part['text']) ?? '')
        .join('')
    : ['name', 'arguments', 'output'].flatMap((key) => asString(item[key]) ?? []).join(' ');

/** The items written into the `input` of a `response.create`, without those it only refers to. */
export const ownItems = (response: JsonObject): JsonObject[] =>
  asArray(response['input'])
    .map((entry) => asObject(entry) ?? {})
    .filter((entry) => entry['type'] !== 'item_reference');

function ownInput(view: SessionView, response: JsonObject): OwnInput | null {
  if (response['input'] === undefined) return null;
  const items = ownItems(response);
  const audioMs = items.flatMap(partsOf).reduce((ms, part) => ms + inputMs(view, part['audio']), 0);
  return {
    seq: view.seq,
    itemIds: asArray(response['input']).flatMap((entry) =>
      atPath(entry, 'type') === 'item_reference' ? (asString(atPath(entry, 'id')) ?? []) : [],
    ),
    messages: items.filter((item) => item['type'] !== 'message' || requestText(item) !== '').length,
    text: uncountedText(view.seq, items.map(requestText).join('')),
    audioMs,
  };
}

/** The client sent `response.create`. */
export function createSent(view: SessionView, event: JsonObject): SessionView {
  const response = asObject(event['response']) ?? {};
  const create: SentCreate = {
    seq: view.seq,
    t: view.t,
    eventId: asString(event['event_id']) ?? '',
    outOfBand: response['conversation'] === 'none',
    prompt: overriddenPrompt(view, response),
    ownInput: ownInput(view, response),
  };
  return withAsked(view, { creates: [...view.asked.creates, create] });
}

/** The client sent `conversation.item.create`: audio in it is measured now, for no server event carries it. */
export function itemSent(view: SessionView, event: JsonObject): SessionView {
  const item = asObject(event['item']) ?? {};
  const audioMs = partsOf(item).reduce((ms, part) => ms + inputMs(view, part['audio']), 0);
  if (audioMs === 0) return view;
  const sent = { itemId: asString(item['id']) ?? null, audioMs };
  return withAsked(view, { sentAudio: [...view.asked.sentAudio, sent] });
}

/** The length of the audio that was sent for this item, taken off the list of what is expected back. */
export function takeSentAudio(view: SessionView, itemId: string): { view: SessionView; audioMs: number } {
  const { sentAudio } = view.asked;
  const index = sentAudio.findIndex((sent) => sent.itemId === null || sent.itemId === itemId);
  const sent = sentAudio[index];
  if (sent === undefined) return { view, audioMs: 0 };
  return { view: withAsked(view, { sentAudio: sentAudio.toSpliced(index, 1) }), audioMs: sent.audioMs };
}

/** Whether the service answers a turn by itself; it does unless it was told not to, or only writes down what it hears. */
function answersByItself(view: SessionView): boolean {
  const detection = atPath(view.effective ?? {}, 'audio.input.turn_detection');
  return detection !== null && atPath(detection, 'create_response') !== false && !isTranscription(view);
}

/** The idle timeout committed this item, and it has not been answered. */
export const isIdle = ({ asked }: Pick<SessionView, 'asked'>, itemId: string | null): boolean =>
  asked.turns.some((turn) => turn.idle && turn.itemId === itemId);

/** A turn was committed. */
export function turnCommitted(view: SessionView, itemId: string): SessionView {
  const idle = view.asked.idleItemId === itemId;
  if (!idle && !answersByItself(view)) return view;
  // What the session has not said of its turn detection may be anything.
  const isAwaited = asObject(atPath(view.effective ?? {}, 'audio.input.turn_detection')) !== undefined;
  const turns = [...view.asked.turns, { seq: view.seq, t: view.t, itemId, idle, isAwaited }];
  return withAsked(view, { turns, idleItemId: idle ? null : view.asked.idleItemId });
}

/** The idle timeout is about to commit this item. */
export const idleAnnounced = (view: SessionView, itemId: string): SessionView =>
  withAsked(view, { idleItemId: itemId });

/** A service that answers within this time of a turn answers at once. */
const atOnceMs = 500;
/** One that has not begun within this time is slow, or has passed the turn over. */
const lateMs = 1500;

/**
 * The turn that a response answers which was created then. Turns are answered in their order; but those before one that has its
 * answer were passed over, and so was one that waits for long while a newer one is answered at once.
 */
function turnDue({ asked, responses }: SessionView, createdSeq: number, createdMs: number): CommittedTurn | undefined {
  const open = asked.turns.filter(({ seq }) => seq < createdSeq);
  const answered = findLast(responses, ({ cause }) => cause.kind === 'turn' || cause.kind === 'idle')?.cause;
  const answeredSeq = answered === undefined || answered.kind === 'nobody' ? 0 : answered.seq;
  const later = open.filter(({ seq }) => seq > answeredSeq);
  const due = later.length > 0 ? later : open;
  const [oldest] = due;
  const newest = due.at(-1);
  const waited = (turn: CommittedTurn | undefined): number => createdMs - (turn?.t ?? createdMs);
  return waited(oldest) > lateMs && waited(newest) <= atOnceMs ? newest : oldest;
}

/** The turn as a cause, and those that wait on; nobody where there is none. */
function turnTaken(
  { asked }: SessionView,
  turn: CommittedTurn | undefined,
): { readonly cause: ResponseCause; readonly turns: readonly CommittedTurn[] } {
  if (turn === undefined) return { cause: { kind: 'nobody' }, turns: asked.turns };
  const cause = { kind: turn.idle ? 'idle' : 'turn', seq: turn.seq, itemId: turn.itemId } as const;
  return { cause, turns: asked.turns.filter((other) => other !== turn) };
}

/**
 * What made a response that has just been created: a `response.create` that waits for one of its kind, else a turn that does. It
 * waits no more.
 */
export function takeCause(
  view: SessionView,
  outOfBand: boolean,
): { view: SessionView; cause: ResponseCause; create: SentCreate | null } {
  const { creates } = view.asked;
  const index = creates.findIndex((create) => create.outOfBand === outOfBand);
  const create = creates[index];
  if (create !== undefined) {
    const cause = { kind: 'create', seq: create.seq, eventId: create.eventId } as const;
    return { view: withAsked(view, { creates: creates.toSpliced(index, 1) }), cause, create };
  }
  const { cause, turns } = turnTaken(view, outOfBand ? undefined : turnDue(view, view.seq, view.t));
  return { view: withAsked(view, { turns }), cause, create: null };
}

/** What is refused because an answer runs already lacks none. */
const isRunning = ({ code }: Failure): boolean => code === 'conversation_already_has_active_response';

const refusedWith = (view: SessionView, failure: Failure): RequestsView['refused'] =>
  isRunning(failure) ? view.asked.refused : [...view.asked.refused, { t: view.t, failure }];

/** An error that names no event is about a `response.create`: about the newest that has no response. */
export function newestCreateRefused(view: SessionView, failure: Failure): SessionView {
  const { creates } = view.asked;
  if (creates.length === 0) return view;
  return withAsked(view, { creates: creates.slice(0, -1), refused: refusedWith(view, failure) });
}

/** A client event was refused. A `response.create` among them made no response: the one it was taken for answers a turn. */
export function createRefused(view: SessionView, eventId: string, failure: Failure): SessionView {
  const { creates } = view.asked;
  if (creates.some((create) => create.eventId === eventId)) {
    return withAsked(view, {
      creates: creates.filter((create) => create.eventId !== eventId),
      refused: refusedWith(view, failure),
    });
  }
  const taken = findLastIndex(
    view.responses,
    ({ cause }) => cause.kind === 'create' && cause.eventId === eventId && eventId !== '',
  );
  const response = at(view.responses, taken);
  if (response === undefined) return view;
  const { cause, turns } = turnTaken(view, turnDue(view, response.createdSeq, response.createdMs));
  return withAsked(editResponse(view, response.id, { cause }), { turns });
}
