import { createHash } from 'node:crypto';
import type { Result } from '../../../shared/kit/errors.ts';
import { sessionSpans, spansIn } from '../../../shared/session/handing-on/otlp.ts';
import { usageRows } from '../../../shared/session/handing-on/usage-rows.ts';
import { type SessionGaps, type SessionOrder, takeSessions } from '../costs/export/take-sessions.ts';

/** Sessions that become spans. Plain data: it crosses to a thread as it is. */
export interface SpanOrder extends SessionOrder {
  /** Version of the application. */
  readonly app: string;
  /** Words of the conversation go along; else counts alone. */
  readonly content: boolean;
}

/** One request to a receiver of OTLP: the spans of one session, as JSON. */
export interface SpanRequest {
  readonly body: string;
  readonly spans: number;
}

const idOf = (text: string, bytes: 8 | 16): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);

/** Makes the requests of sessions, one a session, in their order; `take` has one before the next is made. */
export async function spanRequests(
  order: SpanOrder,
  take: (request: SpanRequest) => Promise<Result>,
): Promise<Result<{ gaps: SessionGaps; sessions: number }>> {
  const { app, content } = order;
  return await takeSessions(order, async ({ view, prices, choice }) => {
    const made = usageRows(view, prices, app, choice);
    if (!made.ok) return made;
    const traces = sessionSpans(made.rows, view, { app, content, idOf });
    return await take({ body: JSON.stringify(traces), spans: spansIn(traces) });
  });
}
