import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { browserHostPaths, pageKeyNames } from '../../../shared/contract/browser-host.ts';
import { readJson } from '../../../shared/kit/json.ts';
import { secretOwnerSchema } from '../../../shared/protocol/endpoints/credential-id.ts';
import type { KeyRing } from '../keys.ts';
import { type PageSource, securityHeaders } from '../page-files.ts';
import { guard, type Refusal, refusals, type Tickets } from './access.ts';

const headers = securityHeaders('self');

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...more,
  });
  response.end(body);
}

export const answerRefusal = (response: ServerResponse, { status, message }: Refusal): void =>
  answer(response, status, 'text/plain; charset=utf-8', `${message}\n`);

const answerJson = (response: ServerResponse, value: unknown): void =>
  answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(value));

/** Refuses a WebSocket before its handshake. */
export function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  const body = `${message}\n`;
  socket.end(
    `${head}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

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
async function enter(
  response: ServerResponse,
  source: PageSource,
  tickets: Tickets,
  ticket: string,
  alreadyIn: boolean,
): Promise<void> {
  const page = await source.read('/', '');
  // Before the ticket is used up: nobody would be let in by it.
  if (page.status === 404) return answerRefusal(response, refusals.notFound);
  const admission = tickets.redeem(ticket);
  if (admission === null && !alreadyIn) return answerRefusal(response, refusals.usedTicket);
  if (admission === null) return answer(response, 200, page.type, page.bytes, source.headers);
  const html = withPageKey(page.bytes.toString('utf8'), admission.pageKey);
  answer(response, 200, page.type, html, {
    ...source.headers,
    'set-cookie': admission.cookie,
    'cache-control': 'no-store',
  });
}

const bodySchema = z.object({ owner: secretOwnerSchema, secret: z.string() });
const mostBytes = 64 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Takes a key from the page. The answer says what became of it and never repeats it. */
export async function takeSecret(request: IncomingMessage, response: ServerResponse, keys: KeyRing): Promise<void> {
  if (request.headers['content-type'] !== 'application/json') {
    return answerRefusal(response, { status: 415, message: 'A key comes as application/json.' });
  }
  const text = await bodyOf(request);
  if (text === null) return answerRefusal(response, { status: 413, message: 'That is longer than any key.' });
  const json = readJson(text);
  if (!json.ok) return answerRefusal(response, { status: 400, message: `What came ${json.problem}.` });
  const body = bodySchema.safeParse(json.value);
  if (!body.success) return answerRefusal(response, { status: 400, message: 'A key comes with what it is for.' });
  answerJson(response, await keys.put(body.data.owner, body.data.secret));
}

export interface RequestServices {
  readonly page: PageSource;
  readonly tickets: Tickets;
  readonly keys: KeyRing;
}

/** Path and query exactly as they were sent: the address parser would resolve `..` before anybody can judge it. */
export function pathOf(url: string | undefined): { path: string; search: string; query: URLSearchParams } {
  const [path = '/', ...query] = (url ?? '/').split('?');
  const search = query.length === 0 ? '' : `?${query.join('?')}`;
  return { path, search, query: new URLSearchParams(search) };
}

const oneOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);

/** Answers one HTTP request of a browser. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { page, tickets, keys }: RequestServices,
): Promise<void> {
  const posts = request.method === 'POST';
  const refused = guard(request.headers, posts);
  if (refused !== null) return answerRefusal(response, refused);
  const { path, search, query } = pathOf(request.url);
  const admitted = tickets.admits(request.headers.cookie);
  const ticket = query.get('ticket');
  if (path === '/' && ticket !== null && request.method === 'GET') {
    return enter(response, page, tickets, ticket, admitted);
  }
  if (!admitted) return answerRefusal(response, refusals.noTicket);
  if (posts && path === browserHostPaths.secret) {
    if (!tickets.knowsPage(oneOf(request.headers[pageKeyNames.header]))) {
      return answerRefusal(response, refusals.noPageKey);
    }
    return takeSecret(request, response, keys);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerRefusal(response, refusals.method);
  const file = await page.read(path, search);
  if (file.status === 404) return answerRefusal(response, refusals.notFound);
  answer(response, 200, file.type, file.bytes, { ...page.headers, ...file.headers });
}
