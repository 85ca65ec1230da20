import { benchError, ok, refuse, type Result } from '../errors.ts';

const certificate = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** The certificates of a PEM file, each by itself. Refuses a file without any, and one that holds a private key. */
export function certificatesIn(name: string, pem: string): Result<{ certificates: string[] }> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return refuse(
      benchError('invalid-argument', `${name} holds a private key, so it was not taken.`, {
        nextStep: 'Give a file with the certificate of the authority only; nobody but its owner should have that key.',
      }),
    );
  }
  const certificates = pem.match(certificate) ?? [];
  if (certificates.length > 0) return ok({ certificates });
  return refuse(
    benchError('invalid-argument', `${name} holds no certificate in PEM form.`, {
      nextStep:
        'Give a file with "-----BEGIN CERTIFICATE-----" in it; a .cer file can be converted by the system that issued it.',
    }),
  );
}
