import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type PageSource, securityHeaders } from './page-files.ts';

/** What a build for development goes by in place of a built page. `npm run dev` makes both; nothing else does. */
export interface Development {
  /** The origin of the server that makes the page while it is being changed: `http://127.0.0.1:PORT`. */
  readonly pageServer: string;
  /** A file that is written when the engine, or what runs beside it, was built anew. */
  readonly engineStamp: string;
}

/** The page, each file as it is made at this moment. It may hold inline scripts and styles, and listens for changes. */
export function changingPage({ pageServer }: Development, connect: 'none' | 'self'): PageSource {
  const changes = pageServer.replace(/^http/, 'ws');
  const inline = "'self' 'unsafe-inline'";
  return {
    headers: securityHeaders(connect, {
      'script-src': inline,
      'style-src': inline,
      'connect-src': connect === 'self' ? `'self' ${changes}` : changes,
    }),
    async read(path, search) {
      const address = new URL(`${path}${search}`, pageServer);
      if (address.origin !== pageServer) return { status: 404 };
      const answer = await fetch(address, { headers: { accept: '*/*' } });
      if (!answer.ok) return { status: 404 };
      return {
        status: 200,
        type: answer.headers.get('content-type') ?? 'application/octet-stream',
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    },
  };
}

/** Calls back when the engine was built anew. */
export function onEngineBuilt({ engineStamp }: Development, listener: () => void): void {
  watch(dirname(engineStamp), (_event, name) => {
    if (name === basename(engineStamp)) listener();
  });
}
