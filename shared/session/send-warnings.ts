import { findLastIndex, last, toArray } from '../kit/chunk-list.ts';
import { asArray, asNumber, asString, atPath, isJsonObject, type JsonObject } from '../kit/json.ts';
import { commitNeedsMs, takesImages } from '../protocol/client-event-limits.ts';
import { itemOf, type ResponseView, type SessionView } from './view.ts';
import { count } from '../kit/numbers.ts';

/** What a guard looks at: an event about to be sent, and the session it would meet. */
interface GuardCase {
  readonly view: SessionView;
  /** The client event, without its `event_id`. */
  readonly event: JsonObject;
  /** How long the talk key was held for the turn that is to be committed; undefined: no key was used. */
  readonly heldMs?: number;
}

/** Something known to go wrong, told before it is sent. */
interface Guard {
  readonly id: string;
  /** Type of the client events it looks at. */
  readonly on: string;
  /** What would happen and what to do instead, as whole sentences; null: nothing is known to go wrong. */
  readonly warn: (about: GuardCase) => string | null;
}

const detects = ({ effective }: SessionView): boolean =>
  effective !== null && (atPath(effective, 'audio.input.turn_detection') ?? null) !== null;

/** Audio the service holds that is in no turn yet; at most as long as the key was held, where one was. */
function bufferedMs({ view, heldMs }: GuardCase): number {
  const sinceMs = Math.max(0, view.input.sentMs - view.input.committedMs);
  return heldMs === undefined ? sinceMs : Math.min(sinceMs, heldMs);
}

const inputGuards: readonly Guard[] = [
  {
    id: 'commit-short',
    on: 'input_audio_buffer.commit',
    warn: (about) => {
      const ms = Math.round(bufferedMs(about));
      if (detects(about.view) || ms >= commitNeedsMs) return null;
      return `Only ${count(ms)} ms of audio are in the buffer, and the service refuses a commit of less than ${commitNeedsMs} ms. Talk for longer, then commit.`;
    },
  },
  {
    id: 'commit-under-vad',
    on: 'input_audio_buffer.commit',
    warn: ({ view }) =>
      detects(view)
        ? 'Turn detection is on, so the service commits each turn by itself. A commit now either finds nothing and is refused, or makes a turn of the rest that is in the buffer, which is answered and charged.'
        : null,
  },
  {
    id: 'clear-while-speaking',
    on: 'input_audio_buffer.clear',
    warn: ({ view }) => {
      const speech = last(view.speech);
      return detects(view) && speech !== undefined && speech.endMs === null
        ? 'Somebody is speaking. What was said of this turn so far is thrown away, and the VAD takes the rest for a turn of its own.'
        : null;
    },
  },
];

const running = (view: SessionView): ResponseView[] =>
  toArray(view.responses).filter((response) => response.status === 'in_progress');

const runningInConversation = (view: SessionView): ResponseView | undefined =>
  running(view).find((response) => !response.outOfBand);

const hasSpoken = (view: SessionView): boolean =>
  toArray(view.items).some((item) => item.role === 'assistant' && item.audioMs > 0);

const responseGuards: readonly Guard[] = [
  {
    id: 'response-active',
    on: 'response.create',
    warn: ({ view, event }) => {
      const active = runningInConversation(view);
      if (active === undefined || atPath(event, 'response.conversation') === 'none') return null;
      return `R${active.number} is still running, and the service refuses a second response in the conversation. Wait for its end, cancel it, or ask out of band.`;
    },
  },
  {
    id: 'response-while-vad-answers',
    on: 'response.create',
    warn: ({ view, event }) => {
      const detection = atPath(view.effective ?? {}, 'audio.input.turn_detection') ?? null;
      const answers = detection !== null && atPath(detection, 'create_response') !== false;
      const speaking = last(view.speech)?.endMs === null;
      if (!answers || !speaking || atPath(event, 'response.conversation') === 'none') return null;
      return 'You are speaking and the service answers by itself when you stop: asking as well gives two answers, both charged, or a refusal.';
    },
  },
  {
    id: 'response-voice-locked',
    on: 'response.create',
    warn: ({ view, event }) => {
      const asked = atPath(event, 'response.audio.output.voice');
      const now = atPath(view.effective ?? {}, 'audio.output.voice');
      if (asked === undefined || JSON.stringify(asked) === JSON.stringify(now) || !hasSpoken(view)) return null;
      return `The session has spoken with the voice ${JSON.stringify(now)}, and the service refuses another once there is audio. Start a new session for another voice.`;
    },
  },
  {
    id: 'response-forced-tool-missing',
    on: 'response.create',
    warn: ({ view, event }) => {
      const choice = atPath(event, 'response.tool_choice');
      const name = asString(atPath(choice, 'name'));
      const tools = atPath(event, 'response.tools') ?? atPath(view.effective ?? {}, 'tools');
      const names = Array.isArray(tools) ? tools.map((tool) => asString(atPath(tool, 'name'))) : [];
      if (choice === 'required' && names.length === 0) {
        return 'A tool is required and the session has none, so the service refuses the response. Add a tool to the session first.';
      }
      if (name === undefined || names.includes(name)) return null;
      return `The session has no function called ${name}, so the service refuses the response. Add it to the tools first.`;
    },
  },
  {
    id: 'cancel-nothing',
    on: 'response.cancel',
    warn: ({ view, event }) => {
      const id = asString(event['response_id']);
      if (id !== undefined) {
        const named = running(view).some((response) => response.id === id);
        return named ? null : `No response ${id} is running, so there is nothing to cancel and the service says so.`;
      }
      if (runningInConversation(view) !== undefined) return null;
      return running(view).length > 0
        ? 'Only out-of-band responses are running, and a cancel without an id does not reach them. Cancel them by id.'
        : 'No response is running, so the service answers that there is nothing to cancel.';
    },
  },
  {
    id: 'voice-after-audio',
    on: 'session.update',
    warn: ({ view, event }) => {
      const asked = atPath(event, 'session.audio.output.voice');
      const now = atPath(view.effective ?? {}, 'audio.output.voice');
      if (asked === undefined || JSON.stringify(asked) === JSON.stringify(now) || !hasSpoken(view)) return null;
      return 'The session has produced audio, so its voice is fixed and the service refuses the whole update. Start a new session for another voice.';
    },
  },
];

