// @ts-check
// `npm run check`: everything that must hold before a change lands.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sum } from './counts.mjs';
import { run } from './run.mjs';

/** What needs nothing but the sources; done at a time. */
const readings = ['typecheck', 'lint', 'format:check', 'build'];

const folder = await mkdtemp(join(tmpdir(), 'voxtally-check-'));
const countsFile = join(folder, 'counts.json');
/** @type {import('./counts.mjs').Counts[]} */
const counts = [];
/** @type {string[]} */
const failed = [];
let electron = false;

await Promise.all(
  readings.map(async (stage) => {
    const { code, output } = await run('npm', ['run', '--silent', stage], { quiet: true });
    console.log(`\n== ${stage}: ${code === 0 ? 'passed' : 'failed'}\n${output}`.trimEnd());
    if (code !== 0) failed.push(stage);
    counts.push(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }),
);
console.log('\n== test');
const { code } = await run('npm', ['run', '--silent', 'test'], {
  env: { ...process.env, VOXTALLY_TEST_COUNTS: countsFile },
});
if (code !== 0) failed.push('test');

const tests = await readFile(countsFile, 'utf8').then(JSON.parse, () => null);
counts.push(tests ?? { passed: 0, failed: 1 });
electron = tests?.electron === true;
await rm(folder, { recursive: true, force: true });

if (!electron && process.env['REQUIRE_ELECTRON'] === '1') {
  console.log(
    '\nThe window in Electron and the packaged application were not both tried, and they are the product. WITHOUT_ELECTRON=1 waives this.',
  );
  counts.push({ passed: 0, failed: 1 });
}
const total = sum(counts);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
