// @ts-check
import { readFile } from 'node:fs/promises';

/** @typedef {{ passed: number, failed: number }} Counts */

/** @param {readonly Counts[]} all @returns {Counts} */
export const sum = (all) =>
  all.reduce((total, one) => ({ passed: total.passed + one.passed, failed: total.failed + one.failed }), {
    passed: 0,
    failed: 0,
  });

/** Counts of a vitest JSON report. A report that is missing or broken is one failure: the run did not end as it should. @param {string} file @returns {Promise<Counts>} */
export async function vitestCounts(file) {
  const report = await readJson(file);
  const { numPassedTests, numFailedTests, numFailedTestSuites } = report ?? {};
  if (typeof numPassedTests !== 'number' || typeof numFailedTests !== 'number') return { passed: 0, failed: 1 };
  // A file that fails to load has no failed test of its own.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
  return { passed: numPassedTests, failed };
}

/** Counts of a Playwright JSON report, likewise. @param {string} file @returns {Promise<Counts>} */
export async function playwrightCounts(file) {
  const stats = (await readJson(file))?.stats;
  if (typeof stats?.expected !== 'number' || typeof stats.unexpected !== 'number') return { passed: 0, failed: 1 };
  return { passed: stats.expected, failed: stats.unexpected + (stats.flaky ?? 0) };
}

/** @param {string} file */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
