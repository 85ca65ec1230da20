import { builtPage } from '../../../electron/hosts/page-files.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserHost, startBrowserHost } from '../../../electron/hosts/browser-host/browser-host.ts';
import { benchError, refuse } from '../../../shared/kit/errors.ts';
import { temporaryFolder } from './bench.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const pathOf = (address: string): string => address.slice(new URL(address).origin.length);
export const cookieOf = ({ headers }: Reply): string => (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
/** The page's key in what a ticket was answered with; empty when there is none. */
export const keyIn = ({ body }: Reply): string =>
  /<meta name="voxtally-page-key" content="([^"]*)">/.exec(body)?.[1] ?? '';

/** As everybody gets it. */
export const thePage = '<!doctype html><title>the page</title>';

/** Asks over a socket of its own, with exactly these headers: what a browser adds or forbids plays no part. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body = '' }: Asked = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on('error', reject);
    asked.on('upgrade', ({ statusCode = 0, headers: answered }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers: answered, body: '' });
    });
    asked.end(body);
  });
}

/** The browser host over a page of two files, with a process for an engine that starts and does nothing. */
export async function hostOfTwoFiles(log: (line: string) => void = () => undefined): Promise<BrowserHost> {
  const folder = await temporaryFolder();
  const pageFolder = join(folder, 'page');
  await mkdir(join(pageFolder, 'assets'), { recursive: true });
  await writeFile(join(pageFolder, 'index.html'), thePage);
  await writeFile(join(pageFolder, 'assets', 'page.js'), 'export {};');
  await writeFile(join(folder, 'outside.js'), 'outside');
  return startBrowserHost({
    page: builtPage(pageFolder, 'self'),
    engineScript: fileURLToPath(new URL('../hosts/support/idle-engine.mjs', import.meta.url)),
    startSimulator: () => Promise.resolve(refuse(benchError('engine', 'No simulator runs here.'))),
    dataFolder: join(folder, 'data'),
    assetsFolder: folder,
    version: '0.0.0-test',
    port: 0,
    env: {},
    log,
  });
}
