import { last, toArray } from '../../shared/kit/chunk-list.ts';
import { isUnderWay, type SessionView } from '../../shared/session/view.ts';
import type { Preferences } from '../../shared/contract/preferences.ts';
import { showsStart } from '../store/start.ts';
import type { Stores } from '../store/stores.ts';
import { type Action, doAction, inProgress, nothingToAdd, open, running } from './actions.ts';
import { onceDrawn } from './once-drawn.ts';

const lastItem = (view: SessionView) => toArray(view.items).findLast(({ deletedMs }) => deletedMs === null);

/** Neither a session nor a start is under way. */
const idle = ({ start }: Stores, view: SessionView | null): boolean =>
  start.getState().starting === null && (view === null || !isUnderWay(view.phase));

/** A start page shows, or a start that failed: there is something to start. */
const startable = (stores: Stores, view: SessionView | null): boolean => {
  const state = stores.start.getState();
  const failed = state.error !== null || view?.phase === 'refused';
  return idle(stores, view) && (failed || showsStart(state, view?.phase ?? null));
};

const dialog = (label: string, name: Parameters<Stores['appWindow']['openDialog']>[0]): Action => ({
  label,
  note: nothingToAdd,
  run: ({ appWindow }) => appWindow.openDialog(name),
});

const theme = (label: string, name: Preferences['theme']): Action => ({
  label,
  note: nothingToAdd,
  run: ({ preferences }) => void preferences.change({ theme: name }),
});

/** What a person can do that has no key: by the command menu, by the menu bar of the desktop, or by a button. */
export const menuActions = {
  start: {
    label: 'Start a session',
    available: startable,
    note: nothingToAdd,
    run: ({ appWindow, control, start }, view) => {
      appWindow.showPage('live');
      // What stands in the form is read and settled by its own button.
      if (showsStart(start.getState(), view?.phase ?? null)) onceDrawn('[data-start]', (button) => button.click());
      else void control.start();
    },
  },
  'open-record': {
    label: 'Open a record',
    note: nothingToAdd,
    run: ({ appWindow }) => {
      appWindow.showPage('sessions');
      onceDrawn('tr[data-index][tabindex="0"]', (row) => row.focus());
    },
  },
  'import-session': {
    label: 'Import a session',
    note: nothingToAdd,
    run: ({ appWindow }) => {
      appWindow.showPage('sessions');
      onceDrawn('[data-import]', (button) => button.click());
    },
  },
  'cancel-all': {
    label: 'Cancel every response, also out of band',
    available: open,
    note: (view) => (inProgress(view).some(({ outOfBand }) => outOfBand) ? running(view) : null),
    run: ({ conversation }, view) => {
      for (const { id } of view === null ? [] : inProgress(view)) void conversation.cancel(id);
    },
  },
  truncate: {
    label: 'Cut the last answer short where it stands',
    available: open,
    note: (view) => (last(view.playback) === undefined ? null : ''),
    run: ({ conversation }, view) => {
      const items = view === null ? [] : toArray(view.items);
      const spoken = items.findLast(({ role, audioMs }) => role === 'assistant' && audioMs > 0);
      if (spoken !== undefined) void conversation.truncate(spoken);
    },
  },
  'delete-item': {
    label: 'Delete the last item of the conversation',
    available: open,
    note: (view) => lastItem(view)?.text ?? null,
    run: ({ conversation }, view) => {
      const item = view === null ? undefined : lastItem(view);
      if (item !== undefined) void conversation.deleteItem(item.id);
    },
  },
  'tool-answers': {
    label: 'Answers to calls of functions',
    available: open,
    note: nothingToAdd,
    run: ({ appWindow }) => appWindow.openDialog('tool-answers'),
  },
  'use-options': {
    label: 'Use the options of this record',
    available: (_, view) => view?.phase === 'closed',
    note: nothingToAdd,
    run: ({ appWindow }) => appWindow.openDialog('use-options'),
  },
  'reconcile-session': {
    label: 'Reconcile this session with a bill',
    available: (_, view) => view?.phase === 'closed',
    note: nothingToAdd,
    run: ({ appWindow, reconcileWith }, view) => {
      const id = view?.header?.sessionId;
      if (id === undefined) return;
      reconcileWith.begin([id]);
      appWindow.showPage('reconcile');
    },
  },
  settings: dialog('Settings', 'settings'),
  prices: dialog('Price books and models', 'prices'),
  presets: dialog('Presets of options', 'presets'),
  'theme-system': theme('Theme of the system', 'system'),
  'theme-dark': theme('Dark theme', 'dark'),
  'theme-light': theme('Light theme', 'light'),
} as const satisfies Readonly<Record<string, Action>>;

export type MenuActionId = keyof typeof menuActions;

export const menuActionList = Object.entries(menuActions) as readonly (readonly [MenuActionId, Action])[];

/** Does it if it can be done now. */
export const actMenu = (stores: Stores, id: MenuActionId): void => doAction(stores, menuActions[id]);
