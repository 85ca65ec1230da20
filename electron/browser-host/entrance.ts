import type { ServerResponse } from 'node:http';
import { answer, answerRefusal } from './answers.ts';
import { refusals } from './request-guard.ts';
import type { Tickets } from './tickets.ts';

/**
 * Sends the browser on from a page of our own. A redirect would not do: after a click on another site's page (a terminal in a
 * browser, a chat) it still counts as that site's navigation, and a strict cookie is not sent along. Its icon is empty, or a browser
 * would ask for one.
 */
const onward =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Voxtally</title><link rel="icon" href="data:,">';

/** Exchanges the ticket in an address for the cookie. A browser that is in already is sent on, whatever its ticket. */
export function enter(
  response: ServerResponse,
  tickets: Tickets,
  ticket: string,
  alreadyIn: boolean,
  onUsed: () => void,
): void {
  const cookie = alreadyIn ? null : tickets.redeem(ticket);
  if (cookie === null && !alreadyIn) return answerRefusal(response, refusals.usedTicket);
  answer(response, 200, 'text/html; charset=utf-8', onward, cookie === null ? {} : { 'set-cookie': cookie });
  if (cookie !== null) onUsed();
}
