/** What a person reads when the engine's process ends or comes back. */
export const engineSentences = {
  gone: (how: string): string =>
    `The engine stopped unexpectedly (${how}) and is being started again. What it recorded is on disk.`,
  givenUp: (how: string): string =>
    `The engine keeps stopping (${how}), so it is not started again. Quit Voxtally and start it anew; what it recorded is on disk.`,
  cannotStart: (reason: string): string => `The engine cannot start: ${reason}`,
  back: 'If a session was running, it has ended and its record is among the saved sessions.',
  away: 'The engine is not running at this moment.',
  slow: 'The engine did not become ready within 20 seconds.',
  stopping: 'Voxtally is closing.',
} as const;
