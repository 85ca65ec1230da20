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
