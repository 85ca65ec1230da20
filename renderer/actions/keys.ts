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
