import type { JsonObject } from '../../../shared/kit/json.ts';

/** One run of the model. What is charged and what the session said about it are two things, as in life. */
export interface Inference {
  /** null: no event ever mentioned it. */
  readonly responseId: string | null;
  readonly charged: JsonObject;
  /** The `usage` that went out; null when none did. */
  readonly reported: unknown;
}

/** One transcription, charged on the card of its own model. */
export interface BilledTranscription {
  readonly itemId: string;
  readonly model: string;
  readonly charged: JsonObject;
  /** The `usage` that went out; null when none did. */
  readonly reported: JsonObject | null;
}

export interface BilledSession {
  readonly sessionId: string;
  readonly model: string;
  readonly inferences: readonly Inference[];
  readonly transcriptions: readonly BilledTranscription[];
}

interface Account {
  readonly model: string;
  readonly inferences: Inference[];
  readonly transcriptions: BilledTranscription[];
}

/** What the simulator would charge, session by session: the truth a reconciliation can be held against. */
export class Bill {
  readonly #sessions = new Map<string, Account>();

  charge(sessionId: string, model: string, inference: Inference): void {
    this.#account(sessionId, model).inferences.push(inference);
  }

  chargeTranscription(sessionId: string, model: string, transcription: BilledTranscription): void {
    this.#account(sessionId, model).transcriptions.push(transcription);
  }

  read(): BilledSession[] {
    return [...this.#sessions].map(([sessionId, account]) => ({ sessionId, ...account }));
  }

  #account(sessionId: string, model: string): Account {
    const account = this.#sessions.get(sessionId) ?? { model, inferences: [], transcriptions: [] };
    this.#sessions.set(sessionId, account);
    return account;
  }
}
