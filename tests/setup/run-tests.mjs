// @ts-check
// `npm test`: unit, integration and end-to-end tests, with all the set-up they need. `--unit` and `--e2e` run a part.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../electron/build.mjs';
import { inWords, playwrightCounts, sum, vitestCounts } from './counts.mjs';
import { displayPrefix } from './display.mjs';
import { needChromium } from './find-chromium.mjs';
import { findElectron } from './find-electron.mjs';
import { needKeyStore } from './key-store.mjs';
import { run } from './run.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (/** @type {string} */ script) => join(root, 'node_modules', ...script.split('/'));
const only = process.argv.slice(2);
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

/** @param {string} folder @param {'chromium' | 'electron'} project @param {NodeJS.ProcessEnv} env @param {readonly string[]} prefix @returns {Promise<Counts>} */
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
  await run(/** @type {string} */ (command[0]), [...command.slice(1), '--project', project], { env: all });
  return playwrightCounts(report);
}

/** @returns {Promise<{ said: string[], counts: Counts, electron: boolean }>} */
async function main() {
  /** @type {string[]} */
  const said = [];
  /** @type {Counts[]} */
  const counts = [];
  /** @param {string} what @param {Counts} one */
  const note = (what, one) => {
    counts.push(one);
    said.push(`${what}: ${inWords(one)}.`);
  };
  await ensureBuilt({ ifStale: true });
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-tests-'));
  let electron = false;
  try {
    if (wants('--unit')) note('Unit and integration tests ran', await unitAndIntegration(folder));
    if (wants('--e2e')) {
      const chromium = await needChromium();
      if (chromium === null) {
        said.push('No Chrome, Chromium or Edge was found: install one, or name it in CHROMIUM_PATH.');
        counts.push({ passed: 0, failed: 1 });
      } else {
        note(
          `End-to-end tests ran in ${chromium}`,
          await endToEnd(folder, 'chromium', { CHROMIUM_PATH: chromium }, []),
        );
      }
      const runtime = findElectron(root);
      const prefix = runtime === null ? null : await displayPrefix();
      if (runtime === null) {
        said.push(
          'Electron did not run: no runtime is here. Set ELECTRON_OVERRIDE_DIST_PATH to one, or let `npm start` fetch it.',
        );
      } else if (prefix === null) {
        said.push('Electron did not run: there is no display and no xvfb-run.');
      } else {
        electron = true;
        const keyStore = await needKeyStore();
        said.push(
          keyStore
            ? 'Keys were sealed in gnome-keyring in one of them.'
            : 'No test sealed a key: gnome-keyring is not here and could not be installed. What happens without it was tested.',
        );
        note(
          `End-to-end tests ran in Electron (${runtime})`,
          await endToEnd(
            folder,
            'electron',
            { VOXTALLY_TEST_ELECTRON: runtime, VOXTALLY_TEST_KEY_STORE: keyStore ? '1' : '0' },
            prefix,
          ),
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { said, counts: sum(counts), electron };
}

const { said, counts, electron } = await main();
const file = process.env['VOXTALLY_TEST_COUNTS'];
if (file) await writeFile(file, JSON.stringify({ ...counts, electron }));
console.log(`\n${said.join('\n')}\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
