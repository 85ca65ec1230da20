import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not served: status and a whole sentence. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 410 | 413 | 415 | 421 | 503;
  readonly message: string;
}

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

export const refusals = {
  host: { status: 421, message: 'This bench answers only to 127.0.0.1 and localhost.' },
  origin: { status: 403, message: 'This request comes from another site, and the bench serves its own page only.' },
  noTicket: {
    status: 403,
    message:
      'This browser has not been let in. Open the address that the bench prints where it was started (npm start -- --address-only prints one); the part behind "ticket=" lets one browser in.',
  },
  usedTicket: {
    status: 410,
    message:
      'This address works once and for a time: it has let a browser in already, or was opened too late. The bench prints a new one where it was started (npm start -- --address-only does).',
  },
  noPageKey: {
    status: 403,
    message:
      'This page was not let in with a ticket, and a cookie alone is not enough. Open the address that the bench prints where it was started (npm start -- --address-only prints one).',
  },
  notFound: { status: 404, message: 'The bench has no such page.' },
  method: { status: 405, message: 'The bench does not answer this kind of request here.' },
} as const satisfies Record<string, Refusal>;

/**
 * What a browser says of who asks: the page itself, or a person. Any other page, one of another port of this machine too, can only
 * have a window opened here; it gets no script, no picture and no frame.
 */
function startedElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

/**
 * Refuses what a page of another site can make a browser send: a name that was bent to point here (Host), and requests that
 * another origin started (Origin, Fetch Metadata). The host's port may differ from ours, for a tunnel keeps its own.
 * @param needsOrigin true for what only a script can send: WebSockets and POST, where browsers always name the origin
 */
export function guard(headers: IncomingHttpHeaders, needsOrigin: boolean): Refusal | null {
  const { host, origin } = headers;
  if (host === undefined || !loopbackHost.test(host)) return refusals.host;
  if (startedElsewhere(headers)) return refusals.origin;
  if (origin === undefined) return needsOrigin ? refusals.origin : null;
  return origin.toLowerCase() === `http://${host.toLowerCase()}` ? null : refusals.origin;
}
