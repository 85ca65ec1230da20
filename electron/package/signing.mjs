// @ts-check
// Signing is asked for by the environment alone, and then it must come to be: an unsigned program that was meant to be signed is no use.

/** The variables of Azure Trusted Signing beside those by which Microsoft's tools sign in (AZURE_TENANT_ID and its kin). */
const variables = {
  endpoint: 'VOXTALLY_SIGNING_ENDPOINT',
  codeSigningAccountName: 'VOXTALLY_SIGNING_ACCOUNT',
  certificateProfileName: 'VOXTALLY_SIGNING_PROFILE',
  publisherName: 'VOXTALLY_SIGNING_PUBLISHER',
};

/**
 * What electron-builder needs to have Windows programs signed; null: none of it is asked for, and nothing is signed.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ endpoint: string, codeSigningAccountName: string, certificateProfileName: string, publisherName: string } | null}
 * @throws {Error} when some of it is there: it names what is missing, for an unsigned program that was meant to be signed is no use
 */
export function windowsSigning(env) {
  const value = (/** @type {string} */ name) => env[name]?.trim() ?? '';
  const missing = Object.values(variables).filter((name) => value(name) === '');
  if (missing.length === Object.keys(variables).length) return null;
  if (missing.length > 0) throw new Error(`Windows programs cannot be signed: ${missing.join(', ')} not set.`);
  return {
    endpoint: value(variables.endpoint),
    codeSigningAccountName: value(variables.codeSigningAccountName),
    certificateProfileName: value(variables.certificateProfileName),
    publisherName: value(variables.publisherName),
  };
}

/** What electron-builder itself reads on macOS: a certificate, and who has the program notarised. */
const ofMac = ['CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];

/**
 * Whether programs of macOS are to be signed and notarised.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {boolean}
 * @throws {Error} when some of it is there: it names what is missing
 */
export function macSigning(env) {
  const missing = ofMac.filter((name) => (env[name]?.trim() ?? '') === '');
  if (missing.length === ofMac.length) return false;
  if (missing.length > 0) throw new Error(`Programs of macOS cannot be signed: ${missing.join(', ')} not set.`);
  return true;
}
