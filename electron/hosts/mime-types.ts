import { lookup } from '../../shared/lookup.ts';

/** Every kind of file the page is made of. What is not here is not served. */
const types = lookup<string>({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
});

/** The media type for a file name's extension, dot included. */
export const mimeType = (extension: string): string | undefined => types(extension.toLowerCase());
