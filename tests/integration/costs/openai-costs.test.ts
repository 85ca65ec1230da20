import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenAiQuestion } from '../../../shared/contract/bench-api.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { commandLines, fixture } from '../support/cli.ts';
import { answer, type CostService, startCostService } from '../support/cost-service.ts';
import { everythingOf } from '../support/everything.ts';
import { costResults, firstDay, openAiPage, serveOpenAi, threadItems, twoPages } from '../support/openai-service.ts';
import { eachSpelling, Planted } from '../support/places.ts';
import { openWindow, reconcilingBenches } from '../support/reconcile-bench.ts';
import { canary } from '../support/secrets.ts';
import { writeSession } from '../support/session.ts';

const { here: run } = commandLines();
const start = reconcilingBenches();
const question: OpenAiQuestion = { service: 'openai', from: '2026-09-28', to: '2026-09-29', project: '' };

let folder: string;
let service: CostService;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-openai-'));
  service = await startCostService();
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await utimes(path, new Date('2026-10-06T00:00:00Z'), new Date('2026-10-06T00:00:00Z'));
  return path;
}
const usage = fixture('thread-usage.json');
const meters = (report: ReconcileReport): unknown[] =>
  report.meters.map(({ meter, expected, billed, status }) => [meter, expected, billed, status]);
