import { powerMonitor, safeStorage, session } from 'electron';
import { proxyFromEnvironment, proxyFromPac } from '../../shared/protocol/endpoints/network.ts';
import type { Cipher } from './sealed-keys.ts';

const noKeyStore =
  'This system offers no key store (on Linux: neither a Secret Service nor KWallet runs), so the key is kept for this run only.';

/** On Linux without a key store Electron "seals" with a password that everybody knows; that is no seal. */
const isOpenToAll = (): boolean =>
  process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());

/** The operating system's own encryption: Keychain, DPAPI, Secret Service or KWallet. Usable once the app is ready. */
export const systemCipher: Cipher = {
  unavailable: () => (!safeStorage.isEncryptionAvailable() || isOpenToAll() ? noKeyStore : null),
  seal: (key) => safeStorage.encryptString(key),
  open: (sealed) => safeStorage.decryptString(sealed),
};

/**
 * The proxy of the operating system for an address, its automatic configuration included; where it names none, that of the
 * environment, which Chromium does not read on every desktop.
 */
export async function systemProxy(
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const answer = await session.defaultSession.resolveProxy(url.replace(/^wss:/, 'https:'));
  return proxyFromPac(answer) ?? proxyFromEnvironment(url, env);
}

/** Calls back when the computer wakes from sleep. The engine notices by its clocks as well, a second later. */
export function onWake(listener: () => void): void {
  powerMonitor.on('resume', listener);
}
