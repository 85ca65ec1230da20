// @ts-check
// `npm test`: unit, integration and end-to-end tests, with all the set-up they need. `--unit` and `--e2e` run a part; `--every-host`
// runs in Electron, too, what Chromium does for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../electron/build.mjs';
import { inWords, playwrightCounts, playwrightFailures, sum, vitestCounts, vitestFailures } from './counts.mjs';
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

/** Every test that failed, a line each. @type {string[]} */
const failures = [];

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
  failures.push(...(await vitestFailures(report)));
  return vitestCounts(report);
}

/** @typedef {'electron' | 'developer' | 'packaged' | 'chromium'} Project */

/**
 * Projects of Playwright's in one run, which hands their files to its workers as these come free.
 * @param {string} folder
 * @param {readonly Project[]} projects
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<ReadonlyMap<string, Counts>>} of each of them
 */
async function endToEnd(folder, projects, env) {
  const report = join(folder, 'playwright.json');
  const windows = projects.includes('electron') || projects.includes('packaged');
  const [command = '', ...args] = [
    ...(windows ? displayPrefix() : []),
    process.execPath,
    bin('@playwright/test/cli.js'),
    'test',
    '-c',
    'tests/playwright.config.ts',
    ...projects.map((project) => `--project=${project}`),
  ];
  const { code } = await run(command, args, { env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  failures.push(...(await playwrightFailures(report)));
  return playwrightCounts(report, projects, code);
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

/**
 * What the end-to-end tests need and what is here of it.
 * @typedef {object} Surroundings
 * @property {string | null} chromium
 * @property {string | null} runtime of Electron, with a display
 * @property {boolean} keyStore
 * @property {string | null} packaged the folder with the packaged application
 * @property {readonly Part[]} missing what does not run, and why
 */

/** Packages the application. @param {string} folder @param {string} runtime @returns {Promise<{ packaged: string | null, missing: Part[] }>} */
async function packageIt(folder, runtime) {
  if (process.platform !== 'linux') {
    return { packaged: null, missing: [skipped('The packaged application is tested on Linux alone.')] };
  }
  const out = join(folder, 'package');
  const script = join(root, 'electron', 'package', 'package.mjs');
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(runtime) };
  const { code, output } = await run(process.execPath, [script, '--fast', '--out', out], { env, quiet: true });
  if (code === 0) return { packaged: out, missing: [] };
  const failed = { said: [`The application could not be packaged: ${output}`], counts: { passed: 0, failed: 1 } };
  return { packaged: null, missing: [failed] };
}

/** @param {string} folder @returns {Promise<Surroundings>} */
async function surroundings(folder) {
  /** @type {Part[]} */
  const missing = [];
  const chromium = await needChromium();
  if (chromium === null) {
    const noBrowser = 'No Chrome, Chromium or Edge was found: install one, or name it in CHROMIUM_PATH.';
    missing.push({ said: [noBrowser], counts: { passed: 0, failed: 1 } });
  }
  const runtime = findElectron(root);
  if (runtime === null || !(await needDisplay())) {
    const why =
      runtime === null
        ? 'no runtime is here. Set ELECTRON_OVERRIDE_DIST_PATH to one, or let `npm start` fetch it'
        : 'there is no display and no xvfb-run';
    missing.push(skipped(`Electron did not run, nor was it packaged: ${why}.`));
    return { chromium, runtime: null, keyStore: false, packaged: null, missing };
  }
  const keyStore = await needKeyStore();
  const made = await packageIt(folder, runtime);
  return { chromium, runtime, keyStore, packaged: made.packaged, missing: [...missing, ...made.missing] };
}

/** What is said of a project that ran. @param {Project} project @param {Surroundings} here @param {Counts} counts @returns {Part} */
function told(project, { chromium, runtime, keyStore }, counts) {
  switch (project) {
    case 'chromium':
      return ran(`End-to-end tests ran in ${chromium}`, counts);
    case 'developer':
      return ran('The gallery was tried in it', counts);
    case 'packaged':
      return ran('The packaged application was tested', counts);
    case 'electron': {
      const sealed = keyStore
        ? 'Keys were sealed in gnome-keyring in one of them.'
        : 'No test sealed a key: gnome-keyring is not here and could not be installed. What happens without it was tested.';
      const without = everyHost
        ? ''
        : ', but for those of tests/e2e/page, for which Chromium does (--every-host runs them here, too)';
      return ran(`End-to-end tests ran in Electron (${runtime})${without}`, counts, [sealed]);
    }
  }
}

/**
 * Everything that happens at the pace of speech.
 * @param {string} folder
 * @param {Surroundings} here
 * @returns {Promise<{ parts: Part[], electron: boolean }>} electron: the window and the packaged application were both tried
 */
async function atThePaceOfSpeech(folder, here) {
  const { chromium, runtime, keyStore, packaged, missing } = here;
  /** @type {Project[]} */
  const projects = [];
  if (chromium !== null) projects.push('chromium', 'developer');
  if (runtime !== null) projects.push('electron');
  if (packaged !== null) projects.push('packaged');
  if (projects.length === 0) return { parts: [...missing], electron: false };
  const counts = await endToEnd(folder, projects, {
    ...(chromium === null ? {} : { CHROMIUM_PATH: chromium }),
    ...(runtime === null ? {} : { VOXTALLY_TEST_ELECTRON: runtime, VOXTALLY_TEST_KEY_STORE: keyStore ? '1' : '0' }),
    ...(packaged === null ? {} : { VOXTALLY_TEST_PACKAGE: packaged }),
  });
  const of = (/** @type {Project} */ project) => counts.get(project) ?? { passed: 0, failed: 0 };
  const parts = projects.map((project) => told(project, here, of(project)));
  return { parts: [...missing, ...parts], electron: of('electron').passed > 0 && of('packaged').passed > 0 };
}

/** @returns {Promise<{ said: string[], counts: Counts, electron: boolean }>} */
async function main() {
  await ensureBuilt({ ifStale: true });
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-tests-'));
  /** @type {Part[]} */
  const parts = [];
  let electron = false;
  // What has to be installed and packaged is fetched and written while the first tests run.
  const preparing = wants('--e2e') ? surroundings(folder) : null;
  try {
    // It may fail before anyone waits for it; whoever does is told.
    preparing?.catch(() => undefined);
    if (wants('--unit')) parts.push(ran('Unit and integration tests ran', await unitAndIntegration(folder)));
    if (preparing !== null) {
      const spoken = await atThePaceOfSpeech(folder, await preparing);
      parts.push(...spoken.parts);
      electron = spoken.electron;
    }
  } finally {
    // It writes into the folder that is deleted.
    await preparing?.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
  const counts = sum(parts.flatMap((part) => (part.counts === null ? [] : [part.counts])));
  return { said: parts.flatMap((part) => part.said), counts, electron };
}

const { said, counts, electron } = await main();
const file = process.env['VOXTALLY_TEST_COUNTS'];
if (file) await writeFile(file, JSON.stringify({ ...counts, electron }));
if (failures.length > 0) console.log(`\nThese failed:\n${failures.slice(0, 40).join('\n')}`);
if (failures.length > 40) console.log(`and ${failures.length - 40} more`);
console.log(`\n${said.join('\n')}\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
