import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { benchAudioPath } from './audio-path.ts';
import { benchCpu } from './cpu.ts';
import { benchEngine } from './engine.ts';
import { benchFold } from './fold.ts';
import { benchFuzz } from './support/frames.ts';
import { benchLibrary } from './library.ts';
import { benchMemory } from './memory.ts';
import { benchPageSize } from './page-size.ts';
import { benchPeriod } from './period.ts';
import { benchImport } from './import.ts';
import { benchReconcile } from './reconcile.ts';
import { recordedTable } from './support/recorded.ts';
import type { FactsFile } from '../recordings/judge.ts';
import { benchPlayer } from './player.ts';
import { markdown } from './markdown.ts';
import { readBenchOptions } from './options.mjs';
import { benchRecordings, factsFiles, recordingsJson } from './recordings.ts';
import { ok } from '../../shared/kit/errors.ts';
import { withSections } from './report.ts';
import { benchResampler } from './resampler.ts';
import { benchSdks } from './sdks.ts';
import { benchStart } from './start-up.ts';
import { figuresOf, type BenchTable } from './table.ts';

/** One entry a bench; `npm run bench -- fold resampler` runs only those. */
const benches: Readonly<
  Record<string, (root: string, recorded: readonly FactsFile[]) => BenchTable | BenchTable[] | Promise<BenchTable>>
> = {
  resampler: () => benchResampler(),
  fold: () => benchFold(),
  engine: () => benchEngine(),
  fuzz: (root) => benchFuzz(root),
  recordings: (_root, recorded) => [...benchRecordings(recorded), recordedTable(recorded)],
  reconcile: () => [...benchReconcile(), benchPeriod()],
  period: () => benchPeriod(),
  import: (root) => benchImport(root),
  sdks: (root) => benchSdks(root),
  library: (root) => benchLibrary(root),
  page: (root) => benchPageSize(root),
  start: (root) => benchStart(root),
  audio: (root) => benchAudioPath(root),
  memory: (root) => benchMemory(root),
  cpu: (root) => benchCpu(root),
  player: (root) => benchPlayer(root),
};

/** What installs packages from the network is run where it is named. */
const onlyByName = ['sdks'];

function machine(): string {
  const processor = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${processor.length} cores (${processor[0]?.model.trim() ?? 'unknown'}), ${memoryGb} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** Nothing is measured: the words that asked for it, or a file they name, cannot be read. */
function refused(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const root = process.cwd();
  const asked = readBenchOptions(process.argv.slice(2));
  if (!asked.ok) return refused(asked.problem);
  const { wanted, write, json, facts } = asked.options;
  const unknown = wanted.filter((name) => benches[name] === undefined);
  if (unknown.length > 0) {
    return refused(`There is no bench called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  }
  const judges = wanted.length === 0 || wanted.includes('recordings');
  const recorded = judges ? factsFiles(root, facts) : ok({ files: [] });
  if (!recorded.ok) return refused(recorded.error.message);
  if (json) {
    process.stdout.write(recordingsJson(recorded.files));
    return;
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const page = join(root, 'docs', 'benchmarks.md');
  let [missed, unmeasured] = [0, 0];
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 ? !wanted.includes(name) : onlyByName.includes(name)) continue;
    const tables = [await bench(root, recorded.files)].flat();
    const rows = tables.flatMap(figuresOf);
    missed += rows.filter((row) => row.pass === false).length;
    unmeasured += rows.filter(({ value }) => value === null).length;
    const parts = tables.map((table) =>
      markdown(table, `\`npm run bench -- ${name}\`, ${day}, commit ${commit}, ${machine()}.`),
    );
    process.stdout.write(`${parts.join('\n')}\n`);
    if (write) writeFileSync(page, withSections(readFileSync(page, 'utf8'), parts));
  }
  const left = unmeasured === 0 ? '' : ` ${unmeasured} could not be measured.`;
  process.stdout.write(
    missed === 0 ? `Every target that was measured was met.${left}\n` : `${missed} figures miss their target.${left}\n`,
  );
}

await main();
