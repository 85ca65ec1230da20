// @ts-check
// `npm test`: unit, integration and end-to-end tests, with all the set-up they need. `--unit` and `--e2e` run a part; `--every-host`
// runs in Electron, too, what Chromium does for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../electron/build.mjs';
import { inWords, playwrightCounts, sum, vitestCounts } from './counts.mjs';
import { displayPrefix, needDisplay } from './display.mjs';
import { needChromium } from './find-chromium.mjs';
import { findElectron } from './find-electron.mjs';
import { needKeyStore } from './key-store.mjs';
import { run } from './run.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (/** @type {string} */ script) => join(root, 'node_modules', ...script.split('/'));
const flags = process.argv.slice(2);
const only = flags.filter((flag) => flag !== '--every-host');
const everyHost = only.length < flags.length;
if (everyHost) process.env['VOXTALLY_TEST_EVERY_HOST'] = '1';
const wants = (/** @type {string} */ part) => only.length === 0 || only.includes(part);

/** @param {string} folder @returns {Promise<Counts>} */
async function unitAndIntegration(folder) {
  const report = join(folder, 'vitest.json');
  const args = [
    'run',
    '-c',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  await run(process.execPath, [bin('vitest/vitest.mjs'), ...args]);
  return vitestCounts(report);
}

/**
 * One project of Playwright's, whose reports and traces stand apart from those of the others that run at the same time.
 * @param {string} folder
 * @param {'chromium' | 'electron' | 'packaged' | 'developer'} project
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} prefix
 * @returns {Promise<Counts>}
 */
async function endToEnd(folder, project, env, prefix) {
  const report = join(folder, `${project}.json`);
  const command = [
    ...prefix,
    process.execPath,
    bin('@playwright/test/cli.js'),
    'test',
    '-c',
    'tests/playwright.config.ts',
  ];
  const all = { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const output = join(root, 'test-results', project);
  await run(/** @type {string} */ (command[0]), [...command.slice(1), '--project', project, '--output', output], {
    env: all,
  });
  return playwrightCounts(report);
}

/**
 * What came of a part of the tests. Counts are null where it did not run.
 * @typedef {{ said: readonly string[], counts: Counts | null }} Part
 */

/** @param {string} why @returns {Part} */
const skipped = (why) => ({ said: [why], counts: null });

/** @param {string} what @param {Counts} counts @param {readonly string[]} [more] @returns {Part} */
const ran = (what, counts, more = []) => ({
  said: [...more, `${what}: ${inWords(counts)}.`],
  counts,
});

/** @param {string} folder @param {string} chromium @returns {Promise<Part>} */
const inChromium = async (folder, chromium) =>
  ran(`End-to-end tests ran in ${chromium}`, await endToEnd(folder, 'chromium', { CHROMIUM_PATH: chromium }, []));

/** @param {string} folder @param {string} chromium @returns {Promise<Part>} */
const ofDevelopers = async (folder, chromium) =>
  ran('The gallery was tried in it', await endToEnd(folder, 'developer', { CHROMIUM_PATH: chromium }, []));

/** @param {string} folder @param {string} runtime @param {boolean} keyStore @returns {Promise<Part>} */
async function inElectron(folder, runtime, keyStore) {
  const env = { VOXTALLY_TEST_ELECTRON: runtime, VOXTALLY_TEST_KEY_STORE: keyStore ? '1' : '0' };
  const sealed = keyStore
    ? 'Keys were sealed in gnome-keyring in one of them.'
    : 'No test sealed a key: gnome-keyring is not here and could not be installed. What happens without it was tested.';
  const counts = await endToEnd(folder, 'electron', env, displayPrefix());
  const without = everyHost
    ? ''
    : ', but for those of tests/e2e/page, for which Chromium does (--every-host runs them here, too)';
  return ran(`End-to-end tests ran in Electron (${runtime})${without}`, counts, [sealed]);
}

/** Packages the application and tests what came of it. @param {string} folder @param {string} runtime @returns {Promise<Part>} */
async function asPackaged(folder, runtime) {
  if (process.platform !== 'linux') return skipped('The packaged application is tested on Linux alone.');
  const out = join(folder, 'package');
  const script = join(root, 'electron', 'package', 'package.mjs');
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(runtime) };
  const { code, output } = await run(process.execPath, [script, '--fast', '--out', out], { env, quiet: true });
  if (code !== 0)
    return { said: [`The application could not be packaged: ${output}`], counts: { passed: 0, failed: 1 } };
  const counts = await endToEnd(folder, 'packaged', { VOXTALLY_TEST_PACKAGE: out }, displayPrefix());
  return ran('The packaged application was tested', counts);
}

/**
 * What runs in Electron, or why nothing does.
 * @param {string} folder
 * @returns {Promise<{ parts: Part[], electron: boolean }>} electron: the window and the packaged application were both tried
 */
async function onTheDesktop(folder) {
  const runtime = findElectron(root);
  const display = runtime !== null && (await needDisplay());
  if (runtime === null || !display) {
    const why =
      runtime === null
        ? 'no runtime is here. Set ELECTRON_OVERRIDE_DIST_PATH to one, or let `npm start` fetch it'
        : 'there is no display and no xvfb-run';
    return { parts: [skipped(`Electron did not run, nor was it packaged: ${why}.`)], electron: false };
  }
  const window = await inElectron(folder, runtime, await needKeyStore());
  const packaged = await asPackaged(folder, runtime);
  const all = [window, packaged].every(({ counts }) => counts !== null && counts.passed > 0);
  return { parts: [window, packaged], electron: all };
}

/**
 * Everything that happens at the pace of speech: one row of it beside another, for half of it is waiting, and no more at a time than
 * two cores can do.
 * @param {string} folder
 * @returns {Promise<{ parts: Part[], electron: boolean }>}
 */
async function atThePaceOfSpeech(folder) {
  const chromium = await needChromium();
  if (chromium === null) {
    const noBrowser = 'No Chrome, Chromium or Edge was found: install one, or name it in CHROMIUM_PATH.';
    const { parts, electron } = await onTheDesktop(folder);
    return { parts: [{ said: [noBrowser], counts: { passed: 0, failed: 1 } }, ...parts], electron };
  }
  const row = async () => {
    const desktop = await onTheDesktop(folder);
    return { ...desktop, developers: await ofDevelopers(folder, chromium) };
  };
  const [browser, { parts, electron, developers }] = await Promise.all([inChromium(folder, chromium), row()]);
  return { parts: [browser, developers, ...parts], electron };
}

/** @returns {Promise<{ said: string[], counts: Counts, electron: boolean }>} */
async function main() {
  await ensureBuilt({ ifStale: true });
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-tests-'));
  /** @type {Part[]} */
  const parts = [];
  let electron = false;
  try {
    if (wants('--unit')) parts.push(ran('Unit and integration tests ran', await unitAndIntegration(folder)));
    if (wants('--e2e')) {
      const spoken = await atThePaceOfSpeech(folder);
      parts.push(...spoken.parts);
      electron = spoken.electron;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const counts = sum(parts.flatMap((part) => (part.counts === null ? [] : [part.counts])));
  return { said: parts.flatMap((part) => part.said), counts, electron };
}

const { said, counts, electron } = await main();
const file = process.env['VOXTALLY_TEST_COUNTS'];
if (file) await writeFile(file, JSON.stringify({ ...counts, electron }));
console.log(`\n${said.join('\n')}\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
