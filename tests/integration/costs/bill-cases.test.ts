import { single } from '../../../shared/kit/span.ts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBill } from '../../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { type DayUsage } from '../../../shared/billing/day-usage.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import { meterKindOf } from '../../../shared/billing/meter-kind.ts';
import { Exact, sumByCurrency } from '../../../shared/kit/money.ts';
import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import { type Choose, scopeBill, type ScopedBill } from '../../../shared/reconcile/scope/scope.ts';
import { nothingReported } from '../../unit/reconcile/thread.ts';
import { fixture } from '../support/cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-cases-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** List prices in US dollars for 1M tokens, from the price list. */
const usdPerMillion: Readonly<Record<string, string>> = {
  audio_in: '10',
  audio_cached: '0.3',
  audio_out: '20',
  text_in: '0.6',
  text_cached: '0.06',
  text_out: '2.4',
};

async function attempt(...paths: string[]): Promise<ImportedBill | string> {
  const found = await billSources(paths);
  if (!found.ok) return found.error.message;
  const [source, second] = found.sources;
  if (source === undefined || second !== undefined) return `${found.sources.length} sources`;
  const read = await importBill(source, {
    now: () => new Date('2026-11-30T00:00:00Z'),
    listPrice: (meter, currency) => (currency === 'USD' ? (usdPerMillion[meterKindOf(meter) ?? ''] ?? null) : null),
  });
  if (!read.ok) return `${read.error.message} ${read.error.nextStep ?? ''}`;
  return read.answer.kind === 'imported' ? read.answer.bill : read.answer.question.sentence;
}

