import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { isText, listOf } from '../../../shared/guard.ts';
import { certificatesIn } from '../../../shared/network/ca-text.ts';

const run = promisify(execFile);
const waitMs = 15_000;
const mostBytes = 32 * 1024 * 1024;

/** Where Linux distributions keep the bundle of what the system trusts; the first that is there counts. */
const linuxBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

async function linux(): Promise<string> {
  for (const path of linuxBundles) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return text;
  }
  return '';
}

async function mac(): Promise<string> {
  const keychains = ['/System/Library/Keychains/SystemRootCertificates.keychain', '/Library/Keychains/System.keychain'];
  const options = { timeout: waitMs, maxBuffer: mostBytes };
  return (await run('/usr/bin/security', ['find-certificate', '-a', '-p', ...keychains], options)).stdout;
}

async function windows(): Promise<string> {
  const script =
    "Get-ChildItem Cert:\\LocalMachine\\Root,Cert:\\CurrentUser\\Root,Cert:\\LocalMachine\\CA,Cert:\\CurrentUser\\CA | ForEach-Object { '-----BEGIN CERTIFICATE-----'; [Convert]::ToBase64String($_.RawData, 'InsertLineBreaks'); '-----END CERTIFICATE-----' }";
  const options = { timeout: waitMs, maxBuffer: mostBytes, windowsHide: true };
  return (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], options)).stdout;
}

const isTexts = listOf(isText);

const readers: Partial<Record<NodeJS.Platform, () => Promise<string>>> = { darwin: mac, win32: windows };

async function read(): Promise<readonly string[]> {
  // Node 22.15 and later read the store themselves; the types are those of the oldest Node that runs this.
  const fromRuntime: unknown = Object.entries(await import('node:tls')).find(
    ([name]) => name === 'getCACertificates',
  )?.[1];
  if (typeof fromRuntime === 'function') {
    const listed: unknown = fromRuntime('system');
    if (isTexts(listed)) return listed;
  }
  const found = certificatesIn('the store of the system', await (readers[process.platform] ?? linux)());
  return found.ok ? found.certificates : [];
}

let reading: Promise<readonly string[]> | null = null;

/** What the operating system trusts, as PEM; read once, when first needed. Empty when it cannot be read, which `log` is told. */
export function systemCertificates(log: (line: string) => void): Promise<readonly string[]> {
  reading ??= read().catch((error: unknown) => {
    log(
      `The certificate store of the system could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  });
  return reading;
}
