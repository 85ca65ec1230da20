// @ts-check
import { readFile } from 'node:fs/promises';

/**
 * `skipped`: what said that it cannot be tried here; absent: none.
 * @typedef {{ passed: number, failed: number, skipped?: number }} Counts
 */

/** @param {readonly Counts[]} all @returns {Counts} */
export const sum = (all) =>
  all.reduce((total, one) => ({ passed: total.passed + one.passed, failed: total.failed + one.failed }), {
    passed: 0,
    failed: 0,
  });

/** Counts as a person reads them: what was skipped is said, so that nobody takes it for tried. @param {Counts} counts */
export const inWords = ({ passed, failed, skipped = 0 }) =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;

/** Counts of a vitest JSON report. A report that is missing or broken is one failure: the run did not end as it should. @param {string} file @returns {Promise<Counts>} */
export async function vitestCounts(file) {
  const report = await readJson(file);
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests: skipped = 0 } = report ?? {};
  if (typeof numPassedTests !== 'number' || typeof numFailedTests !== 'number') return { passed: 0, failed: 1 };
  // A file that fails to load has no failed test of its own.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
  return { passed: numPassedTests, failed, skipped };
}

/** Counts of a Playwright JSON report, likewise. @param {string} file @returns {Promise<Counts>} */
export async function playwrightCounts(file) {
  const stats = (await readJson(file))?.stats;
  if (typeof stats?.expected !== 'number' || typeof stats.unexpected !== 'number') return { passed: 0, failed: 1 };
  return { passed: stats.expected, failed: stats.unexpected + (stats.flaky ?? 0), skipped: stats.skipped ?? 0 };
}

/** @param {string} file */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
