import { toArray } from '../../shared/kit/chunk-list.ts';
import { isUnderWay, type ResponseView, type SessionView } from '../../shared/session/view.ts';
import { type Page, pageList } from '../store/screen-table.ts';
import type { Stores } from '../store/stores.ts';
import { fit, follow, nowAt, zoom } from '../drawing/told/viewport.ts';
import { focusName, focusUsageTab, focusRegion, focusSearch, stepMark } from './moves.ts';

/** Something a person can do with the window, by a key, a button, or the command menu. */
export interface Action {
  /** What it does, as the list of keys and the command menu say it. */
  readonly label: string;
  /**
   * Keys that do it, the one that is printed first. As `KeyboardEvent.key`, letters in lower case, modifiers before it:
   * `Shift+c`, `Mod+.` (Ctrl, or Cmd on a Mac). No key stands in two actions of the window, nor in two of the player.
   */
  readonly keys?: readonly string[];
  /** Its keys work while a field has the focus, too. */
  readonly inFields?: true;
  /** Its keys work where the focus is in the player of a session, before those of the whole window. */
  readonly within?: 'player';
  /** Goes on for as long as the key is held. */
  readonly repeats?: true;
  /** Whether it can be done now; left out: always. A key or an entry of the menu that cannot do it does nothing. */
  readonly available?: (stores: Stores, view: SessionView | null) => boolean;
  /** Makes it an entry of the command menu: what it acts on; null: there is nothing to act on now. */
  readonly note?: (view: SessionView) => string | null;
  readonly run: (stores: Stores, view: SessionView | null) => void;
  /** It lasts while the key is held, and ends by this. */
  readonly release?: (stores: Stores) => void;
}

/** A session is open. */
export const open = (_: Stores, view: SessionView | null): boolean => view?.phase === 'open';
/** An entry of the command menu whose label says it all. */
export const nothingToAdd = (): string => '';

/** Responses that go on. */
export const inProgress = (view: SessionView): ResponseView[] =>
  toArray(view.responses).filter(({ status }) => status === 'in_progress');
/** Their numbers, as an entry of the command menu says what it acts on. */
export const running = (view: SessionView): string =>
  inProgress(view)
    .map(({ number, outOfBand }) => `R${number}${outOfBand ? ', out of band' : ''}`)
    .join(', ');
const sinceTurn = ({ input }: SessionView): string =>
  `${((input.sentMs - input.committedMs) / 1000).toFixed(1)} s since the last turn`;

const recorded = (_: Stores, view: SessionView | null): boolean => view !== null && view.t > 0;
const stepCursor =
  (byMs: number) =>
  ({ player, clock, nowMs }: Stores): void =>
    player.seek((player.nowMs() ?? clock.now(nowMs())) + byMs);

/** The keys of the screens, from their own table. */
const pageActions = Object.fromEntries(
  pageList.map(([page, { title, key }]): readonly [string, Action] => [
    `page-${page}`,
    { label: title, keys: [key], note: () => 'page', run: ({ appWindow }) => appWindow.showPage(page) },
  ]),
) as Readonly<Record<`page-${Page}`, Action>>;

const inPlayer = (label: string, key: string, run: Action['run'], repeats?: true): Action => ({
  within: 'player',
  available: recorded,
  label,
  keys: [key],
  ...(repeats === undefined ? {} : { repeats }),
  run,
});

/** What listens to a session, by keys that mean this where its player has the focus. */
const playerActions = {
  'play-pause': inPlayer('Play or pause the record', 'Space', ({ player }) => player.toggle()),
  'cursor-back': inPlayer('One second back', 'ArrowLeft', stepCursor(-1000), true),
  'cursor-on': inPlayer('One second on', 'ArrowRight', stepCursor(1000), true),
  'cursor-far-back': inPlayer('Five seconds back', 'Shift+ArrowLeft', stepCursor(-5000), true),
  'cursor-far-on': inPlayer('Five seconds on', 'Shift+ArrowRight', stepCursor(5000), true),
  'answer-back': inPlayer('Answer before', 'ArrowUp', ({ player }) => player.stepResponse(-1)),
  'answer-next': inPlayer('Next answer', 'ArrowDown', ({ player }) => player.stepResponse(1)),
  'second-cursor': { ...inPlayer('Second cursor', 'a', ({ player }) => player.mark()), note: () => 'player' },
  'loop-selection': {
    ...inPlayer('Loop the selection', 'l', ({ player }) => player.toggleLoop()),
    note: () => 'player',
  },
};

const table = <Id extends string>(entries: Readonly<Record<Id, Action>>) => entries;

/**
 * Everything a person can do by a key. Keyboard, menu, the list under `?` and the hints beside buttons all read this table: a new action
 * with a key is one entry here. Those without one are read behind the start page (`menu-actions.ts`).
 */
