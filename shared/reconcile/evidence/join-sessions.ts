import type { Reported, SessionEvidence } from './evidence.ts';
import { joinEvidence } from './session-evidence.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Sessions one after another, as one. */
export function joinSessions(sessions: readonly SessionEvidence[]): Reported {
  const parts = sessions.map(({ reported }) => reported);
  return {
    turns: parts.flatMap((part) => part.turns),
    notes: parts.flatMap((part) => part.notes),
    log: joinEvidence(parts.flatMap(({ log }) => log ?? [])),
    sessions: parts.flatMap((part) => part.sessions),
    days: unique(parts.flatMap((part) => part.days)).sort(),
    resources: unique(parts.flatMap((part) => part.resources)),
    models: unique(parts.flatMap((part) => part.models)),
    windows: parts.flatMap(({ windows = [] }) => windows),
    origins: parts.flatMap(({ origins = [] }) => origins),
  };
}
