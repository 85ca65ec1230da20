import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { benchError, ok, refuse } from '../../shared/errors.ts';
import { writeAtomically } from '../engine/recorder/atomic-write.ts';
import type { KeyStore } from '../hosts/keys/key-ring.ts';

/** What the operating system does for the keys. */
export interface Cipher {
  /** Why keys cannot be sealed here, as a whole sentence; null when they can. */
  unavailable(): string | null;
  seal(key: string): Buffer;
  /** Throws when the bytes were sealed by somebody else or in another key store. */
  open(sealed: Buffer): string;
}

const fileSchema = z.object({ version: z.literal(1), keys: z.record(z.string(), z.base64()) });
type SealedKeys = z.infer<typeof fileSchema>['keys'];

/** Keys in one file, each sealed by the operating system's key store. `log` hears what a person should know; never a key. */
export function sealedFile(path: string, cipher: Cipher, log: (line: string) => void): KeyStore {
  const load = async (): Promise<SealedKeys> => {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return {};
    try {
      return fileSchema.parse(JSON.parse(text)).keys;
    } catch {
      log(`The file of sealed keys, ${path}, is damaged and counts as empty; enter the keys again.`);
      return {};
    }
  };
  const save = (keys: SealedKeys): Promise<void> => writeAtomically(path, [JSON.stringify({ version: 1, keys })]);

  return {
    has: async (id) => cipher.unavailable() === null && Object.hasOwn(await load(), id),
    async read(id) {
      const sealed = (await load())[id];
      if (sealed === undefined || cipher.unavailable() !== null) return null;
      try {
        return cipher.open(Buffer.from(sealed, 'base64'));
      } catch {
        log(`The key store of this system no longer opens the key for ${id}; enter it again.`);
        return null;
      }
    },
    async write(id, key) {
      const { [id]: before, ...others } = await load();
      const unavailable = cipher.unavailable();
      try {
        if (key === '' || unavailable !== null) {
          // A key that is replaced by one that cannot be sealed must not come back at the next start.
          if (before !== undefined) await save(others);
          return unavailable === null || key === '' ? ok({}) : refuse(benchError('unsupported', unavailable));
        }
        await save({ ...others, [id]: cipher.seal(key).toString('base64') });
        return ok({});
      } catch {
        const message = `The key could not be written to ${path}, so it is kept for this run only.`;
        return refuse(benchError('disk', message));
      }
    },
  };
}
