// @ts-check
// What the application is made of beside its own code, and under which licences that may be passed on.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {import('../build/bundled-packages.mjs').BundledPackage} BundledPackage */

/** Licences (SPDX) that ask for their notice and nothing else. The GPL and its kin are not among them. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression lets a package be passed on with its notice alone: all parts of an AND, one of an OR. @param {string} licence @returns {boolean} */
export function isPermissive(licence) {
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(plain)) return false;
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => permissive.has(one.trim())));
}

/** What a licence text is called in a package. */
const textNames = /^(?:licen[cs]e|copying|notice|third.?party.?notices?)(?:[-.].*)?$/i;

/** The texts that lie in a package beside its package.json, licence first. @param {string} folder */
async function textsIn(folder) {
  const names = (await readdir(folder)).filter((name) => textNames.test(name)).sort();
  return Promise.all(names.map(async (name) => (await readFile(join(folder, name), 'utf8')).trim()));
}

/**
 * What a package leaves out: the text of its own licence, and the notices of what is compiled into it. None for most.
 * @param {string} root @param {string} name @returns {Promise<string[]>}
 */
async function textsKept(root, name) {
  const file = join(root, 'electron', 'package', 'notices', `${name.replaceAll('/', '+')}.txt`);
  return readFile(file, 'utf8').then(
    (text) => [text.trim()],
    () => [],
  );
}

/** Where a package is kept, without the form of address; empty: it does not say. @param {string} folder @returns {Promise<string>} */
async function repositoryOf(folder) {
  const { repository } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const address = typeof repository === 'string' ? repository : (repository?.url ?? '');
  return String(address).replace(/^git\+|\.git$/g, '');
}

const rule = '-'.repeat(78);

/**
 * The notices of every package that is bundled.
 * @param {string} root absolute path of the checkout
 * @param {readonly BundledPackage[]} packages
 * @returns {Promise<string>}
 * @throws {Error} when one may not be passed on so: it names each, with its licence
 */
export async function noticesOf(root, packages) {
  const refused = packages.filter(({ licence }) => !isPermissive(licence));
  if (refused.length > 0) {
    const named = refused.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join(', ');
    throw new Error(
      `Not to be passed on with a notice alone: ${named}. See permissive in electron/package/notices.mjs.`,
    );
  }
  const known = await Promise.all(
    packages.map(async (one) => ({
      ...one,
      texts: [...(await textsIn(join(root, one.folder))), ...(await textsKept(root, one.name))],
      repository: await repositoryOf(join(root, one.folder)),
    })),
  );
  const parts = known.map(({ name, version, licence, texts, repository }) => {
    // Packages of one repository are of one author, and some of them leave the text to the others.
    const sibling = known.find(
      (other) => other.repository === repository && other.licence === licence && other.texts.length > 0,
    );
    const own = texts.length > 0 ? texts : repository === '' ? [] : (sibling?.texts ?? []);
    if (own.length === 0) throw new Error(`${name} ${version} comes without the text of its licence (${licence}).`);
    const text = own.join('\n\n');
    return `${rule}\n${name} ${version}\nLicence: ${licence}\n\n${text}\n`;
  });
  return [
    `Voxtally is made with the ${packages.length} packages below, whose notices follow.\n`,
    'Electron and Chromium, which it runs on, have theirs in LICENSE.electron.txt and LICENSES.chromium.html.\n\n',
    parts.join('\n'),
  ].join('');
}
