import { session } from 'electron';

/**
 * Nothing is checked for its spelling: names, addresses and instructions are no prose, and Chromium would fetch a dictionary from
 * its maker for it. Has to run before the first window opens.
 */
export function switchSpellingOff(): void {
  const { defaultSession } = session;
  defaultSession.setSpellCheckerEnabled(false);
  // macOS checks with its own dictionaries and has no list to empty.
  if (process.platform !== 'darwin') defaultSession.setSpellCheckerLanguages([]);
}
