import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url)), 'utf8');

/** A private authority that nothing trusts, and a certificate it issued for management.azure.com. */
export const azureCaFile = { name: 'contoso-proxy-root.pem', pem: read('azure-ca.pem') };
export const azureTls = { key: read('azure.key'), cert: read('azure.pem') };

/** The same for api.openai.com. */
export const openAiCaFile = { name: 'contoso-openai-root.pem', pem: read('openai-ca.pem') };
export const openAiTls = { key: read('openai.key'), cert: read('openai.pem') };
