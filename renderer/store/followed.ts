import type { Player } from './player.ts';
import type { SessionStore } from './session.ts';

/** What the axis follows: the present of a session that runs, else the cursor, else the end. Session time in ms. */
export const followedMs = ({
  player,
  session,
  clock,
  nowMs,
}: {
  readonly player: Pick<Player, 'nowMs'>;
  readonly session: Pick<SessionStore, 'getState'>;
  readonly clock: { readonly running: boolean; now(nowMs: number): number };
  readonly nowMs: () => number;
}): number => (clock.running ? clock.now(nowMs()) : (player.nowMs() ?? session.getState().view?.t ?? 0));
