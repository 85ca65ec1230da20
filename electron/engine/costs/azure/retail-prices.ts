import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { retailBook, type RetailItem, retailItemSchema } from '../../../../shared/billing/retail-price-book.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { type Json, readJson } from '../../../../shared/kit/json.ts';
import { repeated } from '../../../../shared/kit/untrusted/quoting.ts';
import { visibleLine } from '../../../../shared/kit/untrusted/safe-text.ts';
import type { PriceBooks } from '../../data/price-books.ts';
import { type Http, textOf, waitBeforeRetry } from '../../net/http.ts';

/** Where Microsoft publishes list prices; no sign-in. */
export const retailPricesUrl = 'https://prices.azure.com/api/retail/prices';

const apiVersion = '2023-01-01-preview';
/** About 740 rows a region at 1,000 a page; more than this is a service that goes in circles. */
const mostPages = 200;
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

export interface RetailServices {
  readonly http: Http;
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));
const failed = (message: string, nextStep: string, facts: Record<string, string> = {}): Result<never> =>
  refuse(benchError('unreachable', message, { nextStep, facts }));
const later = 'Try again later; the prices already here stay in use.';

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

/** As much of an answer as helps to see who gave it. */
const beginningOf = (text: string): string => visibleLine(text.slice(0, 300));

async function readPage(address: URL, services: RetailServices): Promise<Result<{ body: Json }>> {
  const { host } = address;
  for (let attempt = 1; ; attempt += 1) {
    const { http, signal } = services;
    const asked = await http(address, { headers: { accept: 'application/json' }, signal, silenceMs });
    const read = asked.ok ? await textOf(asked.answer) : asked;
    if (signal?.aborted === true) return failed('The reading of prices was cancelled.', later);
    if (!asked.ok) return asked;
    if (!read.ok) return read;
    const { status, headers } = asked.answer;
    const { text } = read;
    if (status === 429 || status >= 500) {
      if (attempt < mostTries) {
        await services.wait(waitBeforeRetry(headers.get('retry-after'), attempt, Date.now()), services.signal);
        continue;
      }
      const why = status === 429 ? 'asks for fewer questions' : 'is failing';
      return failed(`The price list at ${host} ${why} (HTTP ${status}), ${mostTries} times in a row.`, later, {
        status: String(status),
      });
    }
    if (status !== 200) {
      return failed(
        `The price list at ${host} refused the question (HTTP ${status}).`,
        'Check the region and the currency.',
        {
          status: String(status),
          answer: beginningOf(text),
        },
      );
    }
    const json = readJson(text);
    if (json.ok) return ok({ body: json.value });
    return failed(
      `What ${host} answered is no price list: it ${json.problem}.`,
      'A proxy may have answered in its place.',
      {
        answer: beginningOf(text),
      },
    );
  }
}

/** Every row of a region's price list, over all its pages. Nothing is kept of a list that was not read to its end. */
export async function readRetailPrices(
  query: RetailQuery,
  services: RetailServices,
): Promise<Result<{ items: RetailItem[]; pages: number; passedOver: number }>> {
  const first = retailAddress(query);
  if (!first.ok) return first;
  const items: RetailItem[] = [];
  const seen = new Set<string>();
  let passedOver = 0;
  for (let next: URL | null = first.address; next !== null;) {
    if (seen.has(next.href) || seen.size >= mostPages) {
      return failed(`The price list at ${next.host} never ends: page ${seen.size + 1} leads back.`, later);
    }
    seen.add(next.href);
    const read: Result<{ body: Json }> = await readPage(next, services);
    if (!read.ok) return read;
    const page = pageSchema.safeParse(read.body);
    if (!page.success) {
      return failed(
        `What ${next.host} answered is no price list: it has no Items.`,
        'A proxy may have answered in its place.',
      );
    }
    for (const row of page.data.Items) {
      const item = retailItemSchema.safeParse(row);
      if (item.success) items.push(item.data);
      else passedOver += 1;
    }
    const link: string | null | undefined = page.data.NextPageLink;
    if (link === null || link === undefined || link === '') break;
    // A next page on another host would send the question to whoever wrote the answer.
    if (!URL.canParse(link) || new URL(link).host !== next.host) {
      return failed(`Page ${seen.size} of the price list leads away from ${next.host}, so it was not followed.`, later);
    }
    next = new URL(link);
  }
  return ok({ items, pages: seen.size, passedOver });
}

/** The clock of this machine. */
export const systemClock: Pick<RetailServices, 'wait'> = {
  // Waiting ends early when the reading is cancelled; the next try then says so.
  wait: async (ms, signal) => await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/** Reads a region's list prices into a new book of today and keeps it. Earlier books stay as they are. */
export async function refreshPrices(
  prices: PriceBooks,
  query: RetailQuery,
  services: RetailServices,
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
    read.passedOver === 0 ? [] : [`${read.passedOver} rows lack a price, a meter or a unit and were passed over.`];
  return ok({ id: added.book.id, notes: [...made.notes, ...passed] });
}