async function imported(...paths: string[]): Promise<ImportedBill> {
  const bill = await attempt(...paths);
  if (typeof bill === 'string') throw new Error(bill);
  return bill;
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** What each of the six meters is read as, in the order of the rows. */
const readAs = ({ days }: ImportedBill): unknown[] =>
  days.map(({ tokens, range }) => tokens ?? (range === null ? null : [range.low, range.high]));

const thread = [46, 64, 420, 55, 64, 117];

describe('numbers of a bill', () => {
  it('in cents are the tokens that the cents leave open at list price, and no row is dropped', async () => {
    const bill = await imported(fixture('cents-twice-expected.csv'));
    // Each cost plus and minus half a cent, over its price: sums done apart.
    expect(readAs(bill)).toEqual([
      [9_224_500, 9_225_499],
      [12_783_334, 12_816_666],
      [839_750, 840_249],
      [1_091_667, 1_108_333],
      [1_250_000, 1_416_666],
      [231_250, 235_416],
    ]);
    expect(sumByCurrency(bill.days)).toEqual([{ cost: '114.19', currency: 'USD' }]);
    expect(bill.days.map(({ costHalfWidth }) => costHalfWidth)).toEqual(Array(6).fill('0.005'));
  });

  it('in JSON have all their digits: few decimals and exponents are no rounding', async () => {
    expect(readAs(await imported(fixture('query-few-decimals.json')))).toEqual([
      640_000, 640_000, 400_000, 500_000, 640_000, 100_000,
    ]);
    expect(readAs(await imported(fixture('query-alias-columns.json')))).toEqual(thread);
  });

  it('in JSON that never go beyond cents were rounded to them', async () => {
    const rows = [
      [92.25, 20260928, 'gpt rt aud mn in gl 1215 1M Tokens', 'USD'],
      [3.84, 20260928, 'gpt rt aud mn cd in gl 1215 1M Tokens', 'USD'],
    ];
    const columns = ['Cost', 'UsageDate', 'Meter', 'Currency'].map((name) => ({ name }));
    const bill = await imported(await file('cents.json', JSON.stringify({ properties: { columns, rows } })));
    expect(readAs(bill)).toEqual([
      [9_224_500, 9_225_499],
      [12_783_334, 12_816_666],
    ]);
  });

  it('of quantities and costs with two decimals are what both leave open', async () => {
    const bill = await imported(fixture('quantity-two-decimals.csv'));
    expect(readAs(bill)).toEqual([
      [4_611_500, 4_612_499],
      [6_395_000, 6_404_999],
      [419_750, 420_249],
      [545_000, 554_999],
      [635_000, 644_999],
      [115_000, 118_749],
    ]);
    const reported = [4_612_345, 6_400_064, 420_123, 551_234, 640_064, 117_117];
    bill.days.forEach(({ range }, at) => {
      expect(range?.low).toBeLessThanOrEqual(reported[at] ?? 0);
      expect(range?.high).toBeGreaterThanOrEqual(reported[at] ?? 0);
    });
  });

  it('of 0.00 are less than five thousand tokens, and never none', async () => {
    expect(readAs(await imported(fixture('quantity-zero.csv')))).toEqual([
      [0, 499],
      [0, 4999],
      [250, 749],
      [0, 4999],
      [0, 4999],
      [0, 2083],
    ]);
  });

  it('are read again where a later row shows more decimals than the first', async () => {
    const row = (name: string, quantity: string): string => `2026-09-28,${name},${quantity},1M,Usage`;
    const filler = Array.from({ length: 12_000 }, () => row('B1s', '0.25'));
    const lines = [row('gpt rt aud mn in gl 1215 1M Tokens', '0.5'), ...filler, row('B1s', '0.12345678')];
    const head = 'Date,MeterName,Quantity,UnitOfMeasure,ChargeType,EffectivePrice,Cost';
    const priced = lines.map((line) => `${line},10,${line.includes('rt aud') ? '5' : '1'}`);
    const more = await imported(await file('late.csv', [head, ...priced].join('\n') + '\n'));
    expect(readAs(more)).toEqual([500_000]);
  });

  it('of a discounted bill stand by their quantity, and the list price is said to be another', async () => {
    const text =
      'Date,MeterName,Quantity,UnitOfMeasure,Cost,Currency\n' +
      '2026-09-28,gpt rt aud mn in gl 1215 1M Tokens,0.000640,1M,0.005440,USD\n' +
      '2026-09-28,gpt rt aud mn out gl 1215 1M Tokens,0.000631,1M,0.010727,USD\n';
    const bill = await imported(await file('discounted.csv', text));
    expect(readAs(bill)).toEqual([640, 631]);
    expect(bill.notes[0]).toBe(
      'Row 2, gpt rt aud mn in gl 1215 1M Tokens: The quantity 0.00064 says 640 tokens, the cost 0.00544 at 10 for 1,000,000 says 544. The list price is not what was charged; the quantity counts.',
    );
  });
});

describe('a file', () => {
  it.each([
    ['partner-usage.csv', 'Partner usage'],
    ['preamble.csv', 'Customer Agreement cost and usage'],
    ['usage-details.ndjson', 'Usage details'],
    ['query-alias-columns.json', 'Cost analysis'],
    ['no-day-quantity.json', 'Cost analysis'],
    ['no-day-cost.csv', 'Cost analysis'],
    ['billing-month.json', 'Cost analysis'],
  ])('%s is read as what it says', async (name, shape) => {
    const bill = await imported(fixture(name));
    expect(bill.shape).toBe(shape);
    expect(readAs(bill)).toEqual(thread);
    expect(bill.notes).toEqual([]);
  });

  it('of a partner has its cost, price and resource in columns of its own', async () => {
    const { days, tally } = await imported(fixture('partner-usage.csv'));
    // 85 % of 0.00919684, the list price of the thread's usage.
    expect(tally.costs).toEqual([{ currency: 'USD', cost: '0.007817314' }]);
    expect(days[0]?.resource).toMatch(/accounts\/voice-res$/);
  });

  it('with lines before its columns counts its rows as the file has them', async () => {
    const text = await readFile(fixture('preamble.csv'), 'utf8');
    const broken = text.replace(',0.000046,1M,', ',0.0000.46,1M,');
    const { days } = await imported(await file('preamble-broken.csv', broken));
    expect(days[0]).toMatchObject({
      tokens: null,
      range: null,
      problem: 'Row 4: quantity "0.0000.46" cannot be read.',
    });
  });

  it('of JSON a line that breaks off says on which line', async () => {
    const text = await readFile(fixture('usage-details.ndjson'), 'utf8');
    expect(await attempt(await file('broken.ndjson', text.trimEnd().slice(0, -40)))).toMatch(
      /^broken\.ndjson holds JSON a line, and line 6 is not JSON/,
    );
  });

  it('of JSON a line has its first row on line 1', async () => {
    const text = await readFile(fixture('usage-details.ndjson'), 'utf8');
    const lines = text.trimEnd().split('\n');
    const broken = lines.map((line, at) =>
      at === 2 ? line.replace(/"usageQuantity": [^,]+/, '"usageQuantity": "1.2.3"') : line,
    );
    const bill = await imported(await file('third.ndjson', broken.join('\n')));
    expect(bill.tally.rows).toBe(lines.length);
    expect(bill.days.flatMap(({ problem }) => problem ?? [])).toEqual(['Row 3: quantity "1.2.3" cannot be read.']);
  });

  it('of usage details without meters says how to ask for them', async () => {
    expect(await attempt(fixture('usage-details-no-meter.json'))).toContain('--include-meter-details');
  });

  it('of one page is refused until the further page is beside it; together they are one bill', async () => {
    const first = fixture('further-page.json');
    expect(await attempt(first)).toMatch(/is one page of several: its nextLink names a further page/);
    const page = JSON.parse(await readFile(first, 'utf8')) as {
      properties: { nextLink: string | null; rows: unknown[][] };
    };
    page.properties.nextLink = null;
    page.properties.rows = [
      [3.84e-6, 6.4e-5, 20260928, 'gpt rt txt mn cd in gl 1215 1M Tokens', '1M', 'USD'],
      [0.0002808, 0.000117, 20260928, 'gpt rt txt mn Out gl 1215 1M Tokens', '1M', 'USD'],
    ];
    const last = await file('last-page.json', JSON.stringify(page));
    expect(readAs(await imported(first, last))).toEqual(thread);
  });

  it('of whole months has rows of months', async () => {
    const { days } = await imported(fixture('billing-month.json'));
    expect([...new Set(days.map(({ day }) => day))]).toEqual(['2026-09']);
  });
});

const isAllOf = ({ days, unallocated, tally }: ImportedBill): void => {
  const sums = new Map(sumByCurrency([...days, ...unallocated]).map(({ currency, cost }) => [currency, cost]));
  for (const { currency, cost } of tally.costs) expect(sums.get(currency)).toBe(new Exact(cost).toFixed());
};

describe('money that belongs to no meter', () => {
  it.each([
    'ea-actual-finops-toolkit.csv',
    'ea-amortized-finops-toolkit.csv',
    'focus10-microsoft-rows.csv',
    'opencost-PayAsYouGo.csv',
    'opencost-Enterprise.csv',
    'voice-live.csv',
    'taken-back.csv',
    'new-generation.csv',
  ])('is with the meters all that %s holds', async (name) => isAllOf(await imported(fixture(name))));

  it('is with the meters all that any file holds, in every currency', async () => {
    const name = fc.constantFrom(
      'gpt rt aud mn in gl 1215 1M Tokens',
      'gpt rt aud turbo in gl Tokens',
      'Voice Live API Basic - LLM Audio Input Tokens',
      'Provisioned Managed Global Unit',
      'B1s',
      '',
    );
    const cost = fc.oneof(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map((digits) => new Exact(String(digits)).div(1e9).toFixed()),
      fc.constantFrom('', 'n/a', '1.2.3', '3.84E-06'),
    );
    const row = fc.record({
      name,
      cost,
      category: fc.constantFrom('Azure OpenAI', 'Virtual Machines', ''),
      day: fc.constantFrom('2026-09-28', '2026-09-29', 'soon'),
      type: fc.constantFrom('Usage', 'Purchase', 'Refund', 'RoundingAdjustment'),
      currency: fc.constantFrom('USD', 'EUR', ''),
      more: fc.constantFrom('', ',,x'),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const lines = rows.map(
          (one) =>
            `${one.day},${one.name},${one.category},0.000001,1M,${one.cost},${one.currency},${one.type}${one.more}`,
        );
        const head = 'Date,MeterName,MeterCategory,Quantity,UnitOfMeasure,Cost,BillingCurrency,ChargeType';
        number += 1;
        const bill = await imported(await file(`any-${number}.csv`, [head, ...lines].join('\n') + '\n'));
        isAllOf(bill);
        const kept = bill.days.reduce((sum, day) => sum + day.rows, 0);
        expect(kept).toBe(bill.tally.kept);
      }),
      { numRuns: 40 },
    );
  });

  it('is told by reason, name and day, each with its first row', async () => {
    const head = 'Date,MeterName,MeterCategory,Quantity,UnitOfMeasure,Cost,BillingCurrency,ChargeType';
    const lines = [
      '2026-09-28,Provisioned Managed Global Unit,Azure OpenAI,1,1 Hour,142.10,USD,Usage',
      '2026-09-28,Provisioned Managed Global Unit,Azure OpenAI,1,1 Hour,142.10,USD,Usage',
      '2026-09-28,gpt rt aud turbo in gl Tokens,Azure OpenAI,1,1M,3.36,USD,Usage',
      '2026-09-28,,,,,-0.01,USD,RoundingAdjustment',
      '2026-09-29,gpt rt aud mn in gl 1215 1M Tokens,Azure OpenAI,0.5,1M,5.00,USD,Refund',
      '2026-09-29,B1s,Virtual Machines,1,1 Hour,7,USD,Usage',
    ];
    const { unallocated } = await imported(await file('reasons.csv', [head, ...lines].join('\n') + '\n'));
    expect(unallocated.map(({ reason, day, name, cost, rows, line }) => [reason, day, name, cost, rows, line])).toEqual(
      [
        ['provisioned throughput', '2026-09-28', 'Provisioned Managed Global Unit', '284.2', 2, 2],
        ['unknown model', '2026-09-28', 'gpt rt aud turbo in gl Tokens', '3.36', 1, 4],
        ['not usage', '2026-09-28', 'RoundingAdjustment', '-0.01', 1, 5],
        ['not usage', '2026-09-29', 'Refund: gpt rt aud mn in gl 1215 1M Tokens', '5', 1, 6],
        ['other service', '2026-09-29', 'Virtual Machines', '7', 1, 7],
      ],
    );
  });

  it('keeps its sum where there are more names than are kept', async () => {
    const head = 'Date,MeterName,MeterCategory,Cost,BillingCurrency';
    const lines = Array.from({ length: 6000 }, (_, at) => `2026-09-28,M${at},Service ${at},0.01,USD`);
    const bill = await imported(await file('names.csv', [head, ...lines].join('\n') + '\n'));
    isAllOf(bill);
    expect(bill.unallocated.length).toBe(2001);
    expect(bill.unallocated.at(-1)).toMatchObject({ name: '', rows: 4000, cost: '40' });
  });
});

