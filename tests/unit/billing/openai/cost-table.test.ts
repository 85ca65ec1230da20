import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonTableOf, readExactly, readJsonValues } from '../../../../shared/billing/cost-file-table.ts';
import { costRowsOf, missingFrom, openAiTable, pageLinks } from '../../../../shared/billing/openai/cost-table.ts';
import type { Json } from '../../../../shared/kit/json.ts';

const exactly = (text: string): Json => {
  const read = readExactly(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
};
const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/billing/${name}`, import.meta.url), 'utf8');

const day = 86_400;
const first = 1_790_553_600; // 2026-09-28T00:00:00Z
const bucket = (start: number, results: readonly object[] = []): object => ({
  object: 'bucket',
  start_time: start,
  end_time: start + day,
  results,
});
const result = (value: unknown, more: object = {}): object => ({
  object: 'organization.costs.result',
  amount: { value, currency: 'usd' },
  line_item: 'gpt-realtime-mini-2025-12-15 audio, input',
  ...more,
});
const page = (buckets: readonly object[], next: string | null = null): object => ({
  object: 'page',
  data: buckets,
  has_more: next !== null,
  next_page: next,
});
const missingPages = (value: Json): readonly string[] => missingFrom(pageLinks(value));
const rowsOf = (value: object): readonly (readonly string[])[] =>
  openAiTable(exactly(JSON.stringify(value)))?.rows ?? [];

describe("an answer of OpenAI's costs API", () => {
  it('is a row a line item and UTC day, with all digits', () => {
    const table = openAiTable(exactly(fixture('openai-costs-page.json')));
    expect(table?.rows).toHaveLength(6);
    expect(table?.rows.slice(0, 2)).toEqual([
      ['2026-09-28', 'gpt-realtime-mini-2025-12-15, audio input', '46', '0.00046', 'USD', '', ''],
      ['2026-09-28', 'gpt-realtime-mini-2025-12-15, cached audio input', '', '0.0000192', 'USD', '', ''],
    ]);
  });

  it('keeps digits that a number would lose, and writes exponents out', () => {
    const text = JSON.stringify(page([bucket(first, [result('VALUE')])]));
    const cost = (value: string): string | undefined =>
      openAiTable(exactly(text.replace('"VALUE"', value)))?.rows[0]?.[3];
    expect(cost('0.003835980000000000000000000001')).toBe('0.003835980000000000000000000001');
    expect(cost('3.84E-06')).toBe('0.00000384');
    expect(cost('"0.0100"')).toBe('0.0100');
  });

  it('names project and organization', () => {
    const more = { project_id: 'proj_a', organization_id: 'org-a', organization_name: 'Contoso' };
    expect(rowsOf(page([bucket(first, [result(1, more)])]))[0]?.slice(5)).toEqual(['proj_a', 'org-a']);
    expect(rowsOf(page([bucket(first, [result(1, { project_name: 'Voice' })])]))[0]?.[5]).toBe('Voice');
  });

  it.each([
    [{ quantity: 46, quantity_unit: 'tokens' }, '46'],
    [{ quantity: 0.046, quantity_unit: '1000_tokens' }, '46'],
    [{ quantity: 3, quantity_unit: 'duration_seconds' }, '0.00083333333333333333'],
    [{ quantity: 90, quantity_unit: 'duration_minutes' }, '1.5'],
    [{ quantity: 2, quantity_unit: 'duration_hours' }, '2'],
    [{ quantity: 5, quantity_unit: 'images' }, '5 images'],
    [{ quantity: 5, quantity_unit: null }, '5'],
  ])('reads the quantity %o as %s', (more, quantity) => {
    expect(rowsOf(page([bucket(first, [result(1, more)])]))[0]?.[2]).toBe(quantity);
  });

  it('says of an item that is billed by time that it is', () => {
    const more = { line_item: 'gpt-transcribe', quantity: 60, quantity_unit: 'duration_seconds' };
    expect(rowsOf(page([bucket(first, [result(1, more)])]))[0]?.[1]).toBe('gpt-transcribe, duration');
  });

  it('gives no day to a bucket that is longer than one', () => {
    expect(rowsOf(page([{ ...bucket(first, [result(1)]), end_time: first + 30 * day }]))[0]?.[0]).toBe('');
  });

  it('may be several pages, one a line or in a list', () => {
    const pages = [page([bucket(first, [result(1)])], 'page_b'), page([bucket(first + day, [result(2)])])];
    const lines = pages.map((one) => JSON.stringify(one)).join('\n');
    for (const text of [lines, `${lines}\r\n`, JSON.stringify(pages)]) {
      const read = readJsonValues(text);
      const values = read.ok ? read.values : [];
      expect(jsonTableOf(values)?.rows.map(([when, , , cost]) => [when, cost])).toEqual([
        ['2026-09-28', '1'],
        ['2026-09-29', '2'],
      ]);
      expect(missingFrom(values.flatMap(pageLinks))).toEqual([]);
    }
  });

  it('tells the days from which on a page is missing', () => {
    const one = page([bucket(first, [result(1)])], 'page_b');
    const third = page([bucket(first + 2 * day, [result(1)])]);
    expect(missingPages(exactly(JSON.stringify(one)))).toEqual(['2026-09-29']);
    expect(missingPages(exactly(JSON.stringify([one, third])))).toEqual(['2026-09-29']);
    expect(missingPages(exactly(JSON.stringify(page([bucket(first)]))))).toEqual([]);
  });

  it('is told from any other JSON', () => {
    for (const other of [
      '{"value": []}',
      '{"data": [{"cost": 1}]}',
      '[]',
      '[[]]',
      '3',
      '{"properties":{"columns":[]}}',
    ])
      expect([other, openAiTable(exactly(other))]).toEqual([other, null]);
  });
});

describe("the dashboard's cost export", () => {
  const header =
    'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source';
  const row = (cells: Readonly<Record<string, string>>): string[] => header.split(',').map((name) => cells[name] ?? '');
  const read = costRowsOf(header.split(','));
  const full = {
    start_time: String(first),
    end_time: String(first + day),
    start_time_iso: '2026-09-28T00:00:00',
    amount_value: '0.000460000000000000',
    amount_currency: 'usd',
    quantity: '46',
    quantity_unit: 'tokens',
    line_item: 'gpt-realtime-mini-2025-12-15 audio, input',
    project_id: 'proj_a',
    organization_id: 'org-a',
    project_name: 'Voice',
  };

  it('is read by its columns, in any order and with more of them', () => {
    expect(read?.(row(full))).toEqual([
      '2026-09-28',
      'gpt-realtime-mini-2025-12-15 audio, input',
      '46',
      '0.000460000000000000',
      'USD',
      'proj_a',
      'org-a',
    ]);
    const names = ['LINE_ITEM', 'start_time_iso', 'amount_value'];
    expect(costRowsOf(names)?.(['whisper', '2026-09-28T00:00:00+00:00', '1'])).toEqual([
      '2026-09-28',
      'whisper',
      '',
      '1',
      '',
      '',
      '',
    ]);
  });

  it('has an empty row for a day on which nothing was billed, and says of costs without a line item that they have none', () => {
    expect(read?.(row({ start_time: String(first) }))?.join('')).toBe('');
    expect(read?.(row({ ...full, line_item: '' }))?.[1]).toBe('Costs without a line item');
    expect(read?.(row({ ...full, amount_value: '' }))?.slice(1, 4)).toEqual([full.line_item, '46', '']);
  });

  it('passes a row of another length on, for the importer to say so', () => {
    expect(read?.([...row(full), 'x']).length).toBeGreaterThan(17);
    expect(read?.(row(full).slice(0, 5))).toEqual([String(first)]);
  });

  it('is told from other tables by its header', () => {
    expect(costRowsOf(['Date', 'MeterName', 'Cost'])).toBeNull();
    expect(costRowsOf(['start_time', 'input_tokens', 'num_model_requests'])).toBeNull();
  });
});
