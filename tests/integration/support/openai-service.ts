import { answer, type CostService } from './cost-service.ts';

const day = 86_400;
/** 2026-09-28T00:00:00Z. */
export const firstDay = 1_790_553_600;

/** Line items with their costs in US dollars, a response of gpt-realtime-mini as it was reported and at list price. */
export const threadItems: readonly (readonly [item: string, usd: number, tokens: number])[] = [
  ['gpt-realtime-mini-2025-12-15 audio, input', 0.00046, 46],
  ['gpt-realtime-mini-2025-12-15 audio, cached input', 0.0000192, 64],
  ['gpt-realtime-mini-2025-12-15 audio, output', 0.0084, 420],
  ['gpt-realtime-mini-2025-12-15 text, input', 0.000033, 55],
  ['gpt-realtime-mini-2025-12-15 text, cached input', 0.00000384, 64],
  ['gpt-realtime-mini-2025-12-15 text, output', 0.0002808, 117],
];

type Results = readonly object[];

/** A page in the shape of OpenAI's API reference: a bucket a day from `start` on. */
export const openAiPage = (buckets: readonly Results[], next: string | null = null, start = firstDay): string =>
  JSON.stringify(
    {
      object: 'page',
      data: buckets.map((results, at) => ({
        object: 'bucket',
        start_time: start + at * day,
        end_time: start + (at + 1) * day,
        results,
      })),
      has_more: next !== null,
      next_page: next,
    },
    null,
    2,
  );

export const costResults = (project = 'proj_voice'): Results =>
  threadItems.map(([item, value, quantity]) => ({
    object: 'organization.costs.result',
    amount: { value, currency: 'usd' },
    line_item: item,
    project_id: project,
    api_key_id: null,
    quantity,
    quantity_unit: 'tokens',
  }));

export const usageResults: Results = [
  {
    object: 'organization.usage.completions.result',
    input_tokens: 229,
    output_tokens: 537,
    input_cached_tokens: 128,
    input_uncached_tokens: 101,
    input_text_tokens: 55,
    output_text_tokens: 117,
    input_cached_text_tokens: 64,
    input_audio_tokens: 46,
    input_cached_audio_tokens: 64,
    output_audio_tokens: 420,
    num_model_requests: 1,
    project_id: 'proj_voice',
    user_id: null,
    api_key_id: null,
    model: 'gpt-realtime-mini-2025-12-15',
    batch: null,
    service_tier: null,
  },
];

/** Pages of each list, in their order; a cursor is the number of the page. */
export interface OpenAiPages {
  readonly costs: readonly string[];
  readonly usage: readonly string[];
  readonly transcriptions: readonly string[];
}

/** Costs on two pages, one day each, and the usage of the first day. */
export const twoPages: OpenAiPages = {
  costs: [openAiPage([costResults()], '1'), openAiPage([[]], null, firstDay + day)],
  usage: [openAiPage([usageResults, []])],
  transcriptions: [openAiPage([[], []])],
};

const lists: readonly (readonly [path: string, list: keyof OpenAiPages])[] = [
  ['/v1/organization/costs', 'costs'],
  ['/v1/organization/usage/completions', 'usage'],
  ['/v1/organization/usage/audio_transcriptions', 'transcriptions'],
];

/** Makes a service answer as OpenAI's administration API does. */
export function serveOpenAi(service: CostService, pages: OpenAiPages): void {
  service.reply = ({ path }, response) => {
    const { pathname, searchParams } = new URL(path, service.url);
    const list = lists.find(([of]) => of === pathname)?.[1];
    const page = list === undefined ? undefined : pages[list][Number(searchParams.get('page') ?? '0')];
    if (page === undefined) answer(response, 404, { error: { message: 'Unknown request URL.' } });
    else answer(response, 200, page);
  };
}
