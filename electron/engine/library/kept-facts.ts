import type { SessionFacts } from '../../../shared/library/session-facts.ts';

/** Facts of sessions whose summary has none, read from their view: once for each, until its folder changes. */
export class KeptFacts {
  readonly #kept = new Map<string, { readonly bytes: number; readonly facts: Promise<SessionFacts | null> }>();

  /** @param bytes what the folder takes: a record only grows, so the same size is the same record. */
  async of(sessionId: string, bytes: number, read: () => Promise<SessionFacts | null>): Promise<SessionFacts | null> {
    const have = this.#kept.get(sessionId);
    if (have !== undefined && have.bytes === bytes) return await have.facts;
    const facts = read();
    this.#kept.set(sessionId, { bytes, facts });
    return await facts;
  }

  /** Forgets sessions that are gone. */
  keepOnly(sessionIds: readonly string[]): void {
    const there = new Set(sessionIds);
    for (const id of this.#kept.keys()) if (!there.has(id)) this.#kept.delete(id);
  }
}
