import { z } from 'zod';
import { retailBook, type RetailItem, retailItemSchema } from '../../../../shared/billing/retail-price-book.ts';
import { ok, type Result } from '../../../../shared/kit/errors.ts';
import { type Json, readJson } from '../../../../shared/kit/json.ts';
import { repeated } from '../../../../shared/kit/untrusted/quoting.ts';
import { visibleLine } from '../../../../shared/kit/untrusted/safe-text.ts';
import type { PriceBooks } from '../../data/price-books.ts';
import {
  askPatiently,
  bad,
  failed,
  type PagedWords,
  type PatientServices,
  readPages,
  telling,
} from '../net/patient-client.ts';
import { count } from '../../../../shared/kit/numbers.ts';

/** Where Microsoft publishes list prices; no sign-in. */
export const retailPricesUrl = 'https://prices.azure.com/api/retail/prices';

const apiVersion = '2023-01-01-preview';
const mostTries = 5;
const silenceMs = 30_000;

const pageSchema = z.object({
  Items: z.array(z.unknown()),
  NextPageLink: z.string().nullish(),
});

interface RetailQuery {
  /** As Azure writes it: `swedencentral`. */
  readonly region: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Another address of the same service, for a mirror. */
  readonly url?: string | undefined;
}

const later = 'Try again later; the prices already here stay in use.';

const words: PagedWords = {
  what: 'the price list',
  neverEnd: (host) => `The price list at ${host} never ends`,
  nextStep: later,
  // About 740 rows a region at 1,000 a page.
  mostPages: 200,
};

/** The first page's address, or what is wrong with the question. */
export function retailAddress({ region, currency, url = retailPricesUrl }: RetailQuery): Result<{ address: URL }> {
  if (!/^[a-z0-9]{3,40}$/.test(region)) {
    return bad(
      `${repeated(region)} is not a region.`,
      'Give it as Azure writes it, for example swedencentral or eastus2.',
    );
  }
  if (!/^[A-Z]{3}$/.test(currency))
    return bad(`${repeated(currency)} is not a currency.`, 'Give a code such as USD or EUR.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return bad(`${repeated(url)} is not an address of a price list.`, `The address is ${retailPricesUrl}.`);
  }
  const address = new URL(url);
  address.searchParams.set('api-version', apiVersion);
  address.searchParams.set('currencyCode', `'${currency}'`);
  address.searchParams.set(
    '$filter',
    `serviceName eq 'Foundry Models' and armRegionName eq '${region}' and contains(productName,'Azure OpenAI') and priceType eq 'Consumption'`,
  );
  return ok({ address });
}

const proxyAnswered = 'A proxy may have answered in its place.';

/** As much of an answer as helps to see who gave it. */
const beginningOf = (text: string): string => visibleLine(text.slice(0, 300));

async function readPage(address: URL, services: PatientServices): Promise<Result<{ body: Json }>> {
  const { host } = address;
  const question = { headers: { accept: 'application/json' } };
  const answered = await askPatiently(address, () => Promise.resolve(ok({ question })), services, {
    mostTries,
    silenceMs,
    who: `The price list at ${host}`,
    later,
    retryAfter: (headers) => headers.get('retry-after'),
    ...telling(services, 'The price list'),
    cancelled: () => failed('The reading of prices was cancelled.', later),
  });
  if (!answered.ok) return answered;
  const { status, text } = answered.answer;
  if (status !== 200) {
    return failed(
      `The price list at ${host} refused the question (HTTP ${status}).`,
      'Check the region and the currency.',
      { status: String(status), answer: beginningOf(text) },
    );
  }
  const json = readJson(text);
  if (json.ok) return ok({ body: json.value });
  return failed(`What ${host} answered is no price list: it ${json.problem}.`, proxyAnswered, {
    answer: beginningOf(text),
  });
}

/** Every row of a region's price list, over all its pages. Nothing is kept of a list that was not read to its end. */
export async function readRetailPrices(
  query: RetailQuery,
  services: PatientServices,
): Promise<Result<{ items: RetailItem[]; pages: number; passedOver: number }>> {
  const first = retailAddress(query);
  if (!first.ok) return first;
  const items: RetailItem[] = [];
  let passedOver = 0;
  const read = await readPages(first.address, words, async (address) => {
    const answered = await readPage(address, services);
    if (!answered.ok) return answered;
    const page = pageSchema.safeParse(answered.body);
    if (!page.success) {
      return failed(`What ${address.host} answered is no price list: it has no Items.`, proxyAnswered);
    }
    for (const row of page.data.Items) {
      const item = retailItemSchema.safeParse(row);
      if (item.success) items.push(item.data);
      else passedOver += 1;
    }
    const next = page.data.NextPageLink ?? '';
    return ok({ next: next === '' ? null : next });
  });
  if (!read.ok) return read;
  return ok({ items, pages: read.pages, passedOver });
}

/** Reads a region's list prices into a new book of today and keeps it. Earlier books stay as they are. */
export async function refreshPrices(
  prices: PriceBooks,
  query: RetailQuery,
  services: PatientServices,
): Promise<Result<{ id: string; notes: readonly string[] }>> {
  const read = await readRetailPrices(query, services);
  if (!read.ok) return read;
  const made = retailBook(read.items, {
    region: query.region,
    currency: query.currency,
    day: new Date().toISOString().slice(0, 10),
    base: prices.current(),
    taken: prices.all.map(({ id }) => id),
  });
  if (!made.ok) return made;
  const added = await prices.add(made.book);
  if (!added.ok) return added;
  const passed =
    read.passedOver === 0
      ? []
      : [`${count(read.passedOver)} rows lack a price, a meter or a unit and were passed over.`];
  return ok({ id: added.book.id, notes: [...made.notes, ...passed] });
}
