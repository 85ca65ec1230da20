/** The sessions that a command is about, as their words. */
export const sessionWords = [
  { name: 'SESSION…', needs: 'sessions', says: 'Recorded sessions: their folders, or their ids in the library.' },
] as const;
