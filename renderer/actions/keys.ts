import { type ActionId, actionList } from './actions.ts';

/** A key press, as far as the table of actions looks at it. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The focus is where letters are text. */
  readonly inField: boolean;
  /** The focus is in the player of a session. */
  readonly inPlayer?: boolean;
  /** Single characters are commands: a person may switch them off. */
  readonly letters: boolean;
}

function nameOf(press: Press): string {
  const letter = press.key.length === 1 && press.key.toLowerCase() !== press.key.toUpperCase();
  const bare = press.key === ' ' ? 'Space' : letter ? press.key.toLowerCase() : press.key;
  // Shift is part of what makes `?` or `+`; only for letters and named keys does it stand apart.
  const shift = press.shiftKey && (letter || (press.key.length > 1 && bare !== 'Space'));
  return `${press.ctrlKey || press.metaKey ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${bare}`;
}

/** What a key press asks for; null when it asks for nothing here. */
export function actionOfPress(press: Press): ActionId | null {
  if (press.altKey) return null;
  const name = nameOf(press);
  if (!press.letters && /^(Shift\+)?.$/.test(name)) return null;
  const having = actionList.filter(([, { keys }]) => keys?.includes(name) === true);
  const ofPlayer = press.inPlayer === true ? having.find(([, { within }]) => within === 'player') : undefined;
  const found = ofPlayer ?? having.find(([, { within }]) => within === undefined);
  if (found === undefined) return null;
  const [id, { inFields }] = found;
  return press.inField && inFields !== true ? null : id;
}

/** Keys that mean something to the control that has the focus, beside those of the whole window. `?` lists both. */
export const focusKeys: readonly { readonly keys: readonly string[]; readonly says: string }[] = [
  { keys: ['Enter'], says: 'Start, on the start page' },
  { keys: ['Escape'], says: 'Close a dialog, a list or the typed message' },
  { keys: ['Escape'], says: 'Take back what was typed into an option' },
  { keys: ['Enter'], says: 'Send an option, or the typed message' },
  { keys: ['Mod+Enter'], says: 'Send a long option or JSON' },
  { keys: ['Up', 'Down'], says: 'Step a number of an option' },
  { keys: ['Up', 'Down'], says: 'Walk turns, events, commands and sessions' },
  { keys: ['Delete'], says: 'Delete the turn from the conversation' },
  { keys: ['Space'], says: 'Select a session; with Shift, all from the last one on' },
  { keys: ['Enter'], says: 'Open a session, one that was found at its hit' },
  { keys: ['Down'], says: 'Go from the search of sessions to their list' },
  { keys: ['Right'], says: 'Preview of a session, where the list has no room beside it' },
  { keys: [']', '['], says: 'Next hit in the list of sessions, or the one before' },
  { keys: ['p'], says: 'Play the hit, in the list of sessions; again: silence' },
  { keys: ['c'], says: 'Compare the two to four sessions selected' },
  { keys: ['Left', 'Right'], says: 'Step through the turns, in a comparison' },
  { keys: ['Space'], says: 'Play a turn of each session, in a comparison' },
  { keys: ['Delete'], says: 'Delete the sessions selected, once you say so' },
  { keys: ['Left', 'Right'], says: 'Move an edge between panels' },
];
