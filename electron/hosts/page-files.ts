import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { lookup } from '../../shared/kit/lookup.ts';

/** Every kind of file the page is made of. What is not here is not served. */
const types = lookup<string>({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
});

/** The media type for a file name's extension, dot included. */
const mimeType = (extension: string): string | undefined => types(extension.toLowerCase());

export type PageFile =
  | {
      readonly status: 200;
      readonly type: string;
      readonly bytes: Buffer;
      /** Its own, beside those of every file of the page. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly status: 404 };

/**
 * The file under `folder` that a path of an address names, or null when it names anything else. Decoded before it is judged, for
 * `..%2f` passes the address parser; encoded twice, it is a strange file name and nothing more.
 */
export function fileOf(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const root = resolve(folder);
  const path = resolve(join(root, decoded === '/' ? 'index.html' : decoded));
  return path.startsWith(root + sep) ? path : null;
}

/** Reads one file of the page. Anything that is not a file of a known type under `folder` does not exist. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile> {
  const path = fileOf(folder, pathname);
  const type = path === null ? undefined : mimeType(extname(path));
  if (path === null || type === undefined) return { status: 404 };
  const bytes = await readFile(path).catch(() => null);
  return bytes === null ? { status: 404 } : { status: 200, type, bytes };
}

/** Only what the page itself ships: no inline script or style, no frames, no forms, no plugins. */
const strictPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'media-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

/**
 * The headers of every answer to the page. Under Electron the page connects to nothing (`connect` none); in the browser host its
 * worker opens WebSockets to where it came from, which 'self' covers.
 * @param loosened directives of a page under development, which take the place of the strict ones
 */
export function securityHeaders(
  connect: 'none' | 'self',
  loosened: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const directives = Object.entries({ ...strictPolicy, 'connect-src': `'${connect}'`, ...loosened });
  return {
    'content-security-policy': directives.map(([name, value]) => `${name} ${value}`).join('; '),
    'permissions-policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=(), display-capture=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
}

/** Where a host has its page from. */
export interface PageSource {
  /** The headers of every file of it. */
  readonly headers: Readonly<Record<string, string>>;
  /** @param path as it was asked for, `/` for the page itself; `search` with its question mark, or empty */
  read(path: string, search: string): Promise<PageFile>;
}

/** The build names them after what they hold, so a browser that has one need not ask for it again. */
const namedByContent = /^\/assets\/[\w.-]+-[\w-]{8}\.(?:js|css|woff2|svg)$/;
const kept = { 'cache-control': 'private, max-age=31536000, immutable' } as const;

/** The page as it was built into a folder. */
export const builtPage = (folder: string, connect: 'none' | 'self'): PageSource => ({
  headers: securityHeaders(connect),
  async read(path) {
    const file = await readPageFile(folder, path);
    return file.status === 200 && namedByContent.test(path) ? { ...file, headers: kept } : file;
  },
});
