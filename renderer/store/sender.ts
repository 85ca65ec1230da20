import type { BenchApi } from '../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import type { JsonObject } from '../../shared/json.ts';
import { warningsFor } from '../../shared/session/guards/guards.ts';
import type { SessionStore } from './session.ts';
import type { UiStore } from './ui.ts';

/** Sends client events one after the other; with what is known to go wrong shown first, and sent only if a person says so. */
export type Sender = (events: readonly JsonObject[], more?: { readonly heldMs?: number }) => Promise<Result>;

const notSent = refuse(benchError('refused', 'It was not sent.'));

export function createSender(bench: BenchApi, session: SessionStore, ui: UiStore): Sender {
  async function sendAll(events: readonly JsonObject[]): Promise<Result> {
    for (const event of events) {
      const answer = await bench.call('session.send', { event });
      if (!answer.ok) return answer;
    }
    return ok({});
  }

  return async (events, { heldMs } = {}) => {
    const { view } = session.getState();
    const held = heldMs === undefined ? {} : { heldMs };
    const warnings = view === null ? [] : events.flatMap((event) => warningsFor({ view, event, ...held }));
    if (warnings.length === 0) return sendAll(events);
    ui.getState().guard?.decide(false);
    const anyway = await new Promise<boolean>((resolve) => {
      const decide = (send: boolean): void => {
        ui.setState({ guard: null });
        resolve(send);
      };
      ui.setState({ guard: { warnings: warnings.map(({ text }) => text), decide } });
    });
    return anyway ? sendAll(events) : notSent;
  };
}
