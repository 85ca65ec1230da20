import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PatientServices } from '../../../electron/engine/costs/net/patient-client.ts';
import { readRetailPrices, refreshPrices } from '../../../electron/engine/costs/azure/retail-prices.ts';
import { waitBeforeRetry } from '../../../electron/engine/net/http.ts';
import { PriceBooks } from '../../../electron/engine/data/price-books.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { priceOf } from '../../../shared/pricing/cost.ts';
import { directHttp } from '../support/direct-http.ts';
import { page, priceList, row } from '../support/price-list.ts';

const list = priceList();
let waited: number[] = [];
const services: PatientServices = {
  http: directHttp,
  wait: (ms) => {
    waited.push(ms);
    return Promise.resolve();
  },
};
const ask = (over: { region?: string; currency?: string; url?: string } = {}): ReturnType<typeof readRetailPrices> =>
  readRetailPrices({ region: 'swedencentral', currency: 'USD', url: list.url, ...over }, services);
const audioIn = row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 10);
const audioOut = row('gpt rt aud mn out gl 1215 1M Tokens', '1M', 20);
const sentence = (result: Result): string => (result.ok ? 'accepted' : result.error.message);

beforeEach(() => {
  waited = [];
});

describe('the client of the Azure Retail Prices API', () => {
  it('follows the pages to the last one and asks for the region and the currency', async () => {
    list.answers = [page([audioIn], `${list.url}?$skip=1000`), page([audioOut])];
    expect(await ask({ currency: 'EUR' })).toMatchObject({ ok: true, pages: 2, passedOver: 0, items: { length: 2 } });
    const { searchParams } = list.asked[0] as URL;
    expect(searchParams.get('currencyCode')).toBe("'EUR'");
    expect(searchParams.get('$filter')).toContain("armRegionName eq 'swedencentral'");
    expect(searchParams.get('api-version')).toBe('2023-01-01-preview');
    expect(list.asked[1]?.searchParams.get('$skip')).toBe('1000');
  });

  it('waits as long as it is asked to when it is told to slow down', async () => {
    list.answers = [{ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, page([audioIn])];
    expect(await ask()).toMatchObject({ ok: true, pages: 1 });
    expect(waited).toEqual([7000, 2000]);
  });

  it('gives up after five tries and says so', async () => {
    list.answers = [{ status: 429 }];
    expect(sentence(await ask())).toMatch(/asks for fewer questions \(HTTP 429\), 5 times in a row\.$/);
    expect(list.asked).toHaveLength(5);
  });

  it('refuses a list that was not read to its end, goes in circles or leads elsewhere', async () => {
    list.answers = [page([audioIn], `${list.url}?$skip=1`), { status: 400, text: '{"Error":{"Message":"no"}}' }];
    expect(sentence(await ask())).toContain('refused the question (HTTP 400)');
    list.asked.length = 0;
    list.answers = [page([audioIn], `${list.url}?$skip=1`)];
    expect(sentence(await ask())).toContain('never ends');
    list.asked.length = 0;
    list.answers = [page([audioIn], 'https://elsewhere.example/prices')];
    expect(sentence(await ask())).toContain('leads away from');
    expect(list.asked).toHaveLength(1);
  });

  it('refuses an answer that is no price list, and a server that is not there', async () => {
    list.answers = [{ status: 200, text: '<html>Sign in</html>' }];
    expect(sentence(await ask())).toContain('it is not JSON');
    list.answers = [{ status: 200, text: '{"error":1}' }];
    expect(sentence(await ask())).toContain('it has no Items');
    expect(sentence(await ask({ url: 'http://127.0.0.1:9/prices' }))).toContain('refused the connection');
  });

  it('refuses a region or currency that would not be one, before it asks', async () => {
    expect(sentence(await ask({ region: "x' or 1 eq 1" }))).toContain('is not a region');
    expect(sentence(await ask({ currency: 'euro' }))).toContain('is not a currency');
    expect(list.asked).toHaveLength(0);
  });

  it('reads Retry-After as seconds or as a date, within a minute', () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    expect(waitBeforeRetry('3', 1, now)).toBe(3000);
    expect(waitBeforeRetry('Tue, 24 Nov 2026 12:00:09 GMT', 1, now)).toBe(9000);
    expect(waitBeforeRetry('86400', 1, now)).toBe(86_400_000);
    expect(waitBeforeRetry(null, 30, now)).toBe(60_000);
    expect(waitBeforeRetry(null, 3, now)).toBe(4000);
    expect(waitBeforeRetry('soon', 1, now)).toBe(1000);
  });
});