const asReported = [
  ['audio_in', 46, 46, 'match'],
  ['audio_cached', 64, 64, 'match'],
  ['audio_out', 420, 420, 'match'],
  ['text_in', 55, 55, 'match'],
  ['text_cached', 64, 64, 'match'],
  ['text_out', 117, 117, 'match'],
];
async function reconciled(...args: string[]): Promise<ReconcileReport> {
  const { code, out, err } = await run(['reconcile', ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ReconcileReport;
}

/** A dashboard's export of the thread's response, grouped by line item and project. */
const exported = (items: typeof threadItems = threadItems, project = 'proj_voice'): string =>
  [
    'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source',
    '1790467200,1790553600,2026-09-27T00:00:00+00:00,2026-09-28T00:00:00+00:00,,,,,,,,,,,,,',
    ...items.map(
      ([item, usd]) =>
        `1790553600,1790640000,2026-09-28T00:00:00+00:00,2026-09-29T00:00:00+00:00,${usd.toFixed(20)},usd,,,"${item}",,,${project},org-contoso,Voice,Contoso,,`,
    ),
  ].join('\n');

describe('a bill of OpenAI against what was reported', () => {
  it('is as reported by an answer of its costs API and pasted usage', async () => {
    const report = await reconciled('--usage', usage, '--bill', fixture('openai-costs-page.json'));
    expect(meters(report)).toEqual(asReported);
    expect(report.finding.headline).toBe('The bill is what was reported.');
    expect(report.model).toMatchObject({ label: 'gpt-realtime-mini 1215, global' });
    expect(report.charge.costs).toEqual([{ cost: '0.00919684', currency: 'USD' }]);
    expect(report.money).toMatchObject({ billed: '0.00919684', difference: '0' });
  });

  it.each([
    ['gpt-realtime-mini-2025-12-15', 'gpt-realtime-mini-2025-12-15'],
    ['gpt-realtime-mini', 'gpt-realtime-mini-2025-12-15'],
  ])('is as reported by its dashboard’s export and a session of its service that asked for %s', async (asked) => {
    const session = await writeSession(folder, [{ id: 'resp_1', usage: threadUsage }], {
      sessionId: '2026-09-28T10-00-00Z-gpt-realtime-mini-000001',
      startedAt: '2026-09-28T10:00:00.000Z',
      endpoint: {
        kind: 'openai',
        label: 'OpenAI',
        url: `wss://api.openai.com/v1/realtime?model=${asked}`,
        deployment: asked,
        auth: 'bearer',
      },
    });
    const bill = await file('cost_2026-09-27_2026-09-29.csv', exported());
    const counted = fixture('openai-usage-export.csv');
    const report = await reconciled('--sessions', session, '--bill', bill, '--metrics', counted);
    expect(meters(report)).toEqual(asReported);
    expect(report.compared).toMatchObject({ days: ['2026-09-28'], resource: 'proj_voice' });
    expect(report.explanations[0]?.supports).toContain('OpenAI counts 1 request; this story has 1 inference.');
  });

  it('asks which project where there are several', async () => {
    const bill = await file('costs.json', openAiPage([[...costResults('proj_a'), ...costResults('proj_b')]]));
    const { code, err } = await run(['reconcile', '--usage', usage, '--bill', bill]);
    expect(code).not.toBe(0);
    expect(err).toContain('proj_a, proj_b');
    expect(meters(await reconciled('--usage', usage, '--bill', bill, '--resource', 'proj_b'))).toEqual(asReported);
  });

  it('says which page is missing, and is whole with all pages one a line', async () => {
    const [first, second] = [openAiPage([costResults()], 'page_b'), openAiPage([[]], null, firstDay + 86_400)];
    const line = (text: string): string => JSON.stringify(JSON.parse(text));
    const part = await reconciled('--usage', usage, '--bill', await file('part.json', first));
    expect(part.notes[0]).toContain('One page of several is missing: the costs from 2026-09-29 on');
    const whole = await file('pages.ndjson', `${line(first)}\n${line(second)}\n`);
    const report = await reconciled('--usage', usage, '--bill', whole);
    expect(report.notes.join(' ')).not.toContain('missing');
    expect(meters(report)).toEqual(asReported);
  });

  it('is one bill of all its pages, given as files in any order, and of two answers to one question the newer', async () => {
    const first = await file('first.json', openAiPage([costResults()], 'page_b'));
    const second = await file('second.json', openAiPage([costResults()], null, firstDay + 86_400));
    const { notes, sources } = await reconciled('--usage', usage, '--bill', second, first, '--day', '2026-09-28');
    expect(notes.join(' ')).not.toContain('missing');
    expect(sources.map(({ files }) => files.map(({ name }) => name))).toEqual([['first.json', 'second.json']]);
    const again = await file('again.json', openAiPage([costResults()]));
    const twice = await reconciled('--usage', usage, '--bill', first, second, again, '--day', '2026-09-28');
    expect(meters(twice)).toEqual(asReported);
  });

  it('names rows of voice models that are not understood, and costs without a line item', async () => {
    const items: typeof threadItems = [
      ...threadItems,
      ['gpt-realtime-mini-2025-12-15, input', 1, 1],
      ['gpt-5-nano, input_tokens', 2, 1],
      ['', 3, 1],
    ];
    const { notes } = await reconciled('--usage', usage, '--bill', await file('cost.csv', exported(items)));
    expect(notes[0]).toBe(
      '2 rows of meters whose names are not understood are left out, the first on row 9 (gpt-realtime-mini-2025-12-15, input: it names neither audio, text nor image; Costs without a line item: group them by line item, for nothing else says which meter they are of).',
    );
  });

  it.each([
    ['openai-usage-page.json', 'This is usage as OpenAI counted it, and no bill: it holds no money.', '--metrics FILE'],
    [
      'openai-usage-export.csv',
      'This is usage as OpenAI counted it, and no bill: it holds no money.',
      '--metrics FILE',
    ],
    ['openai-dashboard-paste.txt', 'These are line items as the dashboard shows them', '--meters FILE'],
  ])('is not %s, and it is said where that belongs', async (name, says, next) => {
    const { code, err } = await run(['reconcile', '--usage', usage, '--bill', fixture(name)]);
    expect(code).toBe(1);
    expect(err).toContain(`${name}: ${says}`);
    expect(err).toContain(next);
  });
});

describe('costs fetched from OpenAI', () => {
  it('are kept, imported and reconciled, with the usage of the same days as a witness', async () => {
    serveOpenAi(service, twoPages);
    const asked: string[] = [];
    const bench = await start({
      openAiUrl: service.url,
      secret: (owner) => {
        asked.push(owner.kind);
        return Promise.resolve(canary.key);
      },
    });
    const window = openWindow(bench);
    const fetched = await window.call('bill.fetch', question);
    if (!fetched.ok || fetched.outcome.kind !== 'imported') throw new Error(JSON.stringify(fetched));
    const [summary] = fetched.outcome.imports;
    expect(new Set(asked)).toEqual(new Set(['openai-admin']));
    expect(summary).toMatchObject({
      shape: 'OpenAI costs',
      days: ['2026-09-28'],
      tally: { rows: 6, kept: 6, costs: [{ currency: 'USD', cost: '0.00919684' }] },
      period: '2026-09-28 to 2026-09-29',
      files: [{ name: 'openai-costs-0001.json' }, { name: 'openai-costs-0002.json' }],
      notes: [],
    });
    expect(await readFile(join(fetched.folder, 'openai-costs-0001.json'), 'utf8')).toBe(twoPages.costs[0]);
    const said = window.pushes.flatMap((push) => (push.type === 'fetch' ? [push.sentence] : []));
    expect(said).toContain('6 rows of the costs are here, on 1 page.');

    const begun = await window.call('reconcile.create', { from: { kind: 'nothing' } });
    if (!begun.ok) throw new Error(begun.error.message);
    const changed = await window.call('reconcile.change', {
      caseId: begun.view.case.caseId,
      change: {
        reported: { kind: 'usage', text: await readFile(usage, 'utf8') },
        billed: { kind: 'imports', importIds: [summary?.importId ?? ''] },
        metrics: fetched.witness?.text ?? '',
      },
    });
    if (!changed.ok || changed.view.outcome.kind !== 'report') throw new Error(JSON.stringify(changed));
    expect(changed.view.metrics).toEqual({ kind: 'read', read: { points: 1, source: 'OpenAI' } });
    const { report } = changed.view.outcome;
    expect(meters(report)).toEqual(asReported);
    expect(report.notes.join(' ')).toContain('229 in (128 cached, 110 audio), 537 out (420 audio)');
  });

  it('say what is missing where there is no key, and keep nothing', async () => {
    const bench = await start({ openAiUrl: service.url, secret: () => Promise.resolve(null) });
    expect(await openWindow(bench).call('bill.fetch', question)).toMatchObject({
      ok: false,
      error: { message: 'There is no admin key of OpenAI, so it was not asked.' },
    });
    expect(service.asked).toEqual([]);
    expect(await readdir(join(bench.dataFolder, 'fetched-costs'))).toEqual([]);
  });
});

describe('an admin key that the service repeats', () => {
  const withKey = { secret: (): Promise<string> => Promise.resolve(canary.key) };

  it('in a refusal is found nowhere', async () => {
    const planted = new Planted();
    const bench = await start({ openAiUrl: service.url, ...withKey });
    const answers = [];
    for (const { spell, number } of eachSpelling) {
      for (const status of [302, 400, 401, 403]) {
        service.reply = (_, response) => {
          const put = (place: string, kept = false): string => planted.put(place, spell(canary.key), { kept });
          answer(
            response,
            status,
            { error: { code: put('code'), message: put('message', status !== 302) } },
            { location: `${service.url}/${put('location')}`, [`x-${number}`]: put('header') },
          );
        };
        answers.push(await bench.client.api.call('bill.fetch', question));
      }
    }
    expect(answers.every((one) => !one.ok)).toBe(true);
    const seen = await everythingOf(bench, answers);
    planted.expectNoSecretIn(seen);
    expect(planted.missingIn(seen)).toEqual([]);
  });

  it('in costs and usage that are kept is found nowhere, and they are imported all the same', async () => {
    const planted = new Planted();
    const bench = await start({ openAiUrl: service.url, ...withKey });
    const put = (place: string): object => ({ note: planted.put(place, canary.key, { kept: true }) });
    const page = (text: string, place: string): string =>
      JSON.stringify({ ...(JSON.parse(text) as object), ...put(place) });
    serveOpenAi(service, {
      costs: [page(openAiPage([costResults()]), 'costs')],
      usage: [page(twoPages.usage[0] ?? '', 'usage')],
      transcriptions: [page(openAiPage([[]]), 'transcriptions')],
    });
    const answers = [await bench.client.api.call('bill.fetch', question)];
    expect(answers[0]).toMatchObject({ ok: true, outcome: { kind: 'imported' } });
    planted.expectNoSecretIn(await everythingOf(bench, answers));
  });
});
