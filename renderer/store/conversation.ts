import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { toArray } from '../../shared/kit/chunk-list.ts';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { isJsonObject, type JsonObject } from '../../shared/kit/json.ts';
import { checkImage } from '../../shared/protocol/client-event-limits.ts';
import {
  cancelResponse,
  clearInput,
  commitInput,
  createItem,
  createResponse,
  deleteItem,
  type ResponseWish,
  retrieveItem,
  truncateItem,
} from '../../shared/protocol/client-events.ts';
import {
  approvalResponse,
  functionOutput,
  systemText,
  userImage,
  userText,
} from '../../shared/protocol/conversation-items.ts';
import { warningsFor } from '../../shared/session/send-warnings.ts';
import type { McpView } from '../../shared/session/mcp.ts';
import type { CallView, ItemView } from '../../shared/session/view.ts';
import type { Live } from './live.ts';
import type { SessionStore } from './session.ts';

/** Sends client events one after the other; with what is known to go wrong shown first, and sent only if a person says so. */
export type Sender = (events: readonly JsonObject[], more?: { readonly heldMs?: number }) => Promise<Result>;

const notSent = refuse(benchError('refused', 'It was not sent.'));

export function createSender(bench: BenchApi, session: SessionStore, live: Live): Sender {
  async function sendAll(events: readonly JsonObject[]): Promise<Result> {
    for (const event of events) {
      const answer = await bench.call('session.send', { event });
      if (!answer.ok) return answer;
    }
    return ok({});
  }

  return async (events, { heldMs } = {}) => {
    // Its warnings are of what was sent, which is shown later than it is known.
    session.takeIn();
    const held = heldMs === undefined ? {} : { heldMs };
    const warningsNow = (): string[] => {
      const { view } = session.getState();
      if (view === null) return [];
      return events.flatMap((event) => warningsFor({ view, event, ...held })).map(({ text }) => text);
    };
    const warnings = warningsNow();
    if (warnings.length === 0) return sendAll(events);
    live.getState().guard?.decide(false);
    const anyway = await new Promise<boolean>((resolve) => {
      const decide = (send: boolean): void => {
        unfollow();
        live.ask(null);
        resolve(send);
      };
      let shown = warnings;
      // What speaks against it may be over before the person has decided: a response ends, somebody stops speaking.
      const unfollow = session.subscribe(() => {
        const now = warningsNow();
        if (now.join('\n') === shown.join('\n')) return;
        shown = now;
        live.ask({ warnings: now, decide });
      });
      live.ask({ warnings, decide });
    });
    return anyway ? sendAll(events) : notSent;
  };
}

/** A message somebody wrote. */
export interface MessageDraft {
  readonly text: string;
  readonly role: 'user' | 'system';
  /** A picture that goes along; null: none. */
  readonly image: File | null;
  /** Asks for an answer at once; null: only the message goes out. */
  readonly answer: ResponseWish | null;
}

/** What a person makes the conversation do, beside speaking. */
export interface ConversationActions {
  send(draft: MessageDraft): Promise<Result>;
  respond(wish: ResponseWish): Promise<Result>;
  /** Without an id: the conversation's own response. */
  cancel(responseId?: string): Promise<Result>;
  commit(): Promise<Result>;
  clear(): Promise<Result>;
  deleteItem(itemId: string): Promise<Result>;
  /** Asks for the item and opens the inspector at what comes back. */
  retrieve(itemId: string): Promise<Result>;
  /** Cuts an answer where its playback stands or stopped. */
  truncate(item: ItemView): Promise<Result>;
  /** Gives a function's result, and asks for the next response once no call of this one waits. */
  answerCall(call: CallView, output: string): Promise<Result>;
  /** Says whether the service may call the tool of an MCP server that it asks for. */
  answerApproval(asked: McpView, approve: boolean): Promise<Result>;
}

function dataUrlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')));
    reader.readAsDataURL(file);
  });
}

/** The event that puts a draft into the conversation; refuses an image that cannot go out. */
async function messageOf({ text, role, image }: MessageDraft): Promise<Result<{ event: JsonObject }>> {
  if (image === null) return { ok: true, event: createItem(role === 'user' ? userText(text) : systemText(text)) };
  const fit = checkImage(image);
  if (!fit.ok) return fit;
  try {
    return { ok: true, event: createItem(userImage(await dataUrlOf(image), text.trim())) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse({ reason: 'not-found', message: `${image.name} could not be read: ${why}` });
  }
}

export function createConversationActions(send: Sender, session: SessionStore, live: Live): ConversationActions {
  const wanted = new Set<string>();
  session.onEntries((entries) => {
    if (wanted.size === 0) return;
    for (const { event, seq } of entries) {
      if (!isJsonObject(event) || event['type'] !== 'conversation.item.retrieved') continue;
      const id = isJsonObject(event['item']) ? event['item']['id'] : undefined;
      if (typeof id === 'string' && wanted.delete(id)) live.showEntry(seq);
    }
  });

  return {
    async send(draft) {
      const message = await messageOf(draft);
      if (!message.ok) return message;
      return send([message.event, ...(draft.answer === null ? [] : [createResponse(draft.answer)])]);
    },
    respond: (wish) => send([createResponse(wish)]),
    cancel: (responseId) => send([cancelResponse(responseId)]),
    commit: () => send([commitInput()]),
    clear: () => send([clearInput()]),
    deleteItem: (itemId) => send([deleteItem(itemId)]),
    retrieve(itemId) {
      wanted.add(itemId);
      return send([retrieveItem(itemId)]);
    },
    truncate(item) {
      session.takeIn();
      const running = toArray(session.getState().view?.playback ?? { length: 0, chunks: [] }).findLast(
        ({ itemId, endMs }) => itemId === item.id && endMs === null,
      );
      const playedMs =
        running === undefined ? (item.playedMs ?? item.audioMs) : (session.getState().view?.t ?? 0) - running.startMs;
      return send([truncateItem(item.id, Math.min(playedMs, item.audioMs))]);
    },
    answerCall(call, output) {
      const calls = toArray(session.getState().view?.calls ?? { length: 0, chunks: [] });
      const others = calls.some(
        ({ callId, responseId, status }) =>
          callId !== call.callId && responseId === call.responseId && status !== 'answered',
      );
      return send([createItem(functionOutput(call.callId, output)), ...(others ? [] : [createResponse()])]);
    },
    answerApproval: (asked, approve) => send([createItem(approvalResponse(asked.itemId, approve))]),
  };
}
