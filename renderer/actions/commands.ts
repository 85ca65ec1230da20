import { hasWords, isFound } from '../../shared/protocol/options/find-option.ts';
import { type OptionSpec, optionSpecs } from '../../shared/protocol/options/options.ts';
import { microphoneToggles } from '../store/microphone-toggles.ts';
import { type Action, actionList, doAction } from './actions.ts';
import { menuActionList } from './menu-actions.ts';
import { onceDrawn } from './once-drawn.ts';
import type { Stores } from '../store/stores.ts';

/** An entry of the command menu. */
export interface Command extends Pick<Action, 'available'> {
  /** Of an action its own; of an option the same behind a word. */
  readonly id: string;
  readonly label: string;
  /** The key that does the same, where there is one. */
  readonly shortcut: string | undefined;
  readonly note: NonNullable<Action['note']>;
  readonly run: (stores: Stores) => void;
}

const actionCommands = [...actionList, ...menuActionList].flatMap(([id, action]): Command[] => {
  const { label, keys, note, available } = action;
  if (note === undefined) return [];
  const run = (stores: Stores): void => doAction(stores, action);
  return [{ id, label, shortcut: keys?.[0], note, run, ...(available === undefined ? {} : { available }) }];
});

/** How many frames a page that opens has for its panel of options, before it is opened for it. */
const framesForPanel = 2;

/** Goes to an option in the form, or in the record that is on screen. */
function goToOption({ appWindow, live, options }: Stores, id: string): void {
  appWindow.showPage('live');
  options.want(id);
  onceDrawn(
    '[data-options]',
    () => undefined,
    framesForPanel,
    () => {
      if (!live.getState().optionsOpen) live.toggleOptions();
    },
  );
}

const optionCommand = (id: string, label: string, group: string): Command => ({
  id: `option ${id}`,
  label,
  shortcut: undefined,
  note: () => `option, ${group.toLowerCase()}`,
  run: (stores) => goToOption(stores, id),
});

interface Found {
  readonly command: Command;
  /** 0: by its name; 1: by what people call it; 2: by what else is said of it. */
  readonly rank: 0 | 1 | 2;
}

const rankOf = (label: string, alsoCalled: string, words: string): Found['rank'] =>
  hasWords(label, words) ? 0 : hasWords(`${label} ${alsoCalled}`, words) ? 1 : 2;

const ofOption = (spec: OptionSpec, words: string): Found[] =>
  isFound(spec, words)
    ? [
        {
          command: optionCommand(spec.id, spec.label, spec.group),
          rank: rankOf(spec.label, spec.alsoCalled ?? '', words),
        },
      ]
    : [];

/** The options found by these words: by their names first, then by what people call them, then by the rest. */
function optionsWith(words: string): Command[] {
  const session = optionSpecs.flatMap((spec) => ofOption(spec, words));
  const microphone = microphoneToggles.flatMap(({ id, label, alsoCalled }): Found[] =>
    hasWords(`Microphone ${label} ${alsoCalled}`, words)
      ? [{ command: optionCommand(id, label, 'Microphone'), rank: rankOf(label, alsoCalled, words) }]
      : [],
  );
  return [...session, ...microphone].toSorted((one, other) => one.rank - other.rank).map(({ command }) => command);
}

/** The entries found by these words: what can be done, then the options of a session; all of them for no words. */
export const commandsWith = (words: string): readonly Command[] => [
  ...actionCommands.filter(({ label }) => hasWords(label, words)),
  ...optionsWith(words),
];
