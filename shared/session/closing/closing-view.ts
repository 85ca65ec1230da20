/** A close that is under way: what it waits for and how long at most. */
export interface ClosingView {
  readonly by: 'person' | 'quit' | 'service' | 'error' | 'budget';
  /** Session time at which it began. */
  readonly sinceMs: number;
  /** How long it waits at most for what is open; 0: not at all. */
  readonly graceMs: number;
  /** Somebody asked, while it waited, to close without waiting. */
  readonly hurried: boolean;
}
