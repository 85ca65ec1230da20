import { findLast, values } from '../../shared/kit/chunk-list.ts';
import { beginsTurn } from '../../shared/session/costs/turn-costs.ts';
import { momentOfHit } from '../../shared/session/library/moment-of-hit.ts';
import type { SearchLine } from '../../shared/session/library/searchable.ts';
import type { SessionView } from '../../shared/session/view.ts';
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

/** Number of the turn that an item of the conversation stands in, from 1. */
function turnOf({ items }: SessionView, itemId: string): number {
  let number = 0;
  for (const item of values(items)) {
    if (beginsTurn(item)) number += 1;
    if (item.id === itemId) break;
  }
  return number;
}

/** Shows what a search found in the session on screen: its item selected, else its entry, and the cursor where it was heard. */
export function chooseHit(stores: Chooser, hit: Pick<SearchLine, 'itemId' | 'seq' | 't'>): void {
  const { session, live, player } = stores;
  const { view } = session.getState();
  const moment = view === null ? null : momentOfHit(view, hit);
  if (view === null || moment === null) return;
  if (moment.itemId === null) {
    if (hit.seq !== null) live.showEntry(hit.seq);
  } else {
    chooseItem(stores, moment.itemId, turnOf(view, moment.itemId));
    live.showItem(moment.itemId);
  }
  player.seek(moment.fromMs);
  live.moveAxis((port) => reveal(port, followedMs(stores), moment.fromMs));
}
