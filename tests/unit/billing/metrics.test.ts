import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countOf, outsideOf, readMetrics } from '../../../shared/billing/azure-metrics.ts';

const fixture = (name: string): string => new URL(`../../fixtures/billing/${name}`, import.meta.url).pathname;
const windowOf = (from: string, to: string, deployment: string | null = null) => [
  { fromMs: Date.parse(from), toMs: Date.parse(to), deployment },
];

/** The answer of `az monitor metrics list`, in the shape of its documentation. */
const azAnswer = JSON.stringify({
  cost: 59,
  interval: 'PT1M',
  namespace: 'Microsoft.CognitiveServices/accounts',
  timespan: '2026-03-31T14:00:00Z/2026-03-31T15:00:00Z',
  value: [
    {
      name: { localizedValue: 'Azure OpenAI Requests', value: 'AzureOpenAIRequests' },
      unit: 'Count',
      timeseries: [
        {
          metadatavalues: [
            { name: { localizedValue: 'modeldeploymentname', value: 'modeldeploymentname' }, value: 'voice' },
          ],
          data: [
            { timeStamp: '2026-03-31T14:05:00Z', total: 1 },
            { timeStamp: '2026-03-31T14:06:00Z', total: 1 },
            { timeStamp: '2026-03-31T14:07:00Z' },
            { timeStamp: '2026-03-31T14:40:00Z', total: 7 },
          ],
        },
        {
          metadatavalues: [{ name: { value: 'modeldeploymentname' }, value: 'chat' }],
          data: [{ timeStamp: '2026-03-31T14:05:00Z', total: 4 }],
        },
      ],
    },
    {
      name: { value: 'ProcessedPromptTokens' },
      timeseries: [{ metadatavalues: [], data: [{ timeStamp: '2026-03-31T14:06:00Z', total: 997 }] }],
    },
    { name: { value: 'Latency' }, timeseries: [] },
  ],
});

describe('Azure Monitor metrics as JSON', () => {
  it('count requests of a deployment while a session ran', () => {
    const read = readMetrics(azAnswer);
    if (!read.ok) throw new Error(read.error.message);
    const session = windowOf('2026-03-31T14:05:33Z', '2026-03-31T14:05:50Z', 'Voice');
    expect(countOf(read, 'requests', session)).toBe(2);
    expect(countOf(read, 'requests', [])).toBe(13);
    expect(countOf(read, 'prompt', session)).toBe(997);
    expect(countOf(read, 'generated', session)).toBeNull();
    expect(read.notes).toEqual(['The metric Latency is not compared.']);
  });

  it.each(['{', '{"value": []}', '[]'])('are refused when they hold no counts: %s', (text) => {
    expect(readMetrics(text)).toMatchObject({
      ok: false,
      error: { nextStep: expect.stringContaining('az monitor') as string },
    });
  });
});

describe('metrics of several resources asked for together', () => {
  it('are read like those of one', () => {
    const read = readMetrics(readFileSync(fixture('azure-metrics-getbatch.json'), 'utf8'));
    if (!read.ok) throw new Error(read.error.message);
    expect(countOf(read, 'requests', [])).toBe(2);
    expect(countOf(read, 'prompt', windowOf('2026-09-28T10:00:05Z', '2026-09-28T10:00:20Z', 'voice-mini'))).toBe(995);
  });
});

describe('a table of Log Analytics', () => {
  it('counts a metric a row, in UTC as its title says', () => {
    const read = readMetrics(readFileSync(fixture('azure-metrics-log-analytics.csv'), 'utf8'));
    if (!read.ok) throw new Error(read.error.message);
    expect(countOf(read, 'requests', windowOf('2026-09-28T10:01:10Z', '2026-09-28T10:01:40Z'))).toBe(1);
    expect(read.points[0]?.atMs).toBe(Date.UTC(2026, 8, 28, 10));
    expect(read.notes).toEqual([]);
  });

  it('names the metrics that are not compared', () => {
    const read = readMetrics(
      'TimeGenerated [UTC],MetricName,Total\n"9/28/2026, 10:00:00.000 AM",Latency,9\n"9/28/2026, 1:05:00.000 PM",GeneratedTokens,537\n',
    );
    if (!read.ok) throw new Error(read.error.message);
    expect(read.points).toEqual([
      { kind: 'generated', resource: null, deployment: null, value: 537, atMs: Date.UTC(2026, 8, 28, 13, 5) },
    ]);
    expect(read.notes).toEqual(['The metric Latency is not compared.']);
  });
});

describe('a session outside of what was measured', () => {
  it('has no count, and neither have those beside it', () => {
    const read = readMetrics(azAnswer);
    if (!read.ok) throw new Error(read.error.message);
    const inside = windowOf('2026-03-31T14:05:33Z', '2026-03-31T14:05:50Z');
    const nextDay = windowOf('2026-04-01T14:05:33Z', '2026-04-01T14:05:50Z');
    expect(countOf(read, 'requests', nextDay)).toBeNull();
    expect(countOf(read, 'requests', [...inside, ...nextDay])).toBeNull();
    expect(outsideOf(read, 'requests', [...inside, ...nextDay])).toBe(1);
    // Nothing is counted between two minutes that were measured: that is a count of none.
    expect(countOf(read, 'requests', windowOf('2026-03-31T14:20:00Z', '2026-03-31T14:21:00Z'))).toBe(0);
  });
});

describe("the portal's chart as CSV", () => {
  it('is read with its titles above, a column a deployment', () => {
    const text =
      '\uFEFF"Sum Azure OpenAI Requests for contoso-voice by ModelDeploymentName"\r\n' +
      '"Time","Azure OpenAI Requests (Sum), contoso-voice, voice","Generated Tokens (Sum), contoso-voice, voice"\r\n' +
      '"2026-03-31T14:05:00Z","1","537"\r\n"2026-03-31T14:06:00Z","1",""\r\n';
    const read = readMetrics(text);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.points.map(({ kind, deployment, value }) => [kind, deployment, value])).toEqual([
      ['requests', 'voice', 1],
      ['generated', 'voice', 537],
      ['requests', 'voice', 1],
      // A minute in which nothing was counted was measured all the same.
      ['generated', 'voice', null],
    ]);
  });

  it('takes times without a zone as UTC, and says so', () => {
    const read = readMetrics('Timestamp;Model Requests\n3/31/2026 2:05 PM;2\n');
    if (!read.ok) throw new Error(read.error.message);
    expect(read.points[0]?.atMs).toBe(Date.parse('2026-03-31T14:05:00Z'));
    expect(read.notes[0]).toContain('taken as UTC');
  });

  it('asks where the day and the month cannot be told apart', () => {
    expect(readMetrics('Time,Model Requests\n4/3/2026 14:05,2\n')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('month or the day') as string },
    });
  });

  it.each(['', 'nothing here', 'Time,Latency\n2026-03-31T14:05:00Z,3'])(
    'is refused when it counts nothing: %s',
    (text) => {
      expect(readMetrics(text).ok).toBe(false);
    },
  );
});
