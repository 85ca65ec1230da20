import { safeStorage } from 'electron';
import type { Cipher } from './sealed-file.ts';

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
