import { asString, atPath } from '../../json.ts';
import { last, toArray } from '../chunk-list.ts';
import type { ResponseView, SessionView } from '../view.ts';
import type { Guard } from './guard.ts';

const running = (view: SessionView): ResponseView[] =>
  toArray(view.responses).filter((response) => response.status === 'in_progress');

const runningInConversation = (view: SessionView): ResponseView | undefined =>
  running(view).find((response) => !response.outOfBand);

const hasSpoken = (view: SessionView): boolean =>
  toArray(view.items).some((item) => item.role === 'assistant' && item.audioMs > 0);

export const responseGuards: readonly Guard[] = [
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
