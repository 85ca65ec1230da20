import { describe, expect, it } from 'vitest';
import { isNamedByHand, nameFromContent, sessionWords } from '../../../shared/reconcile/case/case-name.ts';
import type { CaseView } from '../../../shared/reconcile/case/case-view.ts';
import { emptyCase, unnamed } from '../../../shared/reconcile/case/case.ts';
import { oneMonth } from '../../../renderer/gallery/recorded/period.ts';
import { decidedReport } from './thread-report.ts';

const empty: CaseView = {
  case: emptyCase('one', unnamed, '2026-11-23T15:00:00.000Z'),
  reported: { kind: 'nothing' },
  billed: { kind: 'nothing' },
  metrics: { kind: 'nothing' },
  outcome: { kind: 'waiting' },
  tookMs: 1,
};
const totals = { audio_in: 110, audio_cached: 64, audio_out: 420, text_in: 119, text_cached: 64, text_out: 117 };
const read = { responses: 1, totals, notes: [], sessions: [], resources: [], models: [], responsesCreated: null };
const id = '2026-11-27T15-17-09Z-voice-mini-1215';

describe('a reconciliation', () => {
  it('with nothing in it is a new one', () => {
    expect(nameFromContent(empty)).toBe('New reconciliation');
  });

  it('is named after what was pasted, read or not', () => {
    const usage = { ...empty.case, reported: { kind: 'usage' as const, text: 'x' } };
    expect(nameFromContent({ ...empty, case: usage })).toBe('Pasted usage');
    const side = { kind: 'read' as const, read: { ...read, days: [] } };
    expect(nameFromContent({ ...empty, case: usage, reported: side })).toBe('Pasted usage of 766 tokens');
    const bill = { ...empty.case, billed: { kind: 'table' as const, text: 'x' } };
    expect(nameFromContent({ ...empty, case: bill })).toBe('Pasted bill');
  });

  it('is named by model, day and session once they are known', () => {
    const view: CaseView = {
      ...empty,
      case: { ...empty.case, reported: { kind: 'sessions', sessionIds: [id] } },
      reported: { kind: 'read', read: { ...read, days: ['2026-11-27'] } },
      outcome: {
        kind: 'report',
        report: {
          ...decidedReport,
          model: {
            label: 'gpt-realtime-mini 1215, global',
            model: 'gpt-realtime-mini',
            version: '1215',
            scope: 'global',
            names: {},
          },
          compared: null,
        },
      },
    };
    expect(nameFromContent(view)).toBe('gpt-realtime-mini 1215, 2026-11-27, session of 15:17');
    const three = { ...view.case, reported: { kind: 'sessions' as const, sessionIds: [id, 'two', 'three'] } };
    expect(nameFromContent({ ...view, case: three })).toBe('gpt-realtime-mini 1215, 2026-11-27, 3 sessions');
  });

  it('over a period is named by its months and resource', () => {
    expect(nameFromContent({ ...empty, outcome: { kind: 'period', report: oneMonth() } })).toBe(
      'October 2026, contoso-voice',
    );
  });

  it('of an older version keeps a name that a person gave, and no other', () => {
    const sessions = { kind: 'sessions' as const, sessionIds: [id] };
    expect(isNamedByHand({ ...empty.case, name: 'March' })).toBe(true);
    expect(isNamedByHand(empty.case)).toBe(false);
    expect(isNamedByHand({ ...empty.case, name: id, reported: sessions })).toBe(false);
    expect(isNamedByHand({ ...empty.case, name: id, reported: sessions, namedBy: 'hand' })).toBe(true);
  });

  it('tells a session by when it began and what was spoken to', () => {
    expect(sessionWords(id)).toEqual(['2026-11-27 15:17:09 UTC', 'voice-mini-1215']);
    expect(sessionWords('mine')).toEqual(['mine', '']);
  });
});
