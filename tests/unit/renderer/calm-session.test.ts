import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { calmSession, type SessionState } from '../../../renderer/store/session.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import { noSession } from './session-state.ts';

const viewOf = (sessionId: string, seq: number): SessionState['view'] => ({
  ...emptySession({ sessionId, endpoint: {} } as NonNullable<SessionState['view']>['header']),
  seq,
});

function calm() {
  const session = noSession();
  const shown = calmSession(session, (run, pace) => void setTimeout(run, pace === 'words' ? 133 : 0));
  const seen: (number | undefined)[] = [];
  shown.subscribe(({ view }) => seen.push(view?.seq));
  return { hear: (view: SessionState['view']) => session.setState({ view }), shown, seen };
}

describe('the session as the conversation shows it', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('shows at once what comes after a pause', () => {
    const { hear, seen } = calm();
    hear(viewOf('one', 1));
    hear(viewOf('one', 2));
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(133);
    expect(seen).toEqual([1, 2]);
    vi.advanceTimersByTime(133);
    hear(viewOf('one', 3));
    expect(seen).toEqual([1, 2, 3]);
  });

  test('goes on seven times a second at most, and always to the last word', () => {
    const { hear, seen, shown } = calm();
    for (let seq = 1; seq <= 100; seq += 1) {
      hear(viewOf('one', seq));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(133);
    expect(seen.length).toBeGreaterThanOrEqual(7);
    expect(seen.length).toBeLessThanOrEqual(9);
    expect(shown.getState().view?.seq).toBe(100);
  });

  test('shows another session, or none, at once', () => {
    const { hear, shown } = calm();
    hear(viewOf('one', 1));
    hear(viewOf('one', 2));
    expect(shown.getState().view?.seq).toBe(1);
    hear(viewOf('two', 1));
    expect(shown.getState().view?.header?.sessionId).toBe('two');
    hear(null);
    expect(shown.getState().view).toBeNull();
    vi.advanceTimersByTime(1000);
    expect(shown.getState().view).toBeNull();
  });
});
