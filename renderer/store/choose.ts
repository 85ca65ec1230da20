import { findLast } from '../../shared/kit/chunk-list.ts';
import { reveal } from '../drawing/told/viewport.ts';
import { followedMs } from './followed.ts';
import { type SelectedSpan, spanOfResponse } from './player.ts';
import type { Stores } from './stores.ts';

type Chooser = Pick<Stores, 'player' | 'live' | 'session' | 'clock' | 'nowMs'>;

/** Selects a stretch for the whole window, the cursor as it is. An axis that follows a session that runs goes on with it. */
function choose(stores: Chooser, span: SelectedSpan): void {
  const { player, live, clock } = stores;
  player.select(span);
  if (clock.running && live.getState().viewport.following) return;
  live.moveAxis((port) => reveal(port, followedMs(stores), span.fromMs));
}

/** Selects an answer for all panels; one that the session does not have changes nothing. */
export function chooseResponse(stores: Chooser, responseId: string): void {
  const { view } = stores.session.getState();
  const span = view === null ? null : spanOfResponse(view, responseId);
  if (span !== null) choose(stores, span);
}

/** Selects an item of the conversation: its answer, or what a person said. @param turn number of its turn */
export function chooseItem(stores: Chooser, itemId: string, turn: number): void {
  const { view } = stores.session.getState();
  const item = view === null ? undefined : findLast(view.items, ({ id }) => id === itemId);
  if (item === undefined) return;
  if (item.responseId !== null) return chooseResponse(stores, item.responseId);
  const { startMs, audioMs } = item;
  choose(stores, { fromMs: startMs, toMs: startMs + audioMs, name: `Turn ${turn}`, responseId: null, itemId });
}
