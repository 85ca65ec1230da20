import type { Money } from '../../kit/money.ts';

/** How a session stands to the bill that it was held against, the one that asks most of a reader first. */
export const verdictStates = [
  'open',
  'other traffic',
  'not in the bill',
  'not settled',
  'story',
  'as reported',
] as const;
export type VerdictState = (typeof verdictStates)[number];

/** What a reconciliation says of one session. */
export interface SessionVerdict {
  readonly sessionId: string;
  readonly state: VerdictState;
  /** Why, as a clause without a full stop; empty: the state says all, with `beyond` where that is known. */
  readonly reason: string;
  /** Charged beyond what was reported, on the day that the state is of; null: that is not known, or nothing is. */
  readonly beyond: Money | null;
  /** Sessions of that day, of all of which `beyond` is. */
  readonly daySessions: number;
  /** What the bill charges for it; null: nothing tells its part. */
  readonly billed: Money | null;
  /** Transcription or images of its days are billed, too, and nothing tells whose they are: they are in no part. */
  readonly without: boolean;
}
