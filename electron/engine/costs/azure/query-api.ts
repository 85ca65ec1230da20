import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { asArray, asString, atPath, type Json, readJson } from '../../../../shared/kit/json.ts';
import { diskError } from '../../data/disk-errors.ts';
import {
  askCostManagement,
  costAddress,
  type CostRequest,
  type CostServices,
  fetchedSource,
  noCosts,
} from './cost-management.ts';
import type { FetchedCosts } from '../net/cost-service.ts';
import { failed, type PagedWords, readPages } from '../net/patient-client.ts';
import { count } from '../../../../shared/kit/numbers.ts';

const apiVersion = '2023-11-01';
const words: PagedWords = {
  what: 'the costs',
  neverEnd: (host) => `The costs at ${host} never end`,
  nextStep: 'Ask for fewer days, or download the costs in the portal and add the file.',
  // A month of one account is a page or two.
  mostPages: 500,
};

/** The question: a day a row, by meter and resource, with quantity and cost. Two groupings are the most that it takes. */
const questionOf = ({ from, to, resourceId }: CostRequest): Json => ({
  type: 'ActualCost',
  timeframe: 'Custom',
  timePeriod: { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` },
  dataset: {
    granularity: 'Daily',
    aggregation: {
      totalCost: { name: 'Cost', function: 'Sum' },
      usage: { name: 'UsageQuantity', function: 'Sum' },
    },
    grouping: [
      { type: 'Dimension', name: 'Meter' },
      { type: 'Dimension', name: 'ResourceId' },
    ],
    ...(resourceId === null
      ? {}
      : { filter: { dimensions: { name: 'ResourceId', operator: 'In', values: [resourceId] } } }),
  },
});

const proxyAnswered = 'A proxy may have answered in its place: check the network settings, then try again.';

/** What a page must hold to be one, and where the next is. */
function readPage(text: string, host: string): Result<{ next: string | null; rows: number }> {
  const read = readJson(text);
  if (!read.ok) return failed(`What ${host} answered ${read.problem}.`, proxyAnswered);
  const body = read.value;
  if (asArray(atPath(body, 'properties.columns')).length === 0) {
    return failed(`What ${host} answered holds no columns of costs.`, proxyAnswered);
  }
  const next = asString(atPath(body, 'properties.nextLink')) ?? '';
  return ok({ next: next === '' ? null : next, rows: asArray(atPath(body, 'properties.rows')).length });
}

/**
 * Asks the Query API, page by page, and keeps each answer byte for byte as a file: the import reads them as it reads a
 * downloaded one, and their fingerprints are evidence. Nothing is kept of an answer that does not come to its end.
 */
export async function queryCosts(
  request: CostRequest,
  folder: string,
  services: CostServices,
): Promise<Result<FetchedCosts>> {
  const first = costAddress(request, 'query', apiVersion);
  if (!first.ok) return first;
  const body = JSON.stringify(questionOf(request));
  const pages: string[] = [];
  let rows = 0;
  const read = await readPages(first.address, words, async (address) => {
    const answered = await askCostManagement(address, { method: 'POST', body }, services);
    if (!answered.ok) return answered;
    const page = readPage(answered.answer.text, address.host);
    if (!page.ok) return page;
    pages.push(answered.answer.text);
    rows += page.rows;
    services.onProgress?.(`${count(rows)} rows of ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} are here.`);
    return page;
  });
  if (!read.ok) return read;
  if (rows === 0) return refuse(noCosts(request));
  const files = pages.map((_, index) => join(folder, `query-${String(index + 1).padStart(4, '0')}.json`));
  for (const [index, file] of files.entries()) {
    try {
      await writeFile(file, pages[index] ?? '', { mode: 0o600 });
    } catch (error) {
      for (const one of files) await rm(one, { recursive: true, force: true });
      return refuse(diskError(error, 'what was fetched', file));
    }
  }
  return ok({ source: fetchedSource('Query API', request, files, rows) });
}
