import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importBill } from '../../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { sumByCurrency } from '../../../shared/kit/money.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-answers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const meters = ['gpt rt aud mn in gl 1215 1M Tokens', 'gpt rt aud mn out gl 1215 1M Tokens'] as const;
type Row = readonly [day: string, meter: (typeof meters)[number], cost: number];
const [audioIn, audioOut] = meters;

interface Layout {
  readonly further?: boolean;
  readonly indent?: number;
}
const text = (rows: readonly Row[], { further = false, indent }: Layout = {}): string =>
  JSON.stringify(
    {
      properties: {
        nextLink: further ? 'https://management.azure.com/x?$skiptoken=AQ' : null,
        columns: ['Cost', 'UsageQuantity', 'UsageDate', 'Meter', 'UnitOfMeasure', 'Currency'].map((name) => ({ name })),
        rows: rows.map(([day, meter, cost]) => [cost, 0.00064, Number(day), meter, '1M', 'USD']),
      },
    },
    null,
    indent,
  );

async function file(name: string, rows: readonly Row[], layout?: Layout): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text(rows, layout));
  return path;
}

/** What each import comes to: its files and its money, or the sentence that refuses it, and what is noted. */
async function imported(...paths: string[]): Promise<unknown[]> {
  const found = await billSources(paths);
  if (!found.ok) return [`${found.error.message} ${found.error.nextStep ?? ''}`];
  const read = found.sources.map(async (source) => {
    const result = await importBill(source, { now: () => new Date(0), listPrice: () => null });
    if (!result.ok) return result.error.message;
    if (result.answer.kind === 'question') return result.answer.question.sentence;
    const { files, days, notes } = result.answer.bill;
    return [files.map(({ name }) => name).join(' '), sumByCurrency(days)[0]?.cost, ...notes];
  });
  return Promise.all(read);
}
const partial = (name: string): string =>
  `${name} is one page of several: its nextLink names a further page, which is not here, so what it bills is not whole.`;

describe('answers that are named together', () => {
  const first: Row[] = [
    ['20260928', audioIn, 1],
    ['20260929', audioIn, 2],
  ];
  const second: Row[] = [
    ['20260929', audioOut, 4],
    ['20260930', audioIn, 8],
  ];
  const october: Row[] = [['20261001', audioIn, 16]];

  it('are one bill where all but the last page name a further one', async () => {
    const pages = [
      await file('a.json', first, { further: true }),
      await file('b.json', second, { further: true }),
      await file('c.json', [['20260930', audioOut, 32], ...october]),
    ];
    expect(await imported(...pages)).toEqual([['a.json b.json c.json', '63']]);
  });

  it('are each by itself where one is a page and the other a whole answer of the same days, or of another month', async () => {
    const page = await file('page.json', first, { further: true });
    const later: Row[] = [['20260928', audioIn, 1], ['20260929', audioIn, 3], ...second];
    const whole = await file('whole.json', later);
    expect(await imported(page, whole)).toEqual([partial('page.json'), ['whole.json', '16']]);
    const other = await file('october.json', october);
    expect(await imported(page, other)).toEqual([partial('page.json'), ['october.json', '16']]);
  });

  it('count a page once that is there twice, however it is laid out, and say so', async () => {
    const pages = [
      await file('a.json', first, { further: true }),
      await file('a-again.json', first, { further: true, indent: 2 }),
      await file('b.json', second),
    ];
    expect(await imported(...pages)).toEqual([
      ['a.json b.json', '15', 'a-again.json holds the same rows as a.json and counts once.'],
    ]);
  });

  it('are refused where several are a last page, as files and as lines', async () => {
    const november: Row[] = [['20261101', audioIn, 1]];
    const pages = [
      await file('sep-1.json', first, { further: true }),
      await file('sep-2.json', second),
      await file('nov-1.json', november, { further: true }),
      await file('nov-2.json', [['20261102', audioIn, 1]]),
    ];
    expect(await imported(...pages)).toEqual([
      'sep-1.json, sep-2.json, nov-1.json, nov-2.json are pages of more than one answer, and nothing in them says which belong together: several of them are a last page. Import the pages of one answer at a time, or put all pages of an answer one a line into a file.',
    ]);
    const lines = join(folder, 'lines.ndjson');
    await writeFile(lines, [text(first, { further: true }), text(second), text(november)].join('\n'));
    expect(await imported(lines)).toEqual([
      'lines.ndjson holds pages of more than one answer, and nothing in them says which belong together.',
    ]);
  });

  it('are each by itself where none is a page', async () => {
    expect(await imported(await file('a.json', first), await file('b.json', october))).toEqual([
      ['a.json', '3'],
      ['b.json', '16'],
    ]);
  });
});

describe('pages on lines of one file', () => {
  const rows: Row[] = [
    ['20260928', audioIn, 1],
    ['20260928', audioOut, 2],
  ];
  const usageRow = {
    usageStart: '2026-09-28T00:00:00Z',
    meterName: audioIn,
    usageQuantity: '0.00064',
    unit: '1M',
    pretaxCost: '1',
    currency: 'USD',
  };

  it.each([
    ['two', [text(rows.slice(0, 1), { further: true }), text(rows.slice(1))], '3'],
    ['an empty one first', [text([], { further: true }), text(rows)], '3'],
    ['an empty list first', ['{"value":[],"nextLink":"x"}', JSON.stringify({ value: [usageRow] })], '1'],
    ['an empty list last', [JSON.stringify({ value: [usageRow], nextLink: 'x' }), '{"value":[]}'], '1'],
  ] as const)('are one bill of all their rows: %s', async (_, lines, cost) => {
    const path = join(folder, 'lines.ndjson');
    await writeFile(path, lines.join('\n'));
    expect(await imported(path)).toEqual([['lines.ndjson', cost]]);
  });

  it('are refused where each names a further one', async () => {
    const path = join(folder, 'lines.ndjson');
    await writeFile(
      path,
      [text(rows.slice(0, 1), { further: true }), text(rows.slice(1), { further: true })].join('\n'),
    );
    expect(await imported(path)).toEqual([partial('lines.ndjson')]);
  });
});
