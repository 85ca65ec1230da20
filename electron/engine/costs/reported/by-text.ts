import { readUsageText } from '../../../../shared/reconcile/reported/usage-json.ts';
import { ok, type Result } from '../../../../shared/errors.ts';
import type { Reported } from '../../../../shared/reconcile/scope/reported.ts';
import { withTranscripts } from './transcript-tokens.ts';

/** What a pasted usage says. It knows no day, no resource and no model. */
export async function reportedByText(text: string): Promise<Result<{ reported: Reported }>> {
  const usage = readUsageText(text);
  if (!usage.ok) return usage;
  const turns = await withTranscripts(usage);
  const { notes, unreported = [] } = usage;
  // Responses that were pasted without a report are evidence, though no whole log stands behind them.
  const log = unreported.length === 0 ? null : { responsesCreated: null, responsesReported: turns.length, unreported };
  return ok({ reported: { turns, notes, log, sessions: [], days: [], resources: [], models: [] } });
}
