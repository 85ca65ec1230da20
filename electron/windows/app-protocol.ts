import { protocol } from 'electron';
import { readPageFile } from '../hosts/page-files.ts';
import { securityHeaders } from '../hosts/security-headers.ts';
import { appScheme, isPageUrl } from './page-address.ts';

/** Has to run before the app is ready: afterwards the scheme's privileges are settled. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

const headers = securityHeaders('none');
const notFound = (): Response => new Response('The bench has no such page.\n', { status: 404, headers });

/** Serves the built page, and nothing else on this disk, under `app://bench/`. */
export function serveAppScheme(pageFolder: string): void {
  protocol.handle(appScheme, async ({ url, method }) => {
    if (method !== 'GET' || !isPageUrl(url)) return notFound();
    const file = await readPageFile(pageFolder, new URL(url).pathname);
    if (file.status === 404) return notFound();
    return new Response(new Uint8Array(file.bytes), {
      status: 200,
      headers: { ...headers, 'content-type': file.type },
    });
  });
}
