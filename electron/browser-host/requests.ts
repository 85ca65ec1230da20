import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPageFile } from '../hosts/page-files.ts';
import type { KeyRing } from '../hosts/keys/key-ring.ts';
import { browserHostPaths, pageKeyNames } from '../../shared/browser-host.ts';
import { answer, answerRefusal } from './answers.ts';
import { enter } from './entrance.ts';
import { guard, refusals } from './request-guard.ts';
import { takeSecret } from './take-secret.ts';
import type { Tickets } from './tickets.ts';

export interface RequestServices {
  readonly pageFolder: string;
  readonly tickets: Tickets;
  readonly keys: KeyRing;
}

/** Path and query exactly as they were sent: the address parser would resolve `..` before anybody can judge it. */
export function pathOf(url: string | undefined): { path: string; query: URLSearchParams } {
  const [path = '/', ...query] = (url ?? '/').split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

const oneOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);

/** Answers one HTTP request of a browser. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { pageFolder, tickets, keys }: RequestServices,
): Promise<void> {
  const posts = request.method === 'POST';
  const refused = guard(request.headers, posts);
  if (refused !== null) return answerRefusal(response, refused);
  const { path, query } = pathOf(request.url);
  const admitted = tickets.admits(request.headers.cookie);
  const ticket = query.get('ticket');
  if (path === '/' && ticket !== null && request.method === 'GET') {
    return enter(response, pageFolder, tickets, ticket, admitted);
  }
  if (!admitted) return answerRefusal(response, refusals.noTicket);
  if (posts && path === browserHostPaths.secret) {
    if (!tickets.knowsPage(oneOf(request.headers[pageKeyNames.header]))) {
      return answerRefusal(response, refusals.noPageKey);
    }
    return takeSecret(request, response, keys);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerRefusal(response, refusals.method);
  const file = await readPageFile(pageFolder, path);
  if (file.status === 404) return answerRefusal(response, refusals.notFound);
  answer(response, 200, file.type, file.bytes);
}
