import { countOf, type Metrics, type MetricWindow } from '../../billing/metrics/metrics.ts';
import type { LogEvidence } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import type { ResponseOrigin } from '../origins.ts';

/** What was reported, and where on a bill it belongs. */
export interface Reported {
  readonly turns: readonly Turn[];
  readonly notes: readonly string[];
  readonly log: LogEvidence | null;
  readonly sessions: readonly string[];
  /** UTC days, sorted; empty: not known. */
  readonly days: readonly string[];
  /** Names of the Azure resources spoken to, in lower case; empty: not known. */
  readonly resources: readonly string[];
  /** Model names as the service or the deployment gave them; empty: not known. */
  readonly models: readonly string[];
  /** When each session ran and which deployment it spoke to; left out: not known. */
  readonly windows?: readonly MetricWindow[];
  /** Where each turn stands in its record; left out: the usage was pasted. */
  readonly origins?: readonly ResponseOrigin[];
}

/** What was reported with the count of requests that Azure Monitor has for the same time: it settles how many inferences ran. */
export function withMetrics(reported: Reported, metrics: Metrics): Reported {
  const windows = reported.windows ?? [];
  const count = countOf(metrics, 'requests', windows);
  const prompt = countOf(metrics, 'prompt', windows);
  const generated = countOf(metrics, 'generated', windows);
  const said = [
    ...(count === null ? [] : [`${count} request${count === 1 ? '' : 's'}`]),
    ...(prompt === null ? [] : [`${prompt} prompt tokens`]),
    ...(generated === null ? [] : [`${generated} generated tokens`]),
  ];
  const where = windows.length === 0 ? 'in all of the metrics given' : 'while the sessions ran';
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  return {
    ...reported,
    log: count === null ? reported.log : { ...log, requests: { count, source: 'Azure Monitor' } },
    notes: [
      ...reported.notes,
      ...metrics.notes,
      `Azure Monitor counts ${said.join(', ')} ${where}. It is no bill: its tokens may leave cached ones out.`,
    ],
  };
}
