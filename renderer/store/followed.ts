import type { Player } from './player.ts';

/** What the axis follows: the present of a session that runs, else the cursor, else the end. Session time in ms. */
export const followedMs = ({
  player,
  clock,
  nowMs,
}: {
  readonly player: Pick<Player, 'nowMs'>;
  readonly clock: { readonly running: boolean; now(nowMs: number): number };
  readonly nowMs: () => number;
}): number => (clock.running ? null : player.nowMs()) ?? clock.now(nowMs());
