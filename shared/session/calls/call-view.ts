/** A call of a function by the model, and what became of it. */
export interface CallView {
  readonly itemId: string;
  readonly callId: string;
  readonly name: string;
  /** As the model wrote them: JSON, usually. */
  readonly arguments: string;
  readonly responseId: string | null;
  /** `writing`: its arguments are still coming; `open`: it waits for a result. */
  readonly status: 'writing' | 'open' | 'answered';
  /** What was given back. */
  readonly output: string | null;
  /** The bench answered it from the table; null: a person did, or nobody yet. */
  readonly answeredBy: 'rule' | 'otherwise' | null;
}
