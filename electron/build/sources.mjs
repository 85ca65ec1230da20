import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** What a build is made of. Tests and documents are not. */
const folders = ['electron', 'renderer', 'shared'];
const files = ['package.json', 'package-lock.json'];

/** @param {string} folder @returns {Promise<string[]>} */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * A fingerprint of everything a build reads: names and contents, so that neither a deleted file nor an old date escapes it.
 * @param {string} root absolute path of the checkout
 * @returns {Promise<string>}
 */
export async function sourceDigest(root) {
  const lists = await Promise.all(folders.map((folder) => filesBelow(join(root, folder))));
  const paths = [...lists.flat(), ...files.map((file) => join(root, file))].sort();
  const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}\n`);
  for (const path of paths) {
    const text = await readFile(path).catch(() => null);
    // Somebody deleted it between the listing and now: the next build looks again.
    if (text === null) continue;
    hash.update(`${relative(root, path).split(sep).join('/')}\n${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}
