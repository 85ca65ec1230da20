import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../electron/engine/record/library.ts';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';

const session = (sessionId: string, startedAt: string): SessionSummary => ({
  sessionId,
  startedAt,
  label: '',
  deployment: '',
  durationMs: 0,
  responses: 0,
  entries: 0,
  live: false,
});
const ids = (sessions: readonly SessionSummary[]): string[] => newestFirst(sessions).map((one) => one.sessionId);

describe('the order of saved sessions', () => {
  it('goes by the millisecond of their start, whatever their ids say within one second', () => {
    const earlier = session('2026-11-23T14-05-33Z-mini-ffffff', '2026-11-23T14:05:33.120Z');
    const later = session('2026-11-23T14-05-33Z-mini-000000', '2026-11-23T14:05:33.121Z');
    expect(ids([earlier, later])).toEqual([later.sessionId, earlier.sessionId]);
    expect(ids([later, earlier])).toEqual([later.sessionId, earlier.sessionId]);
  });

  it('puts a session whose record says nothing where its id says, and one without either last', () => {
    const damaged = session('2026-11-23T14-05-34Z-mini-aaaaaa', '');
    const before = session('2026-11-23T14-05-33Z-mini-bbbbbb', '2026-11-23T14:05:33.999Z');
    const after = session('2026-11-23T14-05-34Z-mini-cccccc', '2026-11-23T14:05:34.001Z');
    expect(ids([session('copied-by-hand', ''), before, damaged, after])).toEqual([
      after.sessionId,
      damaged.sessionId,
      before.sessionId,
      'copied-by-hand',
    ]);
  });

  it('is the same however the folder lists them, even for sessions of one millisecond', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(starts, fc.infiniteStream(fc.nat()), (offsets, keys) => {
        const all = offsets.map((ms, index) => session(`s${index}`, new Date(1_795_000_000_000 + ms).toISOString()));
        const mixed = all
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(ids(mixed)).toEqual(ids(all));
      }),
    );
  });
});
