import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMeterName } from '../../../shared/billing/meter-name.ts';
import { priceFieldOf } from '../../../shared/billing/meter-kind.ts';
import { bookOnDay, chooseBook } from '../../../shared/pricing/choose-book.ts';
import { deriveBook, type Agreement } from '../../../shared/pricing/own-book.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { perMillion, priceOf } from '../../../shared/pricing/cost.ts';
import { bookText, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { shipped, shippedText } from './books.ts';

const first = shipped('2026-07-31');
const second = shipped('2026-10-09');

const refusal = (text: string): string => {
  const read = readPriceBook(text, 'mine.json');
  return read.ok ? 'accepted' : read.error.message;
};
const withPrice = (price: object): string =>
  JSON.stringify({
    id: 'mine',
    name: 'Mine',
    currency: 'USD',
    validFrom: '2026-01-01',
    models: [{ model: 'gpt-realtime', matches: ['gpt-realtime'], scope: 'global', prices: [price] }],
  });

describe('the books of the application', () => {
  it.each([first, second])('$id writes itself as it was read', (book) => {
    expect(readPriceBook(bookText(book), 'again')).toEqual({ ok: true, book });
    expect(shippedText(book.readAt ?? '')).toBe(bookText(book));
  });

  it.each([first, second])('$id names meters that are of the model, scope, field and unit they stand at', (book) => {
    for (const entry of book.models) {
      for (const price of entry.prices) {
        if (price.meter === undefined) continue;
        const meter = parseMeterName(price.meter);
        if (meter.kind !== 'classified') throw new Error(`${price.meter} is not understood`);
        expect([meter.model, meter.version ?? undefined, meter.scope, priceFieldOf(meter)], price.meter).toEqual([
          entry.model,
          entry.version,
          entry.scope,
          price.field,
        ]);
        if (meter.block === 1_000_000) expect(price.unit).toBe('1M tokens');
      }
    }
  });

  it('keep a cached price of its own: never a share of the uncached one', () => {
    const shares = first.models.flatMap((entry) => {
      const cached = priceOf(entry, 'audio_cached');
      const full = priceOf(entry, 'audio_in');
      return cached === null || full === null ? [] : [Number(perMillion(cached)) / Number(perMillion(full))];
    });
    expect(new Set(shares.map((share) => share.toFixed(3))).size).toBeGreaterThan(3);
  });

  it('list data zone and regional prices where they were published, and nothing where they were not', () => {
    const price = (model: string, scope: 'data-zone' | 'regional', field: 'audio_out' | 'audio_in'): string | null => {
      const found = priceOf(pricedModel(second, model, scope), field);
      return found === null ? null : perMillion(found);
    };
    expect(price('gpt-realtime-2.1', 'data-zone', 'audio_out')).toBe('70.4');
    expect(price('gpt-realtime-mini 1215', 'regional', 'audio_in')).toBe('13.2');
    expect(price('gpt-realtime-2', 'data-zone', 'audio_in')).toBeNull();
  });
});

describe('prices of the snapshot of 2026-07-31 that one region alone does not set', () => {
  const [, ...lines] = readFileSync(new URL('../../fixtures/billing/price-holes.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');

  it.each(lines.map((line) => line.split(',')))('%s %s %s has %s at %s', (model, version, scope, field, usd, meter) => {
    const entry = second.models.find(
      (one) => one.model === model && (one.version ?? '') === version && one.scope === scope,
    );
    const price = entry?.prices.find((one) => one.field === field);
    expect(price).toMatchObject({ meter, source: 'Azure Retail Prices API, snapshot of 2026-07-31' });
    expect(price === undefined ? null : perMillion(price)).toBe(usd);
  });

  it('are the 23 lines of that list', () => {
    expect(lines).toHaveLength(23);
  });
});

describe('a file that is no price book', () => {
  it('is refused with what is wrong and where', () => {
    expect(refusal('{')).toMatch(/^mine\.json is not JSON \(line 1, column 2: /);
    expect(refusal('[]')).toMatch(/^mine\.json is not a price book\. /);
    expect(refusal(withPrice({ field: 'audio_in', unit: '1M tokens', price: 32, source: 'x' }))).toContain(
      'models[0] (gpt-realtime), prices[0] (audio_in), price:',
    );
    expect(refusal(withPrice({ field: 'audio_in', unit: 'hour', price: '32', source: 'x' }))).toContain(
      'audio_in is not priced by hour',
    );
    expect(refusal(withPrice({ field: 'audio_in', unit: '1M tokens', price: '-1', source: 'x' }))).toContain('price:');
    expect(refusal(withPrice({ field: 'audio_in', unit: '1M tokens', price: '32', source: 'x' }))).toBe('accepted');
  });

  it('may not list one model twice in a scope, or one price twice from a day', () => {
    const twice = structuredClone(second);
    twice.models.push(structuredClone(twice.models[0] as (typeof twice.models)[number]));
    expect(refusal(JSON.stringify(twice))).toContain('gpt-realtime-2.1, global twice');
    const price = { field: 'audio_in', unit: '1M tokens', price: '32', source: 'x' };
    const doubled = JSON.parse(withPrice(price)) as { models: { prices: object[] }[] };
    doubled.models[0]?.prices.push(price);
    expect(refusal(JSON.stringify(doubled))).toContain('two prices of audio_in from 2026-01-01');
  });
});

describe('the book of a session', () => {
  const own = { ...second, id: 'own', kind: 'own' as const, validFrom: '2026-10-10' };
  const euro = { ...second, id: 'euro', currency: 'EUR', validFrom: '2026-10-10' };
  const books = [second, first, own, euro];

  it('is the newest dollar list that had begun by its day', () => {
    expect(chooseBook(books, '2026-10-08', null)).toMatchObject({ how: 'by date', book: { id: first.id } });
    expect(chooseBook(books, '2026-11-24', null)).toMatchObject({ how: 'by date', book: { id: second.id } });
  });

  it('is the chosen one, if it is there', () => {
    expect(chooseBook(books, '2026-11-24', 'own')).toMatchObject({ how: 'chosen', book: { id: 'own' } });
    expect(chooseBook(books, '2026-11-24', 'gone')).toMatchObject({ how: 'by date', book: { id: second.id } });
    expect(chooseBook(books, '2026-11-24', second.id)).toMatchObject({ how: 'by date' });
  });

  it('is the earliest list for a day before all of them, and says so', () => {
    expect(chooseBook(books, '2020-01-01', null)).toMatchObject({ how: 'earliest', book: { id: first.id } });
    expect(chooseBook([], '2026-11-24', null)).toBeNull();
  });

  it('holds the prices of that day: none that began later, and of two the newer', () => {
    const price = (validFrom: string, amount: string) => ({
      field: 'audio_in' as const,
      unit: '1M tokens' as const,
      price: amount,
      validFrom,
      source: 'x',
    });
    const book = {
      ...second,
      validFrom: '2026-01-01',
      models: [
        {
          model: 'gpt-realtime',
          matches: ['gpt-realtime'],
          scope: 'global' as const,
          prices: [price('2025-01-01', '40'), price('2026-02-01', '32'), price('2026-12-01', '20')],
        },
      ],
    };
    const on = (day: string): string | undefined =>
      bookOnDay(book, day)
        .models[0]?.prices.map((one) => one.price)
        .join();
    expect(on('2026-01-31')).toBe('40');
    expect(on('2026-02-01')).toBe('32');
    expect(on('2027-01-01')).toBe('20');
    expect(on('2024-12-31')).toBe('');
  });
});

describe('a book made of another', () => {
  const agreement: Agreement = {
    name: 'Contoso EA',
    currency: 'USD',
    discountPercent: '12.5',
    changes: [],
    day: '2026-11-24',
  };
  const amount = (
    model: string,
    field: 'audio_in' | 'text_cached',
    made: ReturnType<typeof deriveBook>,
  ): string | null => (made.ok ? (priceOf(pricedModel(made.book, model), field)?.price ?? null) : made.error.message);

  it('takes a discount off every price, exactly', () => {
    const made = deriveBook(second, agreement, []);
    expect(amount('gpt-realtime-2.1', 'audio_in', made)).toBe('28');
    expect(amount('gpt-realtime-mini', 'text_cached', made)).toBe('0.0525');
    expect(made).toMatchObject({ book: { id: 'own-contoso-ea-2026-11-24', kind: 'own' } });
  });

  it('takes an agreed price as it is, and leaves out one that was taken out', () => {
    const change = { model: 'gpt-realtime-2.1', scope: 'global' as const };
    const changes = [
      { ...change, field: 'audio_in' as const, price: '30.01' },
      { ...change, field: 'text_cached' as const, price: null },
    ];
    const made = deriveBook(second, { ...agreement, changes }, []);
    expect(amount('gpt-realtime-2.1', 'audio_in', made)).toBe('30.01');
    expect(amount('gpt-realtime-2.1', 'text_cached', made)).toBeNull();
  });

  it('converts nothing: another currency holds the agreed prices alone', () => {
    const change = { model: 'gpt-realtime-2.1', scope: 'global' as const, field: 'audio_in' as const, price: '29.5' };
    const made = deriveBook(second, { ...agreement, currency: 'EUR', changes: [change] }, []);
    expect(made).toMatchObject({ book: { currency: 'EUR', models: [{ prices: [{ price: '29.5' }] }] } });
    expect(deriveBook(second, { ...agreement, currency: 'EUR' }, [])).toMatchObject({ ok: false });
  });

  it('never takes an id that is there, and refuses what is no discount or no model', () => {
    expect(deriveBook(second, agreement, ['own-contoso-ea-2026-11-24'])).toMatchObject({
      book: { id: 'own-contoso-ea-2026-11-24-2' },
    });
    for (const discountPercent of ['101', '-5', 'ten', '']) {
      expect(deriveBook(second, { ...agreement, discountPercent }, []).ok).toBe(false);
    }
    const stray = { model: 'gpt-9', scope: 'global' as const, field: 'audio_in' as const, price: '1' };
    expect(deriveBook(second, { ...agreement, changes: [stray] }, []).ok).toBe(false);
  });
});
