import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { certificatesIn } from '../../../shared/network/ca-text.ts';
import type { NetworkSettings } from '../../../shared/network/settings.ts';
import { systemCertificates } from './system-certificates.ts';

/** Made once a combination: reading some hundred certificates takes a noticeable part of a second. */
const made = new Map<string, SecureContext>();

/** Node leaves its own variable aside as soon as authorities are named. */
async function fromNodeVariable(): Promise<readonly string[]> {
  const path = process.env['NODE_EXTRA_CA_CERTS'];
  const text = path === undefined ? '' : await readFile(path, 'utf8').catch(() => '');
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
