import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { usageColumns } from '../../../shared/session/handing-on/usage-columns.ts';
import { commandLines, type Ran } from '../support/cli.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/usage/', import.meta.url));
const { here: voxtally } = commandLines();

let home = '';
const ids: string[] = [];
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxtally-usage-table-'));
  for (const name of (await readdir(fixtures)).sort()) {
    const id = name.replace('.jsonl', '');
    const text = await readFile(join(fixtures, name), 'utf8');
    // A session that is in the file already is left out, so each has its own id.
    const folder = join(home, 'sessions', id);
    await mkdir(folder, { recursive: true });
    await writeHeader(folder, text, id);
    ids.push(id);
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function writeHeader(folder: string, text: string, id: string): Promise<void> {
  const [header = '', ...rest] = text.split('\n');
  await writeFile(
    join(folder, 'events.jsonl'),
    [header.replace(/"sessionId":"[^"]*"/, `"sessionId":"${id}"`), ...rest].join('\n'),
  );
}

const run = (...args: string[]): Promise<Ran> => voxtally(args, '', home);
type Cells = Readonly<Record<string, string>>;

interface Report {
  readonly reported: { readonly amount: string | null };
  readonly expected: Readonly<Record<'amount' | 'best' | 'high', string | null>>;
  readonly usage: readonly { readonly source: string; readonly path: string; readonly total: number }[];
  readonly responses: readonly { readonly input: number; readonly output: number }[];
  readonly transcriptions: readonly object[];
}

const sumIn = (rows: readonly Cells[], name: string): string =>
  sumExact(rows.map((row) => (row[name] === '' || row[name] === undefined ? '0' : row[name])));

describe('the flat usage table', () => {
  let rows: Cells[] = [];
  beforeAll(async () => {
    const ran = await run('export', '--all', '--format', 'usage-csv', '--out', join(home, 'usage.csv'), '--json');
    expect([ran.code, ran.err]).toEqual([0, '']);
    rows = parse(await readFile(join(home, 'usage.csv')), { columns: true });
    expect(JSON.parse(ran.out)).toMatchObject({ format: 'usage-csv', sessions: ids.length, rows: rows.length });
  }, 120_000);

  it('adds up to what voxtally usage --json says of each session, money and tokens', async () => {
    for (const id of ids) {
      const own = rows.filter((row) => row['session_id'] === id);
      const report = JSON.parse((await run('usage', id, '--json')).out) as Report;
      expect([id, own.filter(({ kind }) => kind === 'response').length]).toEqual([id, report.responses.length]);
      expect(own.filter(({ kind }) => kind === 'transcription').length).toBe(report.transcriptions.length);
      const sums = ['reported_cost', 'expected_cost_low', 'expected_cost', 'expected_cost_high'];
      const said = [report.reported.amount, report.expected.amount, report.expected.best, report.expected.high];
      expect([id, ...sums.map((name) => sumIn(own, name))]).toEqual([
        id,
        ...said.map((amount) => new Exact(amount ?? 0).toFixed()),
      ]);
      for (const { source, path, total } of report.usage) {
        const column = {
          input_tokens: 'reported_input_tokens',
          output_tokens: 'reported_output_tokens',
          'input_token_details.audio_tokens': 'reported_input_audio_tokens',
          'input_token_details.cached_tokens': 'reported_cached_tokens',
          seconds: 'reported_transcribed_seconds',
        }[path];
        if (column === undefined || source === 'other') continue;
        const of = own.filter(({ kind }) => kind === source);
        expect([id, path, sumIn(of, column)]).toEqual([id, path, new Exact(total).toFixed()]);
      }
    }
  }, 120_000);

  it('holds numbers as numbers and nothing where nothing was said', () => {
    const numbers = usageColumns.filter(({ type }) => ['whole', 'decimal', 'count'].includes(type));
    for (const row of rows) {
      for (const { name, nullable } of numbers) {
        expect(row[name]).toMatch(nullable ? /^(?:-?\d+(?:\.\d+)?)?$/ : /^-?\d+(?:\.\d+)?$/);
      }
      if (row['basis'] !== 'reported') expect(row['reported_input_tokens']).toMatch(/^0?$/);
    }
    expect(new Set(rows.map(({ basis }) => basis)).size).toBeGreaterThan(1);
  });

  it('has the same rows in Parquet', async () => {
    const out = join(home, 'usage.parquet');
    expect((await run('export', '--all', '--format', 'usage-parquet', '--out', out)).code).toBe(0);
    const read = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    expect(read.map((row) => Object.keys(row))[0]).toEqual(usageColumns.map(({ name }) => name));
    expect(read.length).toBe(rows.length);
    for (const [at, row] of read.entries()) {
      expect(row['session_id']).toBe(rows[at]?.['session_id']);
      expect(row['ended_at']).toEqual(new Date(rows[at]?.['ended_at'] ?? ''));
      const tokens = rows[at]?.['expected_audio_in_tokens'] ?? '';
      expect(row['expected_audio_in_tokens']).toBe(BigInt(tokens));
      expect(Number(row['expected_cost'] ?? 0)).toBeCloseTo(Number(rows[at]?.['expected_cost'] ?? 0), 12);
    }
  }, 120_000);

  it('names every column in its document', async () => {
    const text = await readFile(new URL('../../../docs/usage-table.md', import.meta.url), 'utf8');
    const named = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(usageColumns.map(({ name }) => name));
  });
});

describe('voxtally export, redact and import', () => {
  it('hands a session on as a zip and takes it back; a redacted one has no sentence of it', async () => {
    const id = '21-tool-round';
    const zip = join(home, 'one.zip');
    expect((await run('export', id, '--format', 'zip', '--out', zip)).out).toMatch(/one\.zip: 1 file of \d+ KB\.\n/);
    const again = await run('import', zip);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('is in the library already')]);
    const other = join(home, 'other');
    const taken = await run('import', zip, '--out', other, '--json');
    expect(JSON.parse(taken.out)).toMatchObject({ voxtally: 1, sessionId: id, folder: join(other, id) });

    const redacted = await run('redact', id, '--out', join(home, 'given'), '--json');
    expect(JSON.parse(redacted.out)).toMatchObject({ sessionId: id, folder: join(home, 'given', id) });
    const [before, after] = await Promise.all(
      [id, join(home, 'given', id)].map(
        async (word) => JSON.parse((await run('usage', word, '--json')).out) as Report & { record?: object },
      ),
    );
    expect({ ...after, record: null }).toEqual({ ...before, record: null });

    const events = join(home, 'events.jsonl');
    const said = await run('export', id, '--format', 'events-jsonl', '--redacted', '--out', events);
    expect([said.code === 2, said.err]).toEqual([false, expect.stringContaining('redacted copy')]);
    expect(await readFile(events, 'utf8')).not.toContain('"transcript":"I');
  });

  it.each([
    [['a', 'b', '--format', 'zip', '--out', 'x'], 'There is no recorded session at a.'],
    [['--all', '--format', 'zip', '--out', 'x'], '--format zip takes one session: Whole session, zip.'],
    [['a', '--since', '2026-11-24', '--format', 'events-jsonl', '--out', 'x'], 'takes a whole session, so no days.'],
    [
      ['06-truncation', '21-tool-round', '--format', 'zip', '--out', 'x'],
      'Whole session, zip is of one session, and 2 were chosen.',
    ],
  ])('refuses %j', async (args, sentence) => {
    const ran = await run('export', ...args);
    expect(ran.code).not.toBe(0);
    expect(ran.err).toContain(sentence);
  });
});
