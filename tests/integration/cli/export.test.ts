import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeLock } from '../../../electron/engine/data/lock.ts';
import { sumExact } from '../../../shared/kit/money.ts';
import { commandLines, type Ran } from '../support/cli.ts';

const recorded = fileURLToPath(new URL('../../fixtures/usage/', import.meta.url));
const { here: voxtally } = commandLines();

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxtally-export-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A recorded session in the library under an id of its own, with its header changed. */
async function session(id: string, name: string, change: (header: string) => string = (text) => text): Promise<string> {
  const folder = join(home, 'sessions', id);
  await mkdir(folder, { recursive: true });
  const [header = '', ...entries] = (await readFile(join(recorded, `${name}.jsonl`), 'utf8')).split('\n');
  const named = header.replace(/"sessionId":"[^"]*"/, `"sessionId":"${id}"`);
  await writeFile(join(folder, 'events.jsonl'), [change(named), ...entries].join('\n'));
  return folder;
}

const exported = (...args: string[]): Promise<Ran> => voxtally(['export', ...args], '', home);

type Cells = Readonly<Record<string, string>>;
const rowsIn = async (path: string): Promise<Cells[]> => parse(await readFile(path), { columns: true });

describe('voxtally export', () => {
  const ids = ['2026-11-23T14-02-00Z-one', '2026-11-23T14-02-00Z-other'] as const;
  beforeAll(async () => {
    await session(ids[0], '18-two-responses-one-turn');
    await session(ids[1], '06-truncation');
  });

  it('writes sessions by id and by folder, and its sums are those that voxtally usage prints', async () => {
    const out = join(home, 'two.csv');
    const ran = await exported(ids[0], join(home, 'sessions', ids[1]), '--format', 'focus-csv', '--out', out, '--json');
    expect([ran.code, ran.err]).toEqual([0, '']);
    const said = JSON.parse(ran.out) as { rows: number; sums: { low: string; best: string; high: string }[] };
    const rows = await rowsIn(out);
    expect(said).toMatchObject({
      voxtally: 1,
      file: out,
      format: 'focus-csv',
      sessions: 2,
      rows: rows.length,
      leftOut: [],
    });
    const reports = await Promise.all(
      ids.map(
        async (id) =>
          JSON.parse((await voxtally(['usage', id, '--json'], '', home)).out) as { expected: Record<string, string> },
      ),
    );
    const sum = (name: string): string => sumExact(reports.map(({ expected }) => expected[name] ?? 'unknown'));
    expect(said.sums).toEqual([{ currency: 'USD', low: sum('amount'), best: sum('best'), high: sum('high') }]);
    for (const [at, id] of ids.entries()) {
      const own = rows.filter((row) => row['x_SessionId'] === id);
      expect(sumExact(own.map((row) => row['EffectiveCost'] ?? ''))).toBe(reports[at]?.expected['best']);
      expect(sumExact(own.map((row) => row['x_CostLow'] ?? ''))).toBe(reports[at]?.expected['amount']);
    }
  });

  it('writes Parquet, and replaces a file that is there through the link that leads to it', async () => {
    const [target, link] = [join(home, 'kept', 'real.parquet'), join(home, 'link.parquet')];
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, 'old');
    await symlink(target, link);
    const ran = await exported(ids[0], '--format', 'focus-parquet', '--out', link);
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/: \d+ rows of 1 session\.\n/);
    expect((await readFile(target)).subarray(0, 4).toString()).toBe('PAR1');
    expect(await readdir(dirname(target))).toEqual(['real.parquet']);
  });

  it('with --all leaves out what nobody bills and what still records, and exits with 1 where a record is missing', async () => {
    const simulated = await session('2026-11-24T10-00-00Z-simulated', '06-truncation', (text) =>
      text.replace('"kind":"azure"', '"kind":"simulator"'),
    );
    const recording = await session('2026-11-24T11-00-00Z-recording', '06-truncation');
    const lock = await takeLock(recording);
    const out = join(home, 'all.csv');
    const args = ['--all', '--format', 'focus-csv', '--out', out];
    const ran = await exported(...args);
    await lock?.release();
    await rm(recording, { recursive: true });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain(`${simulated} is left out: it ran with the simulator, which nobody bills.`);
    expect(ran.err).toContain(`${recording} is left out: it is still being recorded.`);
    expect(new Set((await rowsIn(out)).map((row) => row['x_SessionId']))).toEqual(new Set(ids));

    const torn = join(home, 'sessions', '2026-11-24T12-00-00Z-torn');
    await mkdir(torn);
    await writeFile(join(torn, 'events.jsonl'), '{}\n');
    const missing = await exported(...args);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain(`${torn} is left out:`);
    expect(new Set((await rowsIn(out)).map((row) => row['x_SessionId']))).toEqual(new Set(ids));
    await rm(torn, { recursive: true });
    await rm(simulated, { recursive: true });
  });

  it('writes the rows of the days between --since and --until alone', async () => {
    const out = join(home, 'days.csv');
    const days = await exported('--all', '--since', '2026-11-24', '--format', 'focus-csv', '--out', out);
    expect([days.code, await rowsIn(out)]).toEqual([0, []]);
    expect(days.out).toContain('0 rows of 0 sessions');
    await exported('--all', '--until', '2026-11-23', '--format', 'focus-csv', '--out', out);
    expect((await rowsIn(out)).length).toBeGreaterThan(0);
  });

  it('leaves the file that is there as it was where a session is none', async () => {
    const out = join(home, 'stays.csv');
    await writeFile(out, 'old');
    const torn = join(home, 'elsewhere');
    await mkdir(torn);
    await writeFile(join(torn, 'events.jsonl'), '{}\n');
    const ran = await exported(ids[0], torn, '--format', 'focus-csv', '--out', out);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(join(torn, 'events.jsonl'));
    expect(await readFile(out, 'utf8')).toBe('old');
    expect((await readdir(home)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    [['--format', 'focus-csv', '--out', 'x.csv'], 'voxtally export needs sessions.'],
    [['a', '--all', '--format', 'focus-csv', '--out', 'x.csv'], '--all and sessions exclude one another.'],
    [['a', '--out', 'x.csv'], 'voxtally export needs --format.'],
    [['a', '--format', 'focus-csv'], 'voxtally export needs --out FILE.'],
    [['a', '--format', 'xlsx', '--out', 'x'], '--format is usage-csv, usage-parquet, focus-csv, '],
    [['--all', '--since', '2026-02-31', '--format', 'focus-csv', '--out', 'x'], '--since is a day, not 2026-02-31.'],
    [
      ['--all', '--since', '2026-11-24', '--until', '2026-11-23', '--format', 'focus-csv', '--out', 'x'],
      '--until 2026-11-23 is before --since 2026-11-24.',
    ],
    [['--all', '--book', 'none', '--format', 'focus-csv', '--out', 'x'], 'There is no price book none.'],
  ])('%j is not understood: %s', async (args, sentence) => {
    const ran = await exported(...args);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(sentence);
  });

  it('says in a sentence that its file cannot be written', async () => {
    const nowhere = await exported(ids[0], '--format', 'focus-csv', '--out', join(home, 'no', 'such.csv'));
    expect([nowhere.code, nowhere.err]).toEqual([
      1,
      expect.stringContaining('cannot be written: its folder is not there'),
    ]);
    const folder = await exported(ids[0], '--format', 'focus-csv', '--out', home);
    expect([folder.code, folder.err]).toEqual([1, expect.stringContaining('cannot be written: it is a folder')]);
  });
});
