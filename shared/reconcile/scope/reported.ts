import type { LogEvidence } from '../evidence.ts';
import type { Turn } from '../facts.ts';

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
}