/** Whether the service has an item of that id, as far as its events tell. */
function absence(view: SessionView, id: string | undefined): string | null {
  const item = itemOf(view, id);
  if (item === undefined) return `The conversation has no item ${id ?? 'without an id'}, so the service refuses this.`;
  return item.deletedMs === null ? null : `The item ${item.id} was deleted before, so the service refuses this.`;
}

const absent = (id: string, on: string): Guard => ({
  id,
  on,
  warn: ({ view, event }) => absence(view, asString(event['item_id'])),
});

const holdsImage = (part: unknown): boolean => isJsonObject(part) && part['type'] === 'input_image';

const conversationGuards: readonly Guard[] = [
  absent('delete-absent', 'conversation.item.delete'),
  absent('retrieve-absent', 'conversation.item.retrieve'),
  absent('truncate-absent', 'conversation.item.truncate'),
  {
    id: 'delete-busts-cache',
    on: 'conversation.item.delete',
    warn: ({ view, event }) => {
      const id = asString(event['item_id']);
      const index = findLastIndex(view.items, (item) => item.id === id);
      const behind = view.items.length - 1 - index;
      if (index < 0 || absence(view, id) !== null || view.responses.length === 0) return null;
      return `From this item on the conversation is another one: what the service has cached of it and of the ${count(behind)} after it no longer counts, and the next response reads it at the full price.`;
    },
  },
  {
    id: 'truncate-beyond',
    on: 'conversation.item.truncate',
    warn: ({ view, event }) => {
      const item = itemOf(view, asString(event['item_id']));
      const askedMs = asNumber(event['audio_end_ms']) ?? 0;
      if (item === undefined || askedMs <= item.audioMs) return null;
      return `${count(Math.floor(item.audioMs))} ms of this answer have come, and the service refuses to cut it at ${count(askedMs)} ms.`;
    },
  },
  {
    id: 'truncate-no-audio',
    on: 'conversation.item.truncate',
    warn: ({ view, event }) => {
      const item = itemOf(view, asString(event['item_id']));
      if (item === undefined || (item.role === 'assistant' && item.audioMs > 0)) return null;
      return 'Only spoken answers can be cut short, so the service refuses this.';
    },
  },
  {
    id: 'image-model',
    on: 'conversation.item.create',
    warn: ({ view, event }) => {
      if (!asArray(atPath(event, 'item.content')).some(holdsImage)) return null;
      const model = asString(atPath(view.effective ?? {}, 'model')) ?? view.header?.endpoint.deployment ?? '';
      switch (takesImages(model)) {
        case true:
          return null;
        case false:
          return `${model} takes no images, so the service refuses the message.`;
        case null:
          return `Whether ${model === '' ? 'this model' : model} takes images is not known. If it does not, the service refuses the message and nothing is charged.`;
      }
    },
  },
];

/** Everything that is known to go wrong with an event of the client. A new warning is one entry in one of these lists. */
export const guards: readonly Guard[] = [...inputGuards, ...responseGuards, ...conversationGuards];

export interface Warning {
  readonly id: string;
  readonly text: string;
}

/** What is known to go wrong if this event is sent now; empty: nothing. */
export function warningsFor(about: GuardCase): Warning[] {
  const type = asString(about.event['type']);
  return guards.flatMap(({ id, on, warn }) => {
    const text = on === type ? warn(about) : null;
    return text === null ? [] : [{ id, text }];
  });
}
