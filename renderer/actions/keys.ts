import { lookup } from '../../shared/kit/lookup.ts';

/** Everything a key can do. `?` lists this table. */
export type KeyCommand =
  | 'talk'
  | 'mute'
  | 'stop'
  | 'try-again'
  | 'new-deployment'
  | 'message'
  | 'cancel-response'
  | 'respond'
  | 'respond-with'
  | 'commit'
  | 'clear-audio'
  | 'commands'
  | 'options'
  | 'read-usage'
  | 'inspector'
  | 'search'
  | 'region-next'
  | 'region-back'
  | 'page-live'
  | 'page-sessions'
  | 'page-reconcile'
  | 'vad-kind'
  | 'transcription'
  | 'interrupt'
  | 'noise-reduction'
  | 'options-back'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'follow'
  | 'clear-clips'
  | 'mark-back'
  | 'mark-next'
  | 'keys';

export interface KeyBinding {
  readonly command: KeyCommand;
  /** As `KeyboardEvent.key`, letters in lower case; modifiers before it: `Shift+c`, `Mod+.` (Ctrl, or Cmd on a Mac). */
  readonly key: string;
  readonly says: string;
  /** Works while a field has the focus, too. */
  readonly inFields?: true;
}

export const keyBindings: readonly KeyBinding[] = [
  { command: 'talk', key: 'Space', says: 'Hold to talk' },
  { command: 'mute', key: 'm', says: 'Mute or unmute' },
  { command: 'stop', key: 'Mod+.', says: 'Stop safely; again: close now', inFields: true },
  { command: 'try-again', key: 'r', says: 'Try again' },
  { command: 'new-deployment', key: 'n', says: 'New deployment' },
  { command: 'message', key: 't', says: 'Typed message' },
  { command: 'cancel-response', key: 'x', says: 'Cancel the response' },
  { command: 'respond', key: 'Shift+r', says: 'Ask for a response' },
  { command: 'respond-with', key: 'Shift+o', says: 'Ask for a response with its own settings' },
  { command: 'commit', key: 'Mod+Enter', says: 'Commit the audio sent so far' },
  { command: 'clear-audio', key: 'Mod+Backspace', says: 'Throw the audio sent so far away' },
  { command: 'commands', key: 'Mod+k', says: 'Every command of the session', inFields: true },
  { command: 'options', key: 'o', says: 'Options' },
  { command: 'read-usage', key: 'u', says: 'Read the cost aloud' },
  { command: 'inspector', key: 'i', says: 'Event inspector' },
  { command: 'search', key: '/', says: 'Search in this panel' },
  { command: 'region-next', key: 'F6', says: 'Next region', inFields: true },
  { command: 'region-back', key: 'Shift+F6', says: 'Region before', inFields: true },
  { command: 'page-live', key: '1', says: 'Live' },
  { command: 'page-sessions', key: '2', says: 'Sessions' },
  { command: 'page-reconcile', key: '3', says: 'Reconcile' },
  { command: 'vad-kind', key: 'v', says: 'VAD kind' },
  { command: 'transcription', key: 'Shift+t', says: 'Transcription on or off' },
  { command: 'interrupt', key: 'Shift+i', says: 'Interrupt on or off' },
  { command: 'noise-reduction', key: 'Shift+n', says: 'Noise reduction' },
  { command: 'options-back', key: 'Mod+z', says: 'Back to the last accepted options' },
  { command: 'zoom-in', key: '+', says: 'Zoom in' },
  { command: 'zoom-out', key: '-', says: 'Zoom out' },
  { command: 'fit', key: '0', says: 'Fit the whole session' },
  { command: 'follow', key: 'End', says: 'Follow the present' },
  { command: 'clear-clips', key: 'Shift+c', says: 'Clear the clip lights' },
  { command: 'mark-back', key: '[', says: 'Mark before' },
  { command: 'mark-next', key: ']', says: 'Next mark' },
  { command: 'keys', key: '?', says: 'This list' },
];

/** A key press, as far as the map looks at it. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The focus is where letters are text. */
  readonly inField: boolean;
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

const synonyms = lookup<string>({ '=': '+', _: '-' });

/** What a key press asks for; null when it asks for nothing here. */
export function commandOf(press: Press): KeyCommand | null {
  if (press.altKey) return null;
  const name = nameOf(press);
  const key = synonyms(name) ?? name;
  const binding = keyBindings.find((candidate) => candidate.key === key);
  if (!press.letters && /^(Shift\+)?.$/.test(key)) return null;
  if (binding === undefined || (press.inField && binding.inFields !== true)) return null;
  return binding.command;
}

/** Keys that mean something to the control that has the focus, beside those of the whole window. `?` lists both. */
export const handKeys: readonly { readonly keys: readonly string[]; readonly says: string }[] = [
  { keys: ['Enter'], says: 'Start, on the start page' },
  { keys: ['Escape'], says: 'Close a dialog, a list or the typed message' },
  { keys: ['Escape'], says: 'Take back what was typed into an option' },
  { keys: ['Enter'], says: 'Send an option, or the typed message' },
  { keys: ['Mod+Enter'], says: 'Send a long option or JSON' },
  { keys: ['Up', 'Down'], says: 'Step a number of an option' },
  { keys: ['Up', 'Down'], says: 'Walk turns, events, commands and sessions' },
  { keys: ['Delete'], says: 'Delete the turn from the conversation' },
  { keys: ['Space'], says: 'Select a session; with Shift, all from the last one on' },
  { keys: ['Enter'], says: 'Open a session' },
  { keys: ['c'], says: 'Compare the two sessions selected' },
  { keys: ['Delete'], says: 'Delete the sessions selected, once you say so' },
  { keys: ['Left', 'Right'], says: 'Move an edge between panels' },
];