export const actions = table({
  talk: {
    label: 'Hold to talk',
    keys: ['Space'],
    available: (_, view) => view?.header?.input.kind !== 'wav' && (view?.input.file ?? null) === null,
    run: ({ control }) => void control.holdToTalk(),
    release: ({ control }) => void control.releaseTalk(),
  },
  message: {
    label: 'Type a message',
    keys: ['t'],
    available: open,
    note: nothingToAdd,
    run: ({ live }) => live.compose(),
  },
  respond: {
    label: 'Ask for a response',
    keys: ['Shift+r'],
    available: open,
    note: nothingToAdd,
    run: ({ conversation }) => void conversation.respond({}),
  },
  'respond-with': {
    label: 'Ask for a response with its own settings, or out of band',
    keys: ['Shift+o'],
    available: open,
    note: nothingToAdd,
    run: ({ live }) => live.composeWish(),
  },
  'cancel-response': {
    label: 'Cancel the response',
    keys: ['x'],
    available: open,
    note: (view) => running(view) || null,
    run: ({ conversation }) => void conversation.cancel(),
  },
  commit: {
    label: 'Commit the audio sent so far',
    keys: ['Mod+Enter'],
    available: open,
    note: sinceTurn,
    run: ({ conversation }) => void conversation.commit(),
  },
  'clear-audio': {
    label: 'Throw the audio sent so far away',
    keys: ['Mod+Backspace'],
    available: open,
    note: sinceTurn,
    run: ({ conversation }) => void conversation.clear(),
  },
  mute: {
    label: 'Mute or unmute',
    keys: ['m'],
    available: open,
    note: ({ input }) => (input.muted ? 'muted' : ''),
    run: ({ control }, view) => void control.mute(view?.input.muted !== true),
  },
  'hand-on': {
    label: 'Hand this session on',
    keys: ['Shift+h'],
    available: (_, view) => view !== null && !isUnderWay(view.phase),
    note: nothingToAdd,
    run: ({ appWindow }, view) => {
      const id = view?.header?.sessionId;
      if (id !== undefined) appWindow.handOn([id]);
    },
  },
  stop: {
    label: 'Stop safely; again: close now',
    keys: ['Mod+.'],
    inFields: true,
    available: ({ start }, view) => start.getState().starting !== null || (view !== null && isUnderWay(view.phase)),
    note: nothingToAdd,
    run: ({ control }) => void control.stopSafely(),
  },
  commands: {
    label: 'Every command',
    keys: ['Mod+k'],
    inFields: true,
    run: ({ appWindow }) => appWindow.openDialog('commands'),
  },
  'try-again': {
    label: 'Try again',
    keys: ['r'],
    available: ({ start }, view) => start.getState().error !== null || view?.phase === 'refused',
    run: ({ control }) => void control.start(),
  },
  'new-deployment': {
    label: 'New deployment',
    keys: ['n'],
    available: (stores, view) => !open(stores, view),
    run: ({ start, appWindow }) => {
      start.open('new');
      appWindow.showPage('live');
    },
  },
  options: { label: 'Options', keys: ['o'], run: ({ live }) => live.toggleOptions() },
  'read-cost': {
    label: 'Read the cost aloud, and go to its tabs',
    keys: ['u'],
    // Read when it is asked for: the start page has no use for it.
    run: (stores) => {
      focusUsageTab();
      void import('./say-cost.ts').then(({ sayCost }) => sayCost(stores));
    },
  },
  inspector: { label: 'Event inspector', keys: ['i'], run: ({ live }) => live.toggleInspector() },
  rename: { label: 'Rename what is open', keys: ['F2'], inFields: true, run: focusName },
  search: { label: 'Search in this panel', keys: ['/'], run: focusSearch },
  'region-next': { label: 'Next region', keys: ['F6'], inFields: true, run: () => focusRegion(1) },
  'region-back': { label: 'Region before', keys: ['Shift+F6'], inFields: true, run: () => focusRegion(-1) },
  ...pageActions,
  'vad-kind': { label: 'VAD kind', keys: ['v'], run: ({ options }) => options.next('vad.type') },
  transcription: {
    label: 'Transcription on or off',
    keys: ['Shift+t'],
    run: ({ options }) => options.flip('transcription.model'),
  },
  interrupt: { label: 'Interrupt on or off', keys: ['Shift+i'], run: ({ options }) => options.flip('vad.interrupt') },
  'noise-reduction': { label: 'Noise reduction', keys: ['Shift+n'], run: ({ options }) => options.next('noise.type') },
  'options-back': {
    label: 'Back to the last accepted options',
    keys: ['Mod+z'],
    run: ({ control }) => void control.lastAccepted(),
  },
  'zoom-in': {
    label: 'Zoom in',
    keys: ['+', '='],
    repeats: true,
    run: ({ live }) => live.moveAxis((viewport) => zoom(viewport, 1.5, nowAt)),
  },
  'zoom-out': {
    label: 'Zoom out',
    keys: ['-', '_'],
    repeats: true,
    run: ({ live }) => live.moveAxis((viewport) => zoom(viewport, 1 / 1.5, nowAt)),
  },
  fit: {
    label: 'Fit the whole session',
    keys: ['0'],
    run: ({ live, clock, nowMs }) => live.moveAxis(() => fit(clock.now(nowMs()), clock.running)),
  },
  follow: { label: 'Follow the present', keys: ['End'], run: ({ live }) => live.moveAxis(follow) },
  'clear-clips': { label: 'Clear the clip lights', keys: ['Shift+c'], run: ({ audio }) => audio.clearClips() },
  'mark-back': { label: 'Mark before', keys: ['['], run: (stores) => stepMark(stores, -1) },
  'mark-next': { label: 'Next mark', keys: [']'], run: (stores) => stepMark(stores, 1) },
  ...playerActions,
  keys: { label: 'This list', keys: ['?'], run: ({ appWindow }) => appWindow.openDialog('keys') },
});

export type ActionId = keyof typeof actions;

export const actionList = Object.entries(actions) as readonly (readonly [ActionId, Action])[];

/** An action as its interface, whatever its entry leaves out. */
export const actionOf = (id: ActionId): Action => actions[id];

/** The key of an action, as it is printed beside a button; undefined: it has none. */
export const keyOf = (id: ActionId): string | undefined => actionOf(id).keys?.[0];

/** Does an action if it can be done now. */
export function doAction(stores: Stores, { available, run }: Action): void {
  const { view } = stores.session.getState();
  if (available === undefined || available(stores, view)) run(stores, view);
}

export const act = (stores: Stores, id: ActionId): void => doAction(stores, actionOf(id));
