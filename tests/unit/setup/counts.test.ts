import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playwrightCounts, playwrightFailures, vitestFailures } from '../../setup/counts.mjs';

type Status = JSONReportSpec['tests'][number]['status'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-counts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const testOf = (projectName: string, status: Status): JSONReportSpec['tests'][number] => ({
  projectName,
  projectId: projectName,
  status,
  timeout: 0,
  annotations: [],
  expectedStatus: 'passed',
  results: [],
});
const spec = (...tests: JSONReportSpec['tests']): JSONReportSpec => ({
  tags: [],
  title: 'a test',
  ok: true,
  id: '1',
  file: 'a.spec.ts',
  line: 1,
  column: 1,
  tests,
});
const suite = (specs: JSONReportSpec[], suites: JSONReportSuite[] = []): JSONReportSuite => ({
  title: 'a suite',
  file: 'a.spec.ts',
  line: 1,
  column: 1,
  specs,
  suites,
});

/** What is counted of a report for the window and the page, by a run that ended so. */
async function counted(report: Pick<JSONReport, 'suites' | 'errors'> | string, code: number) {
  const file = join(folder, 'report.json');
  await writeFile(file, typeof report === 'string' ? report : JSON.stringify(report));
  return Object.fromEntries(await playwrightCounts(file, ['window', 'page'], code));
}

const sound = [
  suite(
    [spec(testOf('window', 'expected')), spec(testOf('page', 'expected'))],
    [suite([spec(testOf('page', 'skipped'))])],
  ),
];

describe('counts of a report by project', () => {
  it('are those of its tests, however deep they stand; what was skipped is neither passed nor failed', async () => {
    expect(await counted({ suites: sound, errors: [] }, 0)).toEqual({
      window: { passed: 1, failed: 0, skipped: 0 },
      page: { passed: 1, failed: 0, skipped: 1 },
    });
  });

  it('take a test for failed that failed, or passed only at another try', async () => {
    const suites = [suite([spec(testOf('page', 'unexpected')), spec(testOf('page', 'flaky'))]), ...sound];
    expect((await counted({ suites, errors: [] }, 1))['page']).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });

  it.each([
    ['a file that does not load', { suites: sound, errors: [{ message: 'SyntaxError' }] }, 1],
    ['a run that ended badly and names no failure', { suites: sound, errors: [] }, 1],
    [
      'a test of a project that nobody asked for',
      { suites: [...sound, suite([spec(testOf('other', 'expected'))])], errors: [] },
      0,
    ],
  ])('hold %s for a failure', async (_, report, code) => {
    const all = Object.values(await counted(report, code));
    expect(all.map(({ failed }) => failed)).toEqual([1, 0]);
  });

  it.each(['', '{"suites": [', '{}'])('are one failure each where the report is %j', async (text) => {
    expect(await counted(text, 0)).toEqual({ window: { passed: 0, failed: 1 }, page: { passed: 0, failed: 1 } });
  });
});

describe('what failed is said in a line each', () => {
  it('with its project, its place and the first line it failed with', async () => {
    const file = join(folder, 'failed.json');
    const result = { errors: [{ message: '\u001b[31mError: it is wet\u001b[39m\nhere' }] } as never;
    const unexpected = { ...testOf('page', 'unexpected'), results: [result] };
    await writeFile(file, JSON.stringify({ suites: [suite([], [suite([spec(unexpected)])]), ...sound], errors: [] }));
    expect(await playwrightFailures(file)).toEqual(['[page] a.spec.ts:1 > a test: Error: it is wet']);
    await writeFile(file, JSON.stringify({ suites: sound, errors: [{ message: 'SyntaxError: }\nat' }] }));
    expect(await playwrightFailures(file)).toEqual(['SyntaxError: }']);
    await writeFile(file, '');
    expect(await playwrightFailures(file)).toHaveLength(1);
  });

  it('of the faster tests, too, and of a file of them that did not load', async () => {
    const file = join(folder, 'vitest.json');
    const at = join(process.cwd(), 'tests', 'a.test.ts');
    const tests = [
      { status: 'passed', fullName: 'dry' },
      { status: 'failed', fullName: 'rain is wet', failureMessages: ['AssertionError: dry\n at'] },
    ];
    const testResults = [
      { name: at, status: 'failed', message: '', assertionResults: tests },
      { name: at, status: 'failed', message: 'SyntaxError: }', assertionResults: [] },
      { name: at, status: 'passed', message: '', assertionResults: tests.slice(0, 1) },
    ];
    await writeFile(file, JSON.stringify({ testResults }));
    expect(await vitestFailures(file)).toEqual([
      'tests/a.test.ts > rain is wet: AssertionError: dry',
      'tests/a.test.ts: SyntaxError: }',
    ]);
  });
});
