import type { RealtimeUsage } from '../../../shared/usage/recurrence.ts';

/** One run of the model. What is charged and what the session said about it are two things, as in life. */
export interface Inference {
  /** null: no event ever mentioned it. */
  readonly responseId: string | null;
  readonly charged: RealtimeUsage;
  /** The `usage` that went out; null when none did. */
  readonly reported: unknown;
}

export interface BilledSession {
  readonly sessionId: string;
  readonly model: string;
  readonly inferences: readonly Inference[];
}

/** What the simulator would charge, session by session: the truth a reconciliation can be held against. */
export class Bill {
  readonly #sessions = new Map<string, { model: string; inferences: Inference[] }>();

  charge(sessionId: string, model: string, inference: Inference): void {
    const session = this.#sessions.get(sessionId) ?? { model, inferences: [] };
    session.inferences.push(inference);
    this.#sessions.set(sessionId, session);
  }

  read(): BilledSession[] {
    return [...this.#sessions].map(([sessionId, { model, inferences }]) => ({ sessionId, model, inferences }));
  }
}
