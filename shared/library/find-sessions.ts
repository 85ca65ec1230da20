import type { SessionSummary } from '../contract/library.ts';

/** Which sessions of a list are shown. */
export type SessionFilter = 'all' | 'alarms' | 'never-reported';

/** What a session is called: its own name where it has one, else where it spoke to, else its id. */
export const titleOf = ({ known, label, sessionId }: SessionSummary): string =>
  known?.name ?? (label === '' ? sessionId : label);

const passes: Readonly<Record<SessionFilter, (session: SessionSummary) => boolean>> = {
  all: () => true,
  alarms: ({ known }) => (known?.alarms ?? 0) > 0,
  'never-reported': ({ known }) => (known?.notReported ?? 0) > 0,
};

/** How many sessions each filter leaves. */
export const countBy = (sessions: readonly SessionSummary[], filter: SessionFilter): number =>
  sessions.filter(passes[filter]).length;

const plain = (text: string): string => text.toLowerCase().replaceAll('_', ' ');

/** Every word has to stand somewhere in the name, the deployment, where it is, the id, or an option that was asked for. */
function holds(session: SessionSummary, words: readonly string[]): boolean {
  const { label, deployment, sessionId, known } = session;
  const text = plain([titleOf(session), label, deployment, sessionId, ...(known?.options ?? [])].join('\n'));
  return words.every((word) => text.includes(word));
}

/** The sessions that a search and a filter leave, in the order they came. */
export function findSessions(
  sessions: readonly SessionSummary[],
  search: string,
  filter: SessionFilter,
): SessionSummary[] {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return sessions.filter((session) => passes[filter](session) && holds(session, words));
}
