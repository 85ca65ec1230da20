import { type Action, type ActionId, actionList } from './actions.ts';

/** An entry of the command menu. */
export interface Command {
  readonly id: ActionId;
  readonly label: string;
  /** The key that does the same, where there is one. */
  readonly shortcut: string | undefined;
  readonly note: NonNullable<Action['note']>;
}

const commands = actionList.flatMap(([id, { label, keys, note }]): Command[] =>
  note === undefined ? [] : [{ id, label, shortcut: keys?.[0], note }],
);

/** The entries in whose label every one of these words stands; all of them for no words. */
export const commandsWith = (words: string): readonly Command[] =>
  commands.filter(({ label }) =>
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => label.toLowerCase().includes(word)),
  );
