import { session } from 'electron';

const own = new Set(['app:', 'devtools:', 'data:', 'blob:']);

/** The page loads nothing from disk or network; the policy header says so, and this holds when a header is missing. */
export function blockRequests(): void {
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !own.has(new URL(url).protocol) }),
  );
}
