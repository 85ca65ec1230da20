import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { builtPage } from '../../../electron/hosts/page-files.ts';
import { root, temporaryFolder } from './places.ts';

/** A gallery that was built as the page is, and served under the same policy. */
export interface BuiltGallery {
  /** Of its page, to which a query is added. */
  readonly url: string;
  close(): Promise<void>;
}

export async function openGallery(): Promise<BuiltGallery> {
  const outDir = await temporaryFolder();
  await build({
    configFile: join(root, 'renderer', 'vite.config.ts'),
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, 'renderer', 'gallery', 'index.html') } },
  });
  const source = builtPage(outDir, 'none');
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    void source.read(pathname === '/gallery/' ? '/gallery/index.html' : pathname, '').then((file) => {
      if (file.status === 404) return response.writeHead(404).end();
      return response.writeHead(200, { ...source.headers, 'content-type': file.type }).end(file.bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gallery/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
