import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Addition, additions } from './support/additions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The table under "Where a new thing goes": what, and the files it goes into; NAME stands for any name. */
async function documented(): Promise<Map<string, readonly string[]>> {
  const text = await readFile(join(root, 'docs/architecture.md'), 'utf8');
  const [, section = ''] = /## Where a new thing goes\n(.*?)\n## /s.exec(text) ?? [];
  const rows = [...section.matchAll(/^\| ([^|]+?) \| ([^|]+?) \|/gm)].map(
    ([, thing = '', where = '']) =>
      [thing, [...where.matchAll(/`([^`]+\.\w+)`/g)].map(([, path = '']) => path)] as const,
  );
  return new Map(rows.filter(([, files]) => files.length > 0));
}

const fits = (path: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('NAME', '[\\w-]+')}$`).test(path);

const filesOf = ({ edits }: Addition): string[] => [...new Set(edits.map(({ file }) => file))];

let copy = '';

/** Runs a program of the project in the copy; what it printed, and whether it went well. */
const run = (script: string, ...args: string[]): Promise<{ ok: boolean; said: string }> =>
  new Promise((resolve) =>
    execFile(
      process.execPath,
      [join(root, 'node_modules', script), ...args],
      { cwd: copy, maxBuffer: 32 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } },
      (error, out, err) => resolve({ ok: error === null, said: `${out}${err}` }),
    ),
  );

const probe = `import { expect, it } from 'vitest';
import { toArray } from '../../shared/kit/chunk-list.ts';
import { foldSession } from '../../shared/session/fold/fold.ts';
import { header, LogWriter } from './session/log.ts';

const fold = (log) => foldSession(header, log.entries);
const press = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, inField: false, letters: true };

${additions.map(({ thing, tried }) => `it(${JSON.stringify(thing)}, async () => {${tried}\n});`).join('\n')}
`;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'voxtally-new-'));
  const parts = ['shared', 'electron', 'renderer', 'assets', 'package.json', 'tsconfig.base.json'];
  for (const part of [...parts, 'tests/vitest.config.ts', 'tests/unit/session/log.ts']) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const edit of additions.flatMap(({ edits }) => edits)) {
    const path = join(copy, edit.file);
    if ('create' in edit) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, edit.create, { flag: 'wx' });
    } else {
      const before = await readFile(path, 'utf8');
      expect([edit.file, before.split(edit.behind).length - 1]).toEqual([edit.file, 1]);
      await writeFile(
        path,
        before.replace(edit.behind, () => edit.behind + edit.put),
      );
    }
  }
  await writeFile(join(copy, 'tests/unit/new-things.test.ts'), probe);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('where a new thing goes', () => {
  it('is said of each in a table, and it goes nowhere else: one file, at the most a second that lists it', async () => {
    const table = await documented();
    expect(additions.map(({ thing }) => thing)).toEqual([...table.keys()]);
    for (const addition of additions) {
      const files = filesOf(addition);
      const patterns = table.get(addition.thing) ?? [];
      const elsewhere = files.filter((file) => !patterns.some((pattern) => fits(file, pattern)));
      expect([addition.thing, elsewhere]).toEqual([addition.thing, []]);
      expect([addition.thing, patterns.length]).toEqual([addition.thing, files.length]);
      expect(files.length).toBeLessThanOrEqual(2);
    }
  });

  it('type checks with one of each', async () => {
    const built = await run('typescript/bin/tsc', '-b', 'shared', 'electron', 'renderer');
    expect(built).toEqual({ ok: true, said: '' });
  }, 300_000);

  it('runs with one of each', async () => {
    const ran = await run('vitest/vitest.mjs', 'run', '-c', 'tests/vitest.config.ts', '--reporter=json');
    const report: unknown = JSON.parse(ran.said.slice(ran.said.indexOf('{"numTotal')));
    const failed = JSON.stringify(report, ['testResults', 'assertionResults', 'title', 'status', 'failureMessages'], 1);
    expect([ran.ok, ran.ok ? '' : failed]).toEqual([true, '']);
    expect(report).toMatchObject({ numPassedTests: additions.length });
  }, 300_000);
});
