import type { ServerResponse } from 'node:http';
import { pageKeyNames } from '../../shared/browser-host.ts';
import { readPageFile } from '../hosts/page-files.ts';
import { answer, answerRefusal } from './answers.ts';
import { refusals } from './request-guard.ts';
import type { Tickets } from './tickets.ts';

/** The page with its key in it, for the script that takes it out. */
function withPageKey(html: string, key: string): string {
  const mark = '<title>';
  if (!html.includes(mark)) throw new Error('The page has no title to put its key before.');
  return html.replace(mark, `<meta name="${pageKeyNames.meta}" content="${key}">${mark}`);
}

/**
 * Exchanges the ticket in an address for cookie and page, the page's key in it. The page itself, for a redirect would not do: after a
 * click on another site's page (a terminal in a browser, a chat) it still counts as that site's navigation, and a strict cookie is
 * not sent along. A browser that is in already and comes with a used ticket gets the page as everybody gets it.
 */
export async function enter(
  response: ServerResponse,
  pageFolder: string,
  tickets: Tickets,
  ticket: string,
  alreadyIn: boolean,
): Promise<void> {
  const page = await readPageFile(pageFolder, '/');
  // Before the ticket is used up: nobody would be let in by it.
  if (page.status === 404) return answerRefusal(response, refusals.notFound);
  const admission = tickets.redeem(ticket);
  if (admission === null && !alreadyIn) return answerRefusal(response, refusals.usedTicket);
  if (admission === null) return answer(response, 200, page.type, page.bytes);
  const html = withPageKey(page.bytes.toString('utf8'), admission.pageKey);
  answer(response, 200, page.type, html, { 'set-cookie': admission.cookie, 'cache-control': 'no-store' });
}
