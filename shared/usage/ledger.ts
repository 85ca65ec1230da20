import type { JsonObject } from '../json.ts';

/**
 * Who reported: the response itself, or the transcription of a user item, which are billed on different cards; or some other
 * event that no version of the protocol known here puts a usage on. Paths of `other` begin with the type of the event.
 */
export type UsageSource = 'response' | 'transcription' | 'other';

/** One numeric leaf of some `usage` object, summed over the session. */
export interface UsageField {
  readonly source: UsageSource;
  /** The transcription model that was billed; null: the session's own model. */
  readonly model: string | null;
  /** Dotted path inside `usage`, for example `input_token_details.cached_tokens_details.audio_tokens`. */
  readonly path: string;
  readonly total: number;
  /** How many usage objects had it. */
  readonly reports: number;
  /** False for a field this version has no entry for; it is shown and totalled all the same. */
  readonly known: boolean;
}

/** One usage object as it came. */
export interface UsageReport {
  readonly source: UsageSource;
  /** Response id or item id. */
  readonly id: string;
  readonly seq: number;
  readonly t: number;
  readonly usage: JsonObject;
  /** As in `UsageField.model`. */
  readonly model: string | null;
}

/** What the service has reported so far. Fields keep the order in which they were first seen. */
export interface UsageLedger {
  readonly fields: readonly UsageField[];
  readonly reports: number;
}

export const emptyLedger: UsageLedger = { fields: [], reports: 0 };
