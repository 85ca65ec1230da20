import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url)), 'utf8');

/** A private authority that nothing trusts, and a certificate it issued for localhost. */
export const privateCa = read('ca.pem');
export const serverTls = { key: read('server.key'), cert: read('server.pem') };
export const caFile = { name: 'contoso-root.pem', pem: privateCa };
