import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BillFacts, billStanding } from '../../../shared/contract/session-bill.ts';
import type { SessionVerdict } from '../../../shared/reconcile/case/session-verdict.ts';
import { simulator } from '../../../shared/protocol/endpoints/forms/simulator.ts';

const facts: BillFacts = {
  startedAt: '2026-11-23T22:00:00.000Z',
  durationMs: 60_000,
  label: 'contoso-voice, Azure GA',
  refused: false,
};
const verdict: SessionVerdict = {
  sessionId: 'a',
  state: 'story',
  reason: 'R4 was billed',
  beyond: null,
  daySessions: 1,
  billed: null,
  without: false,
};
const at = (time: string): number => Date.parse(time);

describe('how a session stands to its bill', () => {
  it('is due until 24 hours after its UTC day, and then not compared', () => {
    const due = { kind: 'due', from: '2026-11-25' };
    expect(billStanding(facts, undefined, at('2026-11-23T23:00:00Z'))).toEqual(due);
    expect(billStanding(facts, undefined, at('2026-11-24T23:59:59Z'))).toEqual(due);
    expect(billStanding(facts, undefined, at('2026-11-25T00:00:00Z'))).toEqual({ kind: 'not compared' });
  });

  it('goes by the last day of a session over midnight', () => {
    const long = { ...facts, durationMs: 3 * 3600_000 };
    expect(billStanding(long, undefined, at('2026-11-25T12:00:00Z'))).toEqual({ kind: 'due', from: '2026-11-26' });
  });

  it('is what was last said of it, whatever the day', () => {
    expect(billStanding(facts, verdict, at('2026-11-23T23:00:00Z'))).toEqual({ kind: 'compared', verdict });
  });

  it('owes nothing with the simulator, whatever it was called with, and where nobody was let in', () => {
    for (const mode of ['voice', 'echo'] as const) {
      for (const dialect of ['ga', 'preview'] as const) {
        const address = simulator.address({ kind: 'simulator', mode, model: 'gpt-realtime-mini', dialect });
        const label = address.ok ? address.label : '';
        expect(billStanding({ ...facts, label }, verdict, 0)).toEqual({ kind: 'owes nothing' });
      }
    }
    expect(billStanding({ ...facts, refused: true }, undefined, 0)).toEqual({ kind: 'owes nothing' });
    expect(billStanding({ ...facts, label: 'simulator.contoso.com' }, undefined, at('2027-01-01T00:00:00Z'))).toEqual({
      kind: 'not compared',
    });
  });

  it('is not compared where its record does not say when it was, and never throws', () => {
    expect(billStanding({ ...facts, startedAt: '' }, undefined, 0)).toEqual({ kind: 'not compared' });
    fc.assert(
      fc.property(fc.string(), fc.double(), fc.date({ noInvalidDate: true }), (startedAt, durationMs, now) => {
        expect(() => billStanding({ ...facts, startedAt, durationMs }, undefined, now.getTime())).not.toThrow();
      }),
    );
  });
});
