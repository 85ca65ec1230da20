import type { SessionVerdict } from '../reconcile/case/session-verdict.ts';
import { dueFrom } from '../reconcile/scope/settlement.ts';

/** How a session of a list stands to the bill of its days. */
export type BillStanding =
  /** It ran with the simulator, or nobody was let in: nobody bills it. */
  | { readonly kind: 'owes nothing' }
  /** No bill can show its day yet. `from`: the UTC day from which one is to. */
  | { readonly kind: 'due'; readonly from: string }
  /** A bill of its day may be there, and no reconciliation here holds the session against one. */
  | { readonly kind: 'not compared' }
  | { readonly kind: 'compared'; readonly verdict: SessionVerdict };

/** What the standing is made of. */
export interface BillFacts {
  /** ISO 8601; empty: not known. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly label: string;
  readonly refused: boolean;
}

/** As the form of the simulator names its sessions: `simulator, echo`. */
const isSimulated = (label: string): boolean => /^simulator(?:,|$)/.test(label);

/** The last UTC day on which a session ran; null: its record does not say. */
function lastDayOf({ startedAt, durationMs }: BillFacts): string | null {
  const endMs = Date.parse(startedAt) + durationMs;
  return Number.isNaN(endMs) || Math.abs(endMs) > 8e15 ? null : new Date(endMs).toISOString().slice(0, 10);
}

/** How a session stands at a moment. @param verdict what was last said of it; undefined: nothing */
export function billStanding(facts: BillFacts, verdict: SessionVerdict | undefined, nowMs: number): BillStanding {
  if (isSimulated(facts.label) || facts.refused) return { kind: 'owes nothing' };
  if (verdict !== undefined) return { kind: 'compared', verdict };
  const day = lastDayOf(facts);
  const from = day === null ? null : dueFrom(day);
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return from !== null && today < from ? { kind: 'due', from } : { kind: 'not compared' };
}
