import { last, toArray } from '../../shared/kit/chunk-list.ts';
import type { SessionView } from '../../shared/session/view.ts';
import type { Stores } from '../store/stores.ts';

/** Something a person can do with the running session, found by its words. One entry here is one line of the command menu. */
export interface Command {
  readonly says: string;
  /** Key binding as in the key map, where it has one. */
  readonly key?: string;
  /** What it acts on, beside the words; null: it cannot be done now. */
  readonly note: (view: SessionView) => string | null;
  readonly run: (stores: Stores, view: SessionView) => void;
}

const always = (): string => '';
const running = (view: SessionView): string[] =>
  toArray(view.responses).flatMap(({ status, number, outOfBand }) =>
    status === 'in_progress' ? [`R${number}${outOfBand ? ', out of band' : ''}`] : [],
  );
const outOfBand = (view: SessionView): { id: string; number: number }[] =>
  toArray(view.responses).filter((response) => response.status === 'in_progress' && response.outOfBand);
const lastOf = (view: SessionView): string | null => {
  const item = toArray(view.items).findLast(({ deletedMs }) => deletedMs === null);
  return item === undefined ? null : item.text;
};

export const commands: readonly Command[] = [
  {
    says: 'Type a message',
    key: 't',
    note: always,
    run: ({ ui }) => ui.setState({ composing: true }),
  },
  {
    says: 'Ask for a response',
    key: 'Shift+r',
    note: always,
    run: ({ drive }) => void drive.respond({}),
  },
  {
    says: 'Ask for a response with its own settings, or out of band',
    key: 'Shift+o',
    note: always,
    run: ({ ui }) => ui.setState({ composing: true, wishing: true }),
  },
  {
    says: 'Cancel the response',
    key: 'x',
    note: (view) => running(view).join(', ') || null,
    run: ({ drive }) => void drive.cancel(),
  },
  {
    says: 'Cancel every response, also out of band',
    note: (view) => (outOfBand(view).length === 0 ? null : running(view).join(', ')),
    run: ({ drive }, view) => {
      for (const response of toArray(view.responses)) {
        if (response.status === 'in_progress') void drive.cancel(response.id);
      }
    },
  },
  {
    says: 'Commit the audio sent so far',
    key: 'Mod+Enter',
    note: ({ input }) => `${((input.sentMs - input.committedMs) / 1000).toFixed(1)} s since the last turn`,
    run: ({ drive }) => void drive.commit(),
  },
  {
    says: 'Throw the audio sent so far away',
    key: 'Mod+Backspace',
    note: ({ input }) => `${((input.sentMs - input.committedMs) / 1000).toFixed(1)} s since the last turn`,
    run: ({ drive }) => void drive.clear(),
  },
  {
    says: 'Mute or unmute',
    key: 'm',
    note: ({ input }) => (input.muted ? 'muted' : ''),
    run: ({ desk }, view) => void desk.mute(!view.input.muted),
  },
  {
    says: 'Cut the last answer short where it stands',
    note: (view) => (last(view.playback) === undefined ? null : ''),
    run: ({ drive }, view) => {
      const spoken = toArray(view.items).findLast(({ role, audioMs }) => role === 'assistant' && audioMs > 0);
      if (spoken !== undefined) void drive.truncate(spoken);
    },
  },
  {
    says: 'Delete the last item of the conversation',
    note: lastOf,
    run: ({ drive }, view) => {
      const item = toArray(view.items).findLast(({ deletedMs }) => deletedMs === null);
      if (item !== undefined) void drive.deleteItem(item.id);
    },
  },
  {
    says: 'Answers to calls of functions',
    note: always,
    run: ({ ui }) => ui.setState({ dialog: 'tool-answers' }),
  },
  {
    says: 'Stop safely',
    key: 'Mod+.',
    note: always,
    run: ({ desk }) => void desk.stopSafely(),
  },
];
