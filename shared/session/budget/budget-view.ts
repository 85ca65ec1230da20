/** The budget of a session, as the engine watches it. */
export interface BudgetView {
  readonly unit: 'money' | 'tokens';
  /** Exact decimal. */
  readonly limit: string;
  /** Null for tokens. */
  readonly currency: string | null;
  readonly warnAt: number;
  /** The session is closed when the limit is reached. */
  readonly stop: boolean;
  readonly state: 'within' | 'warning' | 'reached';
  /** Amounts without a price, in words: the session may be nearer to its limit than the bench can say. */
  readonly unpriced: readonly string[];
}
