// @ts-check
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

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

/** The first line of what a test failed with, without the colours of a terminal. @param {string | undefined} message */
const firstLine = (message = 'no word of why') =>
  (stripVTControlCharacters(message).split('\n')[0] ?? '').slice(0, 300);

/**
 * The tests of a vitest JSON report that failed, a line each: where it stands, its name, what it said first. A file that did not load
 * is one. A long run has its failures far above its end.
 * @param {string} file
 * @returns {Promise<string[]>}
 */
export async function vitestFailures(file) {
  /** @type {{ name: string, message?: string, status: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[]} */
  const files = (await readJson(file))?.testResults ?? [];
  return files.flatMap(({ name, message, status, assertionResults }) => {
    const where = relative(process.cwd(), name);
    const failed = assertionResults.filter((one) => one.status === 'failed');
    return status === 'failed' && failed.length === 0
      ? [`${where}: ${firstLine(message)}`]
      : failed.map((one) => `${where} > ${one.fullName}: ${firstLine(one.failureMessages?.[0])}`);
  });
}

/** The same of a Playwright JSON report. @param {string} file @returns {Promise<string[]>} */
export async function playwrightFailures(file) {
  const report = await readJson(file);
  if (!Array.isArray(report?.suites)) return ['The run of the end-to-end tests left no report.'];
  const failed = testsIn(report.suites).filter(({ status }) => !outcomes.has(status));
  return [
    ...(report.errors ?? []).map((/** @type {{ message?: string }} */ { message }) => firstLine(message)),
    ...failed.map(({ projectName, file: where, line, title, results }) => {
      const errors = results.flatMap((one) => one.errors ?? []);
      return `[${projectName}] ${where}:${line} > ${title}: ${firstLine(errors[0]?.message)}`;
    }),
  ];
}

/** @type {ReadonlyMap<string, 'passed' | 'skipped'>} */
const outcomes = new Map([
  ['expected', 'passed'],
  ['skipped', 'skipped'],
]);

/** @typedef {{ projectName: string, status: string, results: { errors?: { message?: string }[] }[] }} TestOfProject */
/** @typedef {{ file: string, line: number, title: string, tests: TestOfProject[] }} Spec */

/** Every test of a report, one for each project. @param {readonly any[]} suites @returns {(TestOfProject & Omit<Spec, 'tests'>)[]} */
const testsIn = (suites) =>
  suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.flatMap((/** @type {Spec} */ { tests, file, line, title }) =>
      tests.map((one) => ({ ...one, file, line, title })),
    ),
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
