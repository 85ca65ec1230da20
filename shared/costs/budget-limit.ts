/** What one session may use at most, by its expected total: reported where it was reported, estimated where not. */
export interface Budget {
  /** Money in the currency of the session's price book, or tokens of every kind; null: no limit. */
  readonly limit: { readonly unit: 'money' | 'tokens'; readonly amount: string } | null;
  /** Share of the limit at which a warning comes, above 0 and at most 1. */
  readonly warnAt: number;
  /** Close the session safely when the limit is reached; else it is only said. */
  readonly stop: boolean;
}

export const noBudget: Budget = { limit: null, warnAt: 0.8, stop: true };
