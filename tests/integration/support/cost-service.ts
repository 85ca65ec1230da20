import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { amounts, resourceId, threadMeters } from './synthetic.ts';

/** One question that reached the service. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
export type Reply = (asked: Asked, response: ServerResponse) => void;

/** A management address on this machine, whose answers a test writes. */
export interface CostService {
  readonly url: string;
  readonly asked: Asked[];
  reply: Reply;
  close(): Promise<void>;
}

export async function startCostService(): Promise<CostService> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, authorization: headers.authorization, body };
      asked.push(one);
      service.reply(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: CostService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    reply: (_, response) => answer(response, 500, {}),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return service;
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A page of the Query API, its columns as the documentation shows them. */
export const queryPage = (meters: typeof threadMeters = threadMeters, nextLink: string | null = null): unknown => ({
  id: 'subscriptions/0/providers/Microsoft.CostManagement/query/1',
  type: 'Microsoft.CostManagement/query',
  properties: {
    nextLink,
    columns: [
      { name: 'Cost', type: 'Number' },
      { name: 'UsageQuantity', type: 'Number' },
      { name: 'UsageDate', type: 'Number' },
      { name: 'Meter', type: 'String' },
      { name: 'ResourceId', type: 'String' },
      { name: 'Currency', type: 'String' },
    ],
    rows: meters.map((meter) => [
      Number(amounts(meter).cost),
      Number(amounts(meter).quantity),
      20_260_331,
      meter.name,
      resourceId,
      'USD',
    ]),
  },
});
