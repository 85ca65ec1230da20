import { z } from 'zod';
import { benchError, ok, refuse } from '../../shared/kit/errors.ts';
import { JsonFile } from '../engine/data/json-files.ts';
import type { KeyStore } from '../hosts/keys.ts';

/** What the operating system does for the keys. */
export interface Cipher {
  /** Why keys cannot be sealed here, as a whole sentence; null when they can. */
  unavailable(): string | null;
  seal(key: string): Buffer;
  /** Throws when the bytes were sealed by somebody else or in another key store. */
  open(sealed: Buffer): string;
}

const version = 1;
const fileSchema = z
  .object({ version: z.literal(version), keys: z.record(z.string(), z.unknown()) })
  .transform(({ keys }) => keys);
const sealedSchema = z.base64().min(1);

/** Keys in one file, each sealed by the operating system's key store. `log` hears what a person should know; never a key. */
export function sealedKeys(path: string, cipher: Cipher, log: (line: string) => void): KeyStore {
  const file = new JsonFile<Readonly<Record<string, unknown>>>({
    path,
    what: 'the sealed keys',
    empty: () => ({}),
    schema: fileSchema,
    version,
    print: (keys) => ({ version, keys }),
    note: (text) => log(`${text} Enter the keys again where they are asked for.`),
  });

  /** The sealed key of an id; null: there is none, or none that could be one. An entry that is not takes no other with it. */
  const sealedOf = async (id: string): Promise<string | null> => {
    const keys = await file.read();
    return Object.hasOwn(keys, id) ? (sealedSchema.safeParse(keys[id]).data ?? null) : null;
  };

  return {
    has: async (id) => cipher.unavailable() === null && (await sealedOf(id)) !== null,
    async read(id) {
      const sealed = await sealedOf(id);
      if (sealed === null || cipher.unavailable() !== null) return null;
      try {
        return cipher.open(Buffer.from(sealed, 'base64'));
      } catch {
        log(`The key store of this system no longer opens the key for ${id}; enter it again.`);
        return null;
      }
    },
    async write(id, key) {
      const unavailable = cipher.unavailable();
      const outcome = key === '' || unavailable === null ? ok({}) : refuse(benchError('unsupported', unavailable));
      try {
        const sealed = key === '' || unavailable !== null ? null : cipher.seal(key).toString('base64');
        if (sealed === null && !Object.hasOwn(await file.read(), id)) return outcome;
        const written = await file.change((keys) => {
          // A key that is replaced by one that cannot be sealed must not come back at the next start.
          const others = Object.fromEntries(Object.entries(keys).filter(([name]) => name !== id));
          return ok({ next: sealed === null ? others : { ...others, [id]: sealed }, answer: {} });
        });
        if (written.ok) return outcome;
      } catch {
        // The key store refused to seal: told as a file that could not be written is.
      }
      return refuse(benchError('disk', `The key could not be written to ${path}, so it is kept for this run only.`));
    },
  };
}
