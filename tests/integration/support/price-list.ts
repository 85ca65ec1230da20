import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** One answer of the price list: its body, or an HTTP status with what comes with it. */
export type ListAnswer =
  | { readonly page: unknown }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string };

export interface PriceList {
  /** Answers, in the order in which they are given; the last is given again. */
  answers: ListAnswer[];
  readonly asked: URL[];
  readonly url: string;
}

/** A row as the service writes it. */
export const row = (meterName: string, unitOfMeasure: string, retailPrice: number, more: object = {}): object => ({
  currencyCode: 'USD',
  tierMinimumUnits: 0.0,
  retailPrice,
  unitPrice: retailPrice,
  armRegionName: 'swedencentral',
  location: 'SE Central',
  effectiveStartDate: '2025-12-01T00:00:00Z',
  meterId: '02651ff3-41bc-57e9-a82e-2e9396de7e76',
  meterName,
  productId: 'DZH318Z0V4PL',
  skuId: 'DZH318Z0V4PL/0DPN',
  productName: 'Azure OpenAI Media',
  skuName: meterName.replace(/ 1M Tokens$/, ''),
  serviceName: 'Foundry Models',
  serviceId: 'DZH31600VF1F',
  serviceFamily: 'AI + Machine Learning',
  unitOfMeasure,
  type: 'Consumption',
  isPrimaryMeterRegion: true,
  armSkuName: meterName,
  ...more,
});

export const page = (items: readonly object[], next: string | null = null): ListAnswer => ({
  page: {
    BillingCurrency: 'USD',
    CustomerEntityId: 'Default',
    CustomerEntityType: 'Retail',
    Items: items,
    NextPageLink: next,
    Count: items.length,
  },
});

/** The price list on loopback, for the tests of one file. */
export function priceList(): PriceList {
  const list = { answers: [] as ListAnswer[], asked: [] as URL[], url: '' };
  const server = createServer((request: IncomingMessage, response) => {
    const answer = list.answers[Math.min(list.asked.length, list.answers.length - 1)];
    list.asked.push(new URL(request.url ?? '/', list.url));
    if (answer === undefined) response.writeHead(500).end();
    else if ('page' in answer)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.page));
    else response.writeHead(answer.status, answer.headers).end(answer.text ?? '');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    list.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/retail/prices`;
  });
  beforeEach(() => {
    list.answers = [];
    list.asked.length = 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return list;
}
