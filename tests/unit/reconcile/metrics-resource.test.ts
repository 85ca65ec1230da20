import { describe, expect, it } from 'vitest';
import { readMetrics } from '../../../shared/billing/azure-metrics.ts';
import { readWitness } from '../../../shared/billing/witness.ts';
import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import { withWitness } from '../../../shared/reconcile/evidence/witness.ts';
import { nothingReported } from './thread.ts';

const idOf = (name: string, subscription = '1'): string =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/${name}`;

const requests = (total: number, id?: string) => ({
  ...(id === undefined ? {} : { id: `${id}/providers/Microsoft.Insights/metrics/AzureOpenAIRequests` }),
  name: { value: 'AzureOpenAIRequests' },
  timeseries: [{ metadatavalues: [], data: [{ timeStamp: '2026-09-28T10:00:00Z', total }] }],
});

const batchOf = (...ids: readonly string[]): string =>
  JSON.stringify({ values: ids.map((resourceid, index) => ({ resourceid, value: [requests(2 + index)] })) });
const listsOf = (...ids: readonly string[]): string =>
  JSON.stringify(ids.map((id, index) => ({ value: [requests(2 + index, id)] })));
const tableOf = (...ids: readonly string[]): string =>
  [
    'TimeGenerated [UTC],ResourceId,MetricName,Total',
    ...ids.map((id, index) => `"9/28/2026, 10:00:00.000 AM",${id.toUpperCase()},AzureOpenAIRequests,${2 + index}`),
  ].join('\n');
const chartOf = (...ids: readonly string[]): string => {
  const titles = ids.map((id) => `"Azure OpenAI Requests (Sum), ${id.split('/').at(-1) ?? ''}, voice"`);
  return `Time,${titles.join(',')}\n2026-09-28T10:00:00Z,${ids.map((_, index) => 2 + index).join(',')}\n`;
};

const forms = [
  ['answers of getBatch', batchOf],
  ['several answers of az monitor metrics list', listsOf],
  ['a table of Log Analytics', tableOf],
  ["the portal's chart", chartOf],
] as const;

const reported: Reported = {
  ...nothingReported,
  windows: [{ fromMs: Date.UTC(2026, 8, 28, 10), toMs: Date.UTC(2026, 8, 28, 10, 1), deployment: null }],
};

interface Scope {
  readonly wanted?: string;
  readonly spokenTo?: readonly string[];
  readonly billed?: readonly string[];
}

const beside = (text: string, { wanted, spokenTo = [], billed = [] }: Scope = {}) => {
  const read = readWitness(text);
  if (!read.ok) throw new Error(read.error.message);
  return withWitness({ ...reported, resources: spokenTo }, read.witness, { wanted: wanted ?? null, billed });
};

describe.each(forms)('%s', (_, textOf) => {
  it('of one resource name it', () => {
    const made = beside(textOf(idOf('Voice-A')));
    expect(made).toMatchObject({ reported: { log: { requests: { count: 2 } } } });
    expect(made.ok ? made.reported.notes[0] : '').toMatch(
      /^The metrics of Azure Monitor are of (?:\/subscriptions\/1\/\S+\/)?voice-a\.$/,
    );
  });

  it('of two are refused with both where nothing says which is compared, and never added up', () => {
    const made = beside(textOf(idOf('voice-a'), idOf('voice-b')));
    expect(made).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(/are of 2 resources.*voice-a, .*voice-b\.$/) as string,
        nextStep: expect.stringContaining('Filter the metrics by the resource') as string,
      },
    });
  });

  it.each([
    ['a person chose', { wanted: 'VOICE-B' }],
    ['the sessions spoke to', { spokenTo: ['voice-b'] }],
    ['the bill has', { billed: [idOf('voice-b').toLowerCase(), idOf('other').toLowerCase()] }],
    ['the sessions spoke to, whatever the bill has beside it', { spokenTo: ['voice-b'], billed: [idOf('voice-a')] }],
  ])('of two are counted of the one that %s alone', (_name, scope) => {
    const made = beside(textOf(idOf('voice-a'), idOf('voice-b')), scope);
    expect(made).toMatchObject({ reported: { log: { requests: { count: 3 } } } });
    expect(made.ok ? made.reported.notes[0] : '').toMatch(
      /voice-b\. What is counted of others is left out: .*voice-a\.$/,
    );
  });

  it.each([
    ['another than those measured', { wanted: 'voice-c', spokenTo: ['voice-a'] }],
    ['both', { spokenTo: ['voice-a', 'voice-b'] }],
  ])('are refused where the scope names %s', (_name, scope) => {
    expect(beside(textOf(idOf('voice-a'), idOf('voice-b')), scope).ok).toBe(false);
  });
});

describe('two resources of one name', () => {
  it('are told apart by their ids', () => {
    const ids = [idOf('voice', '1'), idOf('voice', '2')];
    expect(beside(batchOf(...ids), { spokenTo: ['voice'] }).ok).toBe(false);
    for (const wanted of [idOf('voice', '2'), 'voice (subscription 2)'])
      expect(beside(batchOf(...ids), { wanted })).toMatchObject({ reported: { log: { requests: { count: 3 } } } });
  });
});

describe('rows that name no resource', () => {
  it('are another one than that of the rows that do', () => {
    const text = `${tableOf(idOf('voice-a'))}\n"9/28/2026, 10:00:00.000 AM",,AzureOpenAIRequests,5\n`;
    expect(beside(text)).toMatchObject({
      error: { message: expect.stringContaining('one that is not named') as string },
    });
    expect(beside(text, { wanted: 'voice-a' })).toMatchObject({ reported: { log: { requests: { count: 2 } } } });
  });
});

describe('a chart of one name a column', () => {
  it('leaves open whether it is the resource or the deployment', () => {
    const read = readMetrics('Time,"Model Requests, voice"\n2026-09-28T10:00:00Z,2\n');
    expect(read).toMatchObject({ points: [{ resource: null, deployment: 'voice' }] });
  });
});
