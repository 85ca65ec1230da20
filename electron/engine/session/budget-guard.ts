import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Budget, budgetUse, type BudgetUse } from '../../../shared/session/costs/budget.ts';

/** Between two looks at a running response. What ends is looked at when it ends. */
const lookEveryMs = 250;

export interface BudgetParts {
  readonly view: () => SessionView;
  /** What the person has set, now. */
  readonly budget: () => Budget;
  /** What prices the session. */
  readonly book: PriceBook;
  readonly nowMs: () => number;
  readonly bench: (event: BenchEvent) => void;
  /** Closes the session safely. */
  readonly stop: () => void;
}

/** Watches what a session probably uses against its budget: warns at a share of it, and closes the session at its end. */
export class BudgetGuard {
  readonly #parts: BudgetParts;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #budget: Budget | null = null;
  #lastUse: BudgetUse | null = null;
  #stopped = false;

  constructor(parts: BudgetParts) {
    this.#parts = parts;
  }

  /** Looks now and then while something runs, and at once at the end of a response. */
  saw(type: unknown): void {
    if (type !== 'response.done' && this.#parts.nowMs() - this.#lookedMs < lookEveryMs) return;
    this.look();
  }

  look(): void {
    this.#lookedMs = this.#parts.nowMs();
    const view = this.#parts.view();
    const budget = this.#parts.budget();
    const { book } = this.#parts;
    const use = budgetUse(view, budget, modelOfView(view, book)?.model ?? null, book);
    if (this.#isNews(budget, use)) this.#record(budget, use);
    if (use?.state === 'reached' && budget.stop && !this.#stopped) {
      this.#stopped = true;
      this.#parts.stop();
    }
  }

  #isNews(budget: Budget, use: BudgetUse | null): boolean {
    if (this.#budget === null) return budget.limit !== null;
    if (JSON.stringify(budget) !== JSON.stringify(this.#budget)) return true;
    return (
      use !== null && (use.state !== this.#lastUse?.state || use.unpriced.length !== this.#lastUse.unpriced.length)
    );
  }

  #record({ limit, warnAt, stop }: Budget, use: BudgetUse | null): void {
    this.#budget = this.#parts.budget();
    this.#lastUse = use;
    this.#parts.bench({
      type: 'bench.budget',
      state: use?.state ?? 'within',
      unit: limit?.unit ?? 'money',
      limit: limit?.amount ?? null,
      currency: use?.currency ?? null,
      warnAt,
      stop,
      expected: use?.expected ?? '0',
      unpriced: [...(use?.unpriced ?? [])],
    });
  }
}
