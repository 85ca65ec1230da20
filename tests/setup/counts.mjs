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

/**
 * Counts of a Playwright JSON report by project, likewise. What failed outside of every test, as a file that does not
 * load, is a failure of the first; so is a run that ended badly and says nothing of it.
 * @param {string} file
 * @param {readonly string[]} projects those that were to run
 * @param {number} code what the run ended with
 * @returns {Promise<ReadonlyMap<string, Counts>>} of each of these
 */
export async function playwrightCounts(file, projects, code) {
  const report = await readJson(file);
  if (!Array.isArray(report?.suites)) return new Map(projects.map((name) => [name, { passed: 0, failed: 1 }]));
  const counts = new Map(projects.map((name) => [name, { passed: 0, failed: 0, skipped: 0 }]));
  let untold = Array.isArray(report.errors) ? report.errors.length : 0;
  for (const { projectName, status } of testsIn(report.suites)) {
    const of = counts.get(projectName);
    // A test that passes only when it is tried again fails.
    if (of === undefined) untold += 1;
    else of[outcomes.get(status) ?? 'failed'] += 1;
  }
  if (code !== 0 && untold === 0 && [...counts.values()].every(({ failed }) => failed === 0)) untold = 1;
  const [first] = counts.values();
  if (first !== undefined) first.failed += untold;
  return counts;
}

/** @type {ReadonlyMap<string, 'passed' | 'skipped'>} */
const outcomes = new Map([
  ['expected', 'passed'],
  ['skipped', 'skipped'],
]);

/** Every test of a report, one for each project. @param {readonly any[]} suites @returns {{ projectName: string, status: string }[]} */
const testsIn = (suites) =>
  suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.flatMap((/** @type {{ tests: { projectName: string, status: string }[] }} */ { tests }) => tests),
    ...testsIn(inner),
  ]);

/** @param {string} file */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
