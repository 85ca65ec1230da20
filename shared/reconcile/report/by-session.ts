import type { MeterKind } from '../../billing/meter-kind.ts';
import type { ReportedResponse } from '../evidence/reported-responses.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

/** What one session reported, in tokens; cached ones are a part of the input. */
export interface SessionSum {
  readonly session: string;
  /** Responses with usage. */
  readonly responses: number;
  readonly reported: Readonly<Record<MeterKind, number>>;
}

const nothing: Readonly<Record<MeterKind, number>> = {
  audio_in: 0,
  audio_cached: 0,
  audio_out: 0,
  text_in: 0,
  text_cached: 0,
  text_out: 0,
};

const plus = (sum: Readonly<Record<MeterKind, number>>, one: ReportedResponse): Record<MeterKind, number> => ({
  audio_in: sum.audio_in + one.audioIn,
  audio_cached: sum.audio_cached + one.audioCached,
  audio_out: sum.audio_out + one.audioOut,
  text_in: sum.text_in + one.textIn,
  text_cached: sum.text_cached + one.textCached,
  text_out: sum.text_out + one.textOut,
});

/** The reported tokens of each session that was compared, in the order in which they began; empty for fewer than two. */
export function bySession({
  sessions,
  reportedResponses,
}: Pick<ReconcileReport, 'sessions' | 'reportedResponses'>): readonly SessionSum[] {
  if (sessions.length < 2) return [];
  return sessions.map((session) => {
    const own = reportedResponses.filter(({ origin }) => origin?.session === session);
    return { session, responses: own.length, reported: own.reduce(plus, nothing) };
  });
}
