import type { Result } from '../../shared/errors.ts';
import { lossOfClose, lossOfError, reconnectDelayMs } from '../../shared/session/reconnect/policy.ts';
import type { SessionStore } from './session.ts';
import type { UiStore } from './ui.ts';

export interface ReconnectServices {
  readonly session: SessionStore;
  readonly ui: UiStore;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Starts a session that goes on with another. */
  readonly start: (continues: { readonly sessionId: string; readonly replay: boolean }) => Promise<Result>;
}

/**
 * Goes on with the session that was lost: tries until one try succeeds, the policy gives up, or a person does.
 * Every try is a session of its own in the records, linked to the lost one.
 */
export async function reconnect(services: ReconnectServices, replay: boolean): Promise<void> {
  const { session, ui, nowMs, wait, start } = services;
  const { lost, reconnecting } = ui.getState();
  const close = session.getState().view?.closed ?? null;
  if (lost === null || reconnecting !== null) return;
  const { sessionId, atMs } = lost;
  const still = (): boolean => ui.getState().reconnecting?.sessionId === sessionId;
  let reason = close === null ? ('cut' as const) : lossOfClose(close);
  for (let attempt = 1; ; attempt += 1) {
    // The first try is a person's own, whatever the policy thinks of it.
    const delayMs = attempt === 1 ? 0 : reconnectDelayMs(attempt, nowMs() - atMs, reason);
    if (delayMs === null) break;
    if (delayMs > 0) {
      ui.setState({ reconnecting: { sessionId, attempt, nextAtMs: nowMs() + delayMs } });
      await wait(delayMs);
      if (!still()) return;
    }
    ui.setState({ reconnecting: { sessionId, attempt, nextAtMs: null } });
    const started = await start({ sessionId, replay });
    if (started.ok) {
      ui.setState({ reconnecting: null, lost: null });
      return;
    }
    if (!still()) return;
    reason = lossOfError(started.error);
  }
  ui.setState({ reconnecting: null });
}