describe('a refresh of the prices', () => {
  let folder = '';
  let prices: PriceBooks;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voxtally-prices-'));
    prices = await PriceBooks.open(new URL('../../../assets', import.meta.url).pathname, folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const refresh = (currency = 'USD'): ReturnType<typeof refreshPrices> =>
    refreshPrices(prices, { region: 'swedencentral', currency, url: list.url }, services);

  it('makes a new dated book of the meters, and keeps what only the older list has', async () => {
    list.answers = [
      page([
        row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 9.5),
        row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 9, { effectiveStartDate: '2999-01-01T00:00:00Z' }),
        row('gpt rt txt mn cd in rg 1215 1M Tokens', '1M', 0.0726),
        row('Speech-to-Text-Batch-Whisper-regnl Unit', '1 Hour', 0.4356),
        row('gpt rt aud 0828 Outp regnl Tokens', '1K', 0.07744),
        row('gpt rt aud mn out gl 1215 1M Tokens', '1M', 19, { type: 'DevTestConsumption' }),
        row('gpt rt aud mn out gl 1215 1M Tokens', '1M', 18, { tierMinimumUnits: 1000 }),
        row('gpt 5.9 mystery inp gl 1M Tokens', '1M', 1),
        { meterName: 'no price' },
      ]),
    ];
    const made = await refresh();
    expect(made).toMatchObject({ ok: true, notes: ['1 rows lack a price, a meter or a unit and were passed over.'] });
    const id = made.ok ? made.id : '';
    expect(id).toMatch(/^azure-swedencentral-usd-\d{4}-\d{2}-\d{2}$/);
    const { book } = prices.choose('2998-12-31', id);
    const price = (
      model: string,
      scope: 'global' | 'regional',
      field: 'audio_in' | 'audio_out' | 'text_cached' | 'duration',
    ) => priceOf(pricedModel(book, model, scope), field)?.price;
    expect(price('gpt-realtime-mini', 'global', 'audio_in')).toBe('9.5');
    expect(price('gpt-realtime-mini', 'regional', 'text_cached')).toBe('0.0726');
    expect(price('whisper-1', 'regional', 'duration')).toBe('0.4356');
    expect(price('gpt-realtime', 'regional', 'audio_out')).toBe('0.07744');
    expect(price('gpt-realtime-mini', 'global', 'audio_out')).toBe('20.00');
    const after = prices.choose('2999-01-01', id).book;
    expect(priceOf(pricedModel(after, 'gpt-realtime-mini'), 'audio_in')?.price).toBe('9');
  });

  it('never overwrites: a second reading of the day is a second book', async () => {
    list.answers = [page([audioIn])];
    const [one, two] = [await refresh(), await refresh()];
    expect(one.ok && two.ok && one.id !== two.id).toBe(true);
    expect(await readdir(join(folder, 'prices'))).toHaveLength(2);
    const again = await PriceBooks.open(new URL('../../../assets', import.meta.url).pathname, folder);
    expect(again.list().map(({ id }) => id)).toEqual(prices.list().map(({ id }) => id));
  });

  it('keeps another currency to itself: nothing is carried over, and no session takes it unasked', async () => {
    list.answers = [page([row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 8.47, { currencyCode: 'EUR' })])];
    const made = await refresh('EUR');
    const id = made.ok ? made.id : '';
    const text = await readFile(join(folder, 'prices', `${id}.json`), 'utf8');
    expect((JSON.parse(text) as { models: unknown[] }).models).toHaveLength(1);
    expect(prices.current().currency).toBe('USD');
    expect(prices.choose('2999-01-01', id).book.currency).toBe('EUR');
  });

  it('takes neither of two prices that one meter has from one day, and says so', async () => {
    list.answers = [page([audioIn, row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 11), audioOut])];
    const made = await refresh();
    expect(made).toMatchObject({
      notes: [expect.stringMatching(/two prices from 2025-12-01, 10 and 11; neither is taken/)],
    });
  });

  it('refuses a list without a Realtime meter and keeps no book of it', async () => {
    list.answers = [page([row('gpt 5.9 mystery inp gl 1M Tokens', '1M', 1)])];
    expect(sentence(await refresh())).toContain('has no Realtime meter in swedencentral');
    expect(await readdir(join(folder, 'prices')).catch(() => [])).toEqual([]);
  });
});
