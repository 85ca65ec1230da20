import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntraTokenSource } from '../../../electron/engine/sign-in/token-cache.ts';
import type { CostQuestion } from '../../../shared/contract/bench-api.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { enterpriseFile, threadMeters } from '../support/synthetic.ts';
import { reconcilingBenches } from '../support/reconcile-bench.ts';
import { answer, queryPage, startCostService, type CostService } from '../support/cost-service.ts';
import { everythingOf } from '../support/everything.ts';
import { eachSpelling, filesIn, Planted } from '../support/places.ts';
import { canary } from '../support/secrets.ts';

const start = reconcilingBenches();
const question: CostQuestion = {
  scope: '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/voice',
  from: '2026-03-31',
  to: '2026-03-31',
  api: 'query',
  signIn: { method: 'device-code' },
};
const tokens: EntraTokenSource = {
  get: () => Promise.resolve(ok({ token: canary.token, expiresAtMs: Date.now() + 3_600_000 })),
  forget: () => undefined,
};

let service: CostService;
beforeEach(async () => {
  service = await startCostService();
});
afterEach(() => service.close());

describe('a token that Cost Management repeats', () => {
  it('in a refusal is found nowhere', async () => {
    const planted = new Planted();
    const bench = await start({ entraTokens: tokens, costManagementUrl: service.url });
    const answers: Result[] = [];
    for (const { spell, number } of eachSpelling) {
      for (const status of [302, 400, 401, 403, 404]) {
        service.reply = (_, response) => {
          const put = (place: string, kept = false): string => planted.put(place, spell(canary.token), { kept });
          answer(
            response,
            status,
            { error: { code: put('code'), message: put('message', status !== 302) } },
            {
              location: `${service.url}/${put('location')}`,
              'x-ms-request-id': put('request id'),
              [`x-${number}`]: put('header'),
            },
          );
        };
        answers.push(await bench.client.api.call('bill.fetch', question));
      }
    }
    expect(answers.every((one) => !one.ok)).toBe(true);
    const seen = await everythingOf(bench, answers);
    planted.expectNoSecretIn(seen);
    // Of five places the message alone is handed on.
    expect(planted.missingIn(seen)).toEqual([]);
    expect([planted.places.size, planted.tries]).toEqual([5, eachSpelling.length * 25]);
  });

  it('in costs that are kept and imported is found nowhere, and they are imported all the same', async () => {
    const planted = new Planted();
    const bench = await start({ entraTokens: tokens, costManagementUrl: service.url });
    const answers: Result[] = [];
    const seen = new Map<string, Buffer>();
    // What is fetched later takes the place of what was.
    const look = async (): Promise<void> => {
      for (const [path, bytes] of await filesIn(bench.dataFolder)) seen.set(`${path} after ${answers.length}`, bytes);
    };
    for (const { spell } of eachSpelling) {
      const put = (place: string): string => planted.put(place, spell(canary.token), { kept: true });
      service.reply = (_, response) =>
        answer(response, 200, { ...(queryPage() as object), id: put('page'), [put('name in a page')]: 1 });
      answers.push(await bench.client.api.call('bill.fetch', question));
      const text = enterpriseFile('03/31/2026', [
        ...threadMeters,
        { name: put('file'), tokens: 1, usdPerMillion: '1' },
      ]);
      service.reply = ({ path }, response) => {
        if (path.includes('generateCostDetailsReport')) {
          return answer(response, 202, '', { location: `${service.url}/made`, 'retry-after': '0' });
        }
        if (path.startsWith('/blob')) return answer(response, 200, text);
        const blobs = [{ blobLink: `${service.url}/blob`, byteCount: Buffer.byteLength(text) }];
        return answer(response, 200, { status: 'Completed', manifest: { blobCount: 1, blobs } });
      };
      const fetched = await bench.client.api.call('bill.fetch', { ...question, api: 'cost-details' });
      answers.push(fetched);
      await look();
      service.reply = (_, response) =>
        answer(response, 200, { status: 'Failed', error: { message: put('why there is none') } });
      answers.push(await bench.client.api.call('bill.fetch', { ...question, api: 'cost-details' }));
    }
    expect(answers.filter((one) => one.ok).length).toBe(2 * eachSpelling.length);
    planted.expectNoneIn(new Map([...seen, ...(await everythingOf(bench, answers))]));
    expect([planted.places.size, planted.tries]).toEqual([4, eachSpelling.length * 4]);
  });
});
