import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FetchedCostsStore } from '../../../electron/engine/costs/azure/fetcher.ts';
import { fetchOpenAiCosts } from '../../../electron/engine/costs/openai/fetch-openai.ts';
import type {
  OrganizationRequest,
  OrganizationServices,
} from '../../../electron/engine/costs/openai/organization-api.ts';
import { mostPastedCharacters } from '../../../shared/reconcile/case/pasted-texts.ts';
import { answer, type CostService, startCostService } from '../support/cost-service.ts';
import { directHttp } from '../support/direct-http.ts';
import { costResults, openAiPage, serveOpenAi, twoPages } from '../support/openai-service.ts';

const key = 'sk-admin-planted-and-read-nowhere';
let service: CostService;
let folder: string;
let waits: number[];
beforeEach(async () => {
  service = await startCostService();
  folder = await mkdtemp(join(tmpdir(), 'voxtally-openai-'));
  waits = [];
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const brought = (
  request: Partial<OrganizationRequest> = {},
  services: Partial<OrganizationServices> = {},
): ReturnType<typeof fetchOpenAiCosts> =>
  fetchOpenAiCosts({ from: '2026-09-28', to: '2026-09-29', project: '', url: service.url, ...request }, folder, {
    http: directHttp,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    getKey: () => Promise.resolve(key),
    ...services,
  });
const refusal = async (...args: Parameters<typeof brought>): Promise<string> => {
  const read = await brought(...args);
  if (read.ok) throw new Error('It was not refused.');
  expect(JSON.stringify(read)).not.toContain(key);
  expect(await readdir(folder)).toEqual([]);
  return `${read.error.message} ${read.error.nextStep ?? ''}`;
};

describe("OpenAI's administration API", () => {
  it('is asked for costs by line item and project and for usage by model, day bounds in seconds, page after page', async () => {
    serveOpenAi(service, twoPages);
    const read = await brought();
    expect(read).toMatchObject({
      ok: true,
      source: { promisedRows: 6, period: '2026-09-28 to 2026-09-29', notes: [] },
    });
    expect(service.asked.map(({ path }) => path)).toEqual([
      '/v1/organization/costs?start_time=1790553600&end_time=1790726400&bucket_width=1d&limit=31&group_by=line_item&group_by=project_id',
      '/v1/organization/costs?start_time=1790553600&end_time=1790726400&bucket_width=1d&limit=31&group_by=line_item&group_by=project_id&page=1',
      '/v1/organization/usage/completions?start_time=1790553600&end_time=1790726400&bucket_width=1h&limit=168&group_by=model&group_by=project_id',
      '/v1/organization/usage/audio_transcriptions?start_time=1790553600&end_time=1790726400&bucket_width=1h&limit=168&group_by=model&group_by=project_id',
    ]);
    expect(new Set(service.asked.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${key}`]));
  });

  it('is asked for one project alone', async () => {
    serveOpenAi(service, twoPages);
    await brought({ project: 'proj_voice' });
    expect(service.asked.every(({ path }) => path.includes('&project_ids=proj_voice'))).toBe(true);
  });

  it('has its answers kept byte for byte, and its usage in one file', async () => {
    serveOpenAi(service, twoPages);
    const read = await brought();
    const kept = new Map<string, string>();
    for (const name of await readdir(folder)) kept.set(name, await readFile(join(folder, name), 'utf8'));
    expect([...kept.keys()].sort()).toEqual([
      'openai-costs-0001.json',
      'openai-costs-0002.json',
      'openai-transcriptions-0001.json',
      'openai-usage-0001.json',
      'openai-usage.json',
    ]);
    expect(kept.get('openai-costs-0001.json')).toBe(twoPages.costs[0]);
    expect(kept.get('openai-costs-0002.json')).toBe(twoPages.costs[1]);
    expect(kept.get('openai-usage-0001.json')).toBe(twoPages.usage[0]);
    expect(read.ok && read.witness).toEqual({ fileName: 'openai-usage.json', text: kept.get('openai-usage.json') });
    expect(JSON.parse(kept.get('openai-usage.json') ?? '')).toEqual([JSON.parse(twoPages.usage[0] ?? '')]);
  });

  it('is waited for as long as it asks, and asked again', async () => {
    let left = 2;
    service.reply = (asked, response) => {
      left -= 1;
      if (left >= 0) return answer(response, left === 1 ? 429 : 503, {}, left === 1 ? { 'retry-after': '7' } : {});
      serveOpenAi(service, twoPages);
      service.reply(asked, response);
    };
    expect((await brought()).ok).toBe(true);
    expect(waits).toEqual([7000, 2000]);
  });

  it('is waited for in words that say who asks, count down, and tell a wait that it asks for from one that is chosen', async () => {
    const { host } = new URL(service.url);
    let left = 2;
    service.reply = (asked, response) => {
      left -= 1;
      if (left >= 0) return answer(response, left === 1 ? 429 : 503, {}, left === 1 ? { 'retry-after': '250' } : {});
      serveOpenAi(service, twoPages);
      service.reply(asked, response);
    };
    const told: [sentence: string, leftMs: number | undefined][] = [];
    await brought(
      {},
      {
        wait: (ms, _, onTick) => {
          onTick?.(ms - 1000);
          return Promise.resolve();
        },
        onProgress: (sentence, leftMs) => told.push([sentence, leftMs]),
      },
    );
    expect(told.slice(0, 4)).toEqual([
      [`${host} asks to wait 4 min 10 s.`, undefined],
      [`${host} asks to wait 4 min 9 s.`, 249_000],
      [`${host} is busy. The next try is in 2 s.`, undefined],
      [`${host} is busy. The next try is in 1 s.`, 1000],
    ]);
  });

  it('tells rows with their thousands apart, and one row as one', async () => {
    const sentences = async (costs: string): Promise<string[]> => {
      serveOpenAi(service, { ...twoPages, costs: [costs] });
      const told: string[] = [];
      await brought({}, { onProgress: (sentence) => told.push(sentence) });
      return told;
    };
    const [row = {}] = costResults();
    expect(await sentences(openAiPage([Array.from({ length: 1200 }, () => row)]))).toContain(
      '1,200 rows of the costs are here, on 1 page.',
    );
    expect(await sentences(openAiPage([[row]]))).toContain('1 row of the costs is here, on 1 page.');
  });

  it('is given up after six times of being busy', async () => {
    service.reply = (_, response) => answer(response, 429, {}, { 'retry-after': '1' });
    expect(await refusal()).toContain('asks for fewer questions (HTTP 429), 6 times in a row.');
    expect(service.asked).toHaveLength(6);
  });

  it.each([
    [401, 'that needs an admin key. It says: No.', 'sk-admin-'],
    [403, 'The key may not read the costs of this organization. It says: No.', 'api.usage.read'],
    [400, 'refused the question about the costs (HTTP 400). It says: No.', 'Check the days and the project.'],
    [302, 'points to another address (HTTP 302)', 'check the network settings'],
  ])('refuses with HTTP %i in a sentence', async (status, says, next) => {
    service.reply = (_, response) =>
      answer(
        response,
        status,
        { error: { message: 'No.' } },
        status === 302 ? { location: 'https://contoso.test/' } : {},
      );
    const sentence = await refusal();
    expect(sentence).toContain(says);
    expect(sentence).toContain(next);
  });

  it.each([
    ['no JSON', '<html>', 'is not JSON'],
    ['another JSON', '{"data": 3}', 'holds no page of the costs'],
    ['no row', openAiPage([[], []]), 'OpenAI has no costs from 2026-09-28 to 2026-09-29.'],
    [
      'more pages without a next one',
      openAiPage([[]]).replace('"has_more": false', '"has_more": true'),
      'names no next one',
    ],
    ['a page that leads back', openAiPage([[]], '0'), 'never end: page 3 leads back'],
  ])('is not taken for costs when it answers %s', async (_, text, says) => {
    service.reply = (_asked, response) => answer(response, 200, text);
    expect(await refusal()).toContain(says);
  });

  it('costs no bill when its usage cannot be read, and that is said', async () => {
    serveOpenAi(service, twoPages);
    const { reply } = service;
    service.reply = (asked, response) =>
      asked.path.includes('/usage/') ? answer(response, 403, {}) : reply(asked, response);
    const read = await brought();
    expect(read).toMatchObject({ ok: true, witness: null });
    expect(read.ok && read.source.notes?.[0]).toBe(
      'The usage of these days could not be read: The key may not read the usage of this organization.',
    );
  });

  it('costs no bill when its usage is too large to stand beside one: that is said, and its pages are kept', async () => {
    const page = `${twoPages.usage[0] ?? ''}${' '.repeat(mostPastedCharacters)}`;
    serveOpenAi(service, { ...twoPages, usage: [page] });
    const read = await brought();
    if (!read.ok) throw new Error(read.error.message);
    expect(read.witness).toBeNull();
    expect(read.source.notes).toEqual([
      expect.stringMatching(
        /^OpenAI\u2019s usage of these days comes to 4,00\d,\d{3} characters, more than the 4,000,000 that .* Fetch fewer days for it\.$/,
      ),
    ]);
    expect(await readdir(folder)).not.toContain('openai-usage.json');
    expect(await readFile(join(folder, 'openai-usage-0001.json'), 'utf8')).toBe(page);
  });

  it('has what was noted of it kept until it is imported', async () => {
    const store = new FetchedCostsStore(folder, () => undefined);
    await store.begin('one');
    const source = { files: [], promisedRows: 1, exportPath: null, period: null, runId: null, notes: ['Too large.'] };
    expect(await store.describe('one', source)).toMatchObject({ ok: true });
    expect(await store.source('one')).toEqual(source);
  });

  it.each([
    [{ from: '2026-02-31' }, '"2026-02-31" is no day of the calendar.'],
    [{ from: '2026-10-01' }, '2026-10-01 is after 2026-09-29.'],
    [{ project: 'a b' }, '"a b" is not the id of a project.'],
    [{ url: 'http://api.contoso.test' }, 'is not an address that a key may go to'],
  ])('is not asked about %o', async (request, says) => {
    expect(await refusal(request)).toContain(says);
    expect(service.asked).toEqual([]);
  });

  it.each([
    [null, 'There is no admin key of OpenAI, so it was not asked.'],
    ['  ', 'There is no admin key of OpenAI, so it was not asked.'],
    ['sk-admin with a space', 'holds a space'],
  ])('is not asked with the key %s', async (given, says) => {
    expect(await refusal({}, { getKey: () => Promise.resolve(given) })).toContain(says);
    expect(service.asked).toEqual([]);
  });

  it('is left when the reading is cancelled', async () => {
    const abort = new AbortController();
    service.reply = (_, response) => {
      abort.abort();
      answer(response, 429, {});
    };
    expect(await refusal({}, { signal: abort.signal })).toContain('was cancelled');
    expect(service.asked).toHaveLength(1);
  });
});
