import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isText, listOf } from '../../../shared/kit/type-checks.ts';
import { certificatesIn } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { readRegular } from '../data/regular-file.ts';

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

/** Authorities in a file that the system or the person names, often through links. Empty for one that is not there or is no file. */
const readBundle = (path: string): Promise<string> =>
  readRegular(path, { links: 'followed', mostBytes }).then(String, () => '');

async function linux(): Promise<string> {
  for (const path of linuxBundles) {
    const text = await readBundle(path);
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
function systemCertificates(log: (line: string) => void): Promise<readonly string[]> {
  reading ??= read().catch((error: unknown) => {
    log(
      `The certificate store of the system could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  });
  return reading;
}

/** Made once a combination: reading some hundred certificates takes a noticeable part of a second. */
const made = new Map<string, SecureContext>();

/** Node leaves its own variable aside as soon as authorities are named. */
async function fromNodeVariable(): Promise<readonly string[]> {
  const path = process.env['NODE_EXTRA_CA_CERTS'];
  const text = path === undefined ? '' : await readBundle(path);
  const found = certificatesIn(path ?? '', text);
  return found.ok ? found.certificates : [];
}

const readable = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
};

/** The extra authorities, each checked to be a certificate. */
export function extraCertificates(extra: NetworkSettings['extraCa']): Result<{ certificates: string[] }> {
  if (extra === null) return ok({ certificates: [] });
  const found = certificatesIn(extra.name, extra.pem);
  if (!found.ok) return found;
  const damaged = found.certificates.findIndex((pem) => !readable(pem));
  if (damaged < 0) return found;
  return refuse(
    benchError('invalid-argument', `Certificate ${damaged + 1} of ${extra.name} cannot be read.`, {
      nextStep: 'Export the certificate of the authority again and choose the new file.',
    }),
  );
}

/** Whom to trust. Undefined: the runtime's own authorities, which Node then looks up by itself. */
export async function trust(
  { systemCertificates: fromSystem, extraCa }: NetworkSettings,
  log: (line: string) => void,
): Promise<Result<{ secureContext: SecureContext | undefined }>> {
  const extra = extraCertificates(extraCa);
  if (!extra.ok) return extra;
  if (!fromSystem && extraCa === null) return ok({ secureContext: undefined });
  const key = JSON.stringify([fromSystem, extraCa?.pem ?? null]);
  let secureContext = made.get(key);
  if (secureContext === undefined) {
    const system = fromSystem ? await systemCertificates(log) : [];
    const ca = new Set([...rootCertificates, ...(await fromNodeVariable()), ...system, ...extra.certificates]);
    secureContext = createSecureContext({
      ca: [...ca].filter((pem) => extra.certificates.includes(pem) || readable(pem)),
    });
    made.set(key, secureContext);
  }
  return ok({ secureContext });
}
