import { expect, it } from 'vitest';
import { endedOtherwise, standingOf } from '../../../renderer/app/standing.ts';
import type { SessionView } from '../../../shared/session/view.ts';

type Ended = Pick<SessionView, 'closing' | 'closed'>;

const ended = (by: NonNullable<SessionView['closing']>['by'], code: number): Ended => ({
  closing: { by, sinceMs: 1000, graceMs: 0, hurried: false },
  closed: { code, reason: '', explanation: '' },
});

it('a session that was ended here says so, and one whose line was lost says that', () => {
  const words = (by: NonNullable<SessionView['closing']>['by'], code: number): string =>
    standingOf({ phase: 'closed', ...ended(by, code) }, null).word;
  expect(words('person', 1000)).toBe('Ended');
  expect(words('budget', 1000)).toBe('Ended');
  expect(words('service', 1006)).toBe('Line lost');
  expect(words('service', 1000)).toBe('Ended by the service');
  expect(words('error', 1011)).toBe('Failed');
});

it('a session that its bench did not outlive says that it was cut off', () => {
  expect(endedOtherwise({ closing: null, closed: { code: 1006, reason: '', explanation: '' } })).toBe('Cut off');
});

it('nothing is said of one whose record does not know how it ended', () => {
  expect(endedOtherwise({ closing: null, closed: null })).toBeNull();
});
