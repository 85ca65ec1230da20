// @ts-check
// `npm run check`: everything that must hold before a change lands, in the order of what fails fastest.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sum } from './counts.mjs';
import { run } from './run.mjs';

const stages = ['typecheck', 'lint', 'format:check', 'build', 'test'];

const folder = await mkdtemp(join(tmpdir(), 'voxtally-check-'));
const countsFile = join(folder, 'counts.json');
/** @type {import('./counts.mjs').Counts[]} */
const counts = [];
/** @type {string[]} */
const failed = [];
let electron = false;

for (const stage of stages) {
  console.log(`\n== ${stage}`);
  const { code } = await run('npm', ['run', '--silent', stage], {
    env: { ...process.env, VOXTALLY_TEST_COUNTS: countsFile },
  });
  if (code !== 0) failed.push(stage);
  if (stage !== 'test') counts.push(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

const tests = await readFile(countsFile, 'utf8').then(JSON.parse, () => null);
counts.push(tests ?? { passed: 0, failed: 1 });
electron = tests?.electron === true;
await rm(folder, { recursive: true, force: true });

if (!electron && process.env['REQUIRE_ELECTRON'] === '1') {
  console.log('\nElectron was not exercised, and it is the product. WITHOUT_ELECTRON=1 waives this.');
  counts.push({ passed: 0, failed: 1 });
}
const total = sum(counts);
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