const wantsNothing = { days: [], resource: null, model: null };

function scoped(
  bills: readonly ImportedBill[],
  reported: Partial<Reported> = {},
  wanted: Partial<typeof wantsNothing> | { days: readonly string[] } = {},
): ScopedBill | Choose | string {
  const answer = scopeBill(mergeBills(bills), { ...nothingReported, ...reported }, { ...wantsNothing, ...wanted });
  return answer.ok ? answer.scoped : `${answer.error.message} ${answer.error.nextStep ?? ''}`;
}

const billedOf = (one: ScopedBill | Choose | string): unknown =>
  typeof one === 'string' || one.kind === 'choose'
    ? one
    : one.models.map(({ billed }) => Object.values(billed).map(single));

describe('the part of a bill that is compared', () => {
  it('of rows without a day asks for it, or takes the one that is named', async () => {
    const bill = await imported(fixture('no-day-cost.csv'));
    expect(scoped([bill])).toMatchObject({ kind: 'choose', about: 'day', choices: { length: 7 } });
    expect(scoped([bill], { days: ['2026-09-28'] })).toMatchObject({ about: 'day', choices: ['2026-09-28'] });
    const named = scoped([bill], {}, { days: ['2026-09-28'] });
    expect(named).toMatchObject({ scope: { days: ['2026-09-28'] } });
    expect(billedOf(named)).toEqual([thread]);
  });

  it('of a month is the month: whole, by its name, and settled no sooner than it', async () => {
    const bill = await imported(fixture('billing-month.json'));
    const at = (writtenAt: string): ImportedBill => ({ ...bill, writtenAt });
    const state = (writtenAt: string): unknown => {
      const one = scoped([at(writtenAt)], {}, { days: ['2026-09'] });
      return typeof one === 'string' || one.kind === 'choose' ? one : [one.scope.days, one.scope.freshness];
    };
    expect(state('2026-09-30T12:00:00Z')).toEqual([['2026-09'], 'not yet due']);
    expect(state('2026-10-03T23:59:59Z')).toEqual([['2026-09'], 'provisional']);
    expect(state('2026-10-04T00:00:00Z')).toEqual([['2026-09'], 'settled']);
    const ofDay = scoped([bill], { days: ['2026-09-28'] });
    expect(ofDay).toMatchObject({
      scope: { days: ['2026-09'] },
      notes: ['The bill has one total for the month 2026-09 and no days: all that is billed in the month is compared.'],
    });
    expect(scoped([bill], { days: ['2026-08-28'] })).toContain(
      'no Realtime meter on 2026-08-28; it has the month 2026-09.',
    );
  });

  it('has its corrections netted, and says of what', async () => {
    const one = scoped([await imported(fixture('taken-back.csv'))]);
    expect(billedOf(one)).toEqual([thread]);
    expect(one).toMatchObject({
      notes: ['gpt rt aud mn out gl 1215 1M Tokens on 2026-09-28: net 420: 840 billed, 420 corrected (-0.0084 USD).'],
    });
  });

  it('hands image meters on with their kind', async () => {
    const one = scoped([await imported(fixture('image-meter.csv'))]);
    expect(billedOf(one)).toEqual([thread]);
    expect(typeof one !== 'string' && one.kind === 'scoped' && one.beside).toMatchObject([
      { kind: 'image', row: { tokens: 850 } },
    ]);
  });

  it('that is nothing says what the bill holds in its place', async () => {
    expect(scoped([await imported(fixture('voice-live.csv'))])).toBe(
      'The bill has no Realtime meter. It holds 0.00121 USD of Voice Live meters, which are not Realtime meters (1 row: Voice Live API Basic - LLM Audio Input Tokens). Voice Live is billed by meters of its own, which this comparison does not take.',
    );
    const head = 'Date,MeterName,MeterCategory,Quantity,UnitOfMeasure,Cost,BillingCurrency\n';
    const of = async (name: string, row: string): Promise<unknown> =>
      scoped([await imported(await file(name, head + row))]);
    expect(await of('empty.csv', '')).toContain('The bill has columns and no row: nothing was billed in it.');
    expect(await of('vm.csv', '2026-09-28,B1s,Virtual Machines,1,1 Hour,7.5,USD\n')).toContain(
      'its 1 row bill other services, 7.5 USD: Virtual Machines.',
    );
    expect(await of('new.csv', '2026-09-28,gpt rt aud turbo in gl Tokens,Azure OpenAI,1,1M,3.36,USD\n')).toContain(
      '3.36 USD of models that are new to this version of Voxtally (1 row: gpt rt aud turbo in gl Tokens)',
    );
    expect(
      await of('ptu.csv', '2026-09-28,Provisioned Managed Global Unit,Azure OpenAI,1,1 Hour,142.1,USD\n'),
    ).toContain('142.1 USD of provisioned throughput, which bills time and no tokens');
  });

  it('promises later rows only for days that the bill has not passed', async () => {
    const bill = await imported(fixture('new-generation.csv'));
    expect(scoped([bill], { days: ['2026-09-29'] })).toContain('8 to 24 hours later');
    expect(scoped([bill], { days: ['2026-09-27'] })).not.toContain('later');
    expect(scoped([bill], { days: ['2026-09-27'] })).toContain('it has 2026-09-28.');
  });

  it('keeps resources of one name in two subscriptions apart', async () => {
    const text = await readFile(fixture('new-generation.csv'), 'utf8');
    const one = await imported(await file('one.csv', text));
    const other = await imported(await file('other.csv', text.replaceAll('000000000001/', '000000000002/')));
    const open = scoped([one, other]);
    const choices = ['1', '2'].map((last) => `voice-res (subscription 00000000-0000-0000-0000-00000000000${last})`);
    expect(typeof open !== 'string' && open.kind === 'choose' && open.choices.toSorted()).toEqual(choices);
    const picked = scoped([one, other], {}, { resource: choices[1] ?? '' } as never);
    expect(billedOf(picked)).toContainEqual(thread);
    expect(picked).toMatchObject({ scope: { resource: expect.stringContaining('000000000002/') as string } });
    expect(scoped([one])).toMatchObject({ scope: { resource: 'voice-res' } });
  });
});

describe('rows of one meter', () => {
  it('add up what each leaves open', async () => {
    const head = 'Date,MeterName,Quantity,UnitOfMeasure,EffectivePrice\n';
    const row = '2026-09-28,gpt rt aud mn in gl 1215 1M Tokens,0.00,1M,10\n';
    const bill = await imported(await file('three.csv', head + row + row + row));
    expect(bill.days.map(({ range, rows }: DayUsage) => [range, rows])).toEqual([[{ low: 0, high: 14_997 }, 3]]);
  });
});
