import { csvCells, csvRows } from './csv-line.ts';
import { instantMs } from '../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { asArray, asNumber, asString, atPath, type Json, readJson } from '../kit/json.ts';
import { addDate, type DateOrder, dayOf, noDateEvidence, orderOf } from './number-and-date-marks.ts';
import { delimiterOf } from './cost-file-table.ts';

/** What a metric of Azure Monitor counts that speaks of a bill. */
type MetricKind = 'requests' | 'prompt' | 'generated';

/** Names of each by every spelling, without spaces and case: REST names and what the portal shows. A new name is one word here. */
const spellings: readonly (readonly [MetricKind, string])[] = [
  ['requests', 'azureopenairequests modelrequests'],
  ['prompt', 'processedprompttokens inputtokens processedprompttokenstransaction'],
  ['generated', 'generatedtokens outputtokens generatedcompletiontokens'],
];

const kinds = new Map(spellings.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

/** The kind a metric's name stands for, aggregation and unit taken off: `Azure OpenAI Requests (Sum)`; null: another metric. */
function metricKindOf(name: string): MetricKind | null {
  const bare = name
    .replace(/\([^)]*\)/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return kinds.get(bare) ?? null;
}

/** One value of one metric, of the interval that begins at an instant. */
interface MetricPoint {
  readonly kind: MetricKind;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** Its id, or where only that is given its name, in lower case; null: the metric names none. */
  readonly resource: string | null;
  /** null: the metric was not split by deployment. */
  readonly deployment: string | null;
  /** null: nothing was counted in it, which says that it was measured. */
  readonly value: number | null;
}

/** What Azure Monitor counted: a witness beside report and bill. */
export interface Metrics {
  readonly points: readonly MetricPoint[];
  readonly notes: readonly string[];
}

/** A stretch of time, and the deployment that was spoken to in it where that is known. */
export interface MetricWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly deployment: string | null;
}

/** Minutes that a count may come late: a response that begins in one minute is counted when it ends. */
const lateMs = 120_000;
const minuteMs = 60_000;

/** Whether an interval that begins at an instant can hold what a window counted. */
const isWithin = (atMs: number, { fromMs, toMs }: MetricWindow): boolean =>
  atMs > fromMs - minuteMs && atMs <= toMs + lateMs;

const isDeployment = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one.toLowerCase() === other.toLowerCase();

/** Windows that no instant of a metric reaches: it was taken of another time, and its count says nothing of them. */
function unmeasured(points: readonly MetricPoint[], windows: readonly MetricWindow[]): readonly MetricWindow[] {
  const [first, last] = points.reduce(
    ([least, most], { atMs }) => [Math.min(least, atMs), Math.max(most, atMs)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return windows.filter(({ fromMs, toMs }) => first > toMs + lateMs || last <= fromMs - minuteMs);
}

/** Of so many windows no instant of a metric is at hand: it was taken of another time, and is no evidence there. */
export const outsideOf = ({ points }: Metrics, kind: MetricKind, windows: readonly MetricWindow[]): number => {
  const own = points.filter((point) => point.kind === kind);
  return own.length === 0 ? 0 : unmeasured(own, windows).length;
};

/**
 * Sum of a metric over windows; without any window over all of it. null: it was never measured, or not in all of the windows, and
 * a count that leaves one out is no count of all of them.
 */
export function countOf(metrics: Metrics, kind: MetricKind, windows: readonly MetricWindow[]): number | null {
  const own = metrics.points.filter((point) => point.kind === kind);
  if (own.every(({ value }) => value === null) || outsideOf(metrics, kind, windows) > 0) return null;
  const inside = ({ atMs, deployment }: MetricPoint): boolean =>
    windows.length === 0 ||
    windows.some((window) => isWithin(atMs, window) && isDeployment(deployment, window.deployment));
  return own.filter(inside).reduce((sum, { value }) => sum + (value ?? 0), 0);
}

const bad = (message: string): Result<never> =>
  refuse(
    benchError('invalid-argument', message, {
      nextStep:
        'Give the chart’s download as CSV, a table of Log Analytics (AzureMetrics), or the JSON of az monitor metrics list with the metrics AzureOpenAIRequests, ProcessedPromptTokens and GeneratedTokens at PT1M.',
    }),
  );

/** As points name a resource; null: it is not named. */
const resourceName = (text: string | undefined): string | null => {
  const name = (text ?? '').trim().replace(/\/$/, '').toLowerCase();
  return name === '' ? null : name;
};

/** The resource that a metric's own id begins with: `az monitor metrics list` names it nowhere else. */
const resourceOfMetric = (metric: Json): string | null =>
  resourceName(
    /^(\/.*\/accounts\/[^/]+)\/providers\/microsoft\.insights\//i.exec(asString(atPath(metric, 'id')) ?? '')?.[1],
  );

interface ResourceMetric {
  readonly metric: Json;
  readonly resource: string | null;
}

/** Metrics of one answer, of several resources' answers asked for together (`values`), or of a list of either. */
function metricsIn(value: Json): readonly ResourceMetric[] {
  const answers = [...asArray(value), ...asArray(atPath(value, 'values'))];
  if (answers.length > 0) return answers.flatMap(metricsIn);
  const named = resourceName(asString(atPath(value, 'resourceid')) ?? asString(atPath(value, 'resourceId')));
  return asArray(atPath(value, 'value')).map((metric) => ({ metric, resource: named ?? resourceOfMetric(metric) }));
}

/** The answer of `az monitor metrics list`, of the REST call behind it, or of `metrics:getBatch`. */
function fromJson(value: Json): Result<Metrics> {
  const notes = new Set<string>();
  const points = metricsIn(value).flatMap(({ metric, resource }): MetricPoint[] => {
    const name = asString(atPath(metric, 'name.value')) ?? asString(atPath(metric, 'name')) ?? '';
    const kind = metricKindOf(name);
    if (kind === null) {
      notes.add(`The metric ${name === '' ? 'without a name' : name} is not compared.`);
      return [];
    }
    return asArray(atPath(metric, 'timeseries')).flatMap((series) => {
      const labels = asArray(atPath(series, 'metadatavalues'));
      const label = labels.find((one) => /deploymentname$/i.test(asString(atPath(one, 'name.value')) ?? ''));
      const deployment = label === undefined ? null : (asString(atPath(label, 'value')) ?? null);
      return asArray(atPath(series, 'data')).flatMap((point): MetricPoint[] => {
        const atMs = instantMs(asString(atPath(point, 'timeStamp')) ?? '');
        const value = asNumber(atPath(point, 'total')) ?? asNumber(atPath(point, 'count')) ?? null;
        return atMs === null ? [] : [{ kind, atMs, resource, deployment, value }];
      });
    });
  });
  return points.every((point) => point.value === null)
    ? bad('The JSON holds no counts of requests or tokens.')
    : ok({ points, notes: [...notes] });
}

interface MetricColumn {
  readonly at: number;
  readonly kind: MetricKind;
  readonly resource: string | null;
  readonly deployment: string | null;
}

/**
 * A column's metric and, where the chart was split, its deployment: the last of the names after the metric. The resource stands
 * before it; of one name alone nothing says which of the two it is.
 */
function columnOf(title: string, at: number): MetricColumn | null {
  const [name = '', ...names] = title.split(/\s*[,|]\s*/);
  const kind = metricKindOf(name);
  const last = names.at(-1)?.replace(/^.*=\s*/, '') ?? '';
  const first = names.length < 2 || names[0]?.includes('=') === true ? undefined : names[0];
  return kind === null ? null : { at, kind, resource: resourceName(first), deployment: last === '' ? null : last };
}

/** Columns of a table of Log Analytics, which has one metric a row. */
interface LogColumns {
  readonly name: number;
  readonly total: number;
  /** Of the resource's id, else of its name; null: the table has neither. */
  readonly resource: number | null;
}

/** null: it is no such table. */
function logColumns(titles: readonly string[]): LogColumns | null {
  const at = (title: string): number => titles.findIndex((one) => one.toLowerCase() === title);
  const [name, total] = [at('metricname'), at('total')];
  const resource = ['resourceid', '_resourceid', 'resource'].map(at).find((one) => one >= 0) ?? null;
  return name < 0 || total < 0 ? null : { name, total, resource };
}

/** The metric of one row of such a table; nothing for one that is not compared. */
function logCells({ name, total, resource }: LogColumns, cells: readonly string[], notes: Set<string>): MetricColumn[] {
  const metric = cells[name] ?? '';
  const kind = metricKindOf(metric);
  if (kind === null) {
    notes.add(metric === '' ? 'A metric without a name is not compared.' : `The metric ${metric} is not compared.`);
    return [];
  }
  const named = resource === null ? null : resourceName(cells[resource]);
  return [{ at: total, kind, resource: named, deployment: null }];
}

/** Milliseconds of a cell: an ISO instant, or a local date with a time, taken as UTC. */
function timeOf(text: string, order: DateOrder): number | null {
  const exact = instantMs(text);
  if (exact !== null) return exact;
  // Log Analytics sets a comma behind the date.
  const day = dayOf(text.replace(/,(?= )/, ''), order);
  const [, hours = '0', minutes = '0', seconds = '0', half] =
    /[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP]M)?/i.exec(text) ?? [];
  const midnight = day === null ? null : instantMs(day);
  if (midnight === null) return null;
  const hour = (Number(hours) % (half === undefined ? 24 : 12)) + (half?.toUpperCase() === 'PM' ? 12 : 0);
  return midnight + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function fromCsv(text: string): Result<Metrics> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  const head = lines.findIndex(
    (line) => /^"?\s*(?:time|timestamp|date|zeit)/i.test(line) && delimiterOf(line) !== null,
  );
  const delimiter = delimiterOf(lines[head] ?? '');
  if (head < 0 || delimiter === null) return bad('No line is the header of a chart, with a time in its first column.');
  const titles = csvCells(lines[head] ?? '', delimiter);
  const log = logColumns(titles);
  const columns = titles.flatMap((title, at) => columnOf(title, at) ?? []);
  if (columns.length === 0 && log === null) return bad('No column counts requests or tokens.');
  const rows = csvRows(lines.slice(head + 1), delimiter);
  const order = orderOf(
    rows.reduce((seen, [time = '']) => addDate(seen, time.split(/[ T,]/)[0] ?? ''), noDateEvidence),
  );
  if (order === 'unknown' || order === 'both') {
    return bad(`The dates, such as ${rows[0]?.[0] ?? ''}, read with the month or the day first.`);
  }
  const notes = new Set<string>();
  const points = rows.flatMap((cells): MetricPoint[] => {
    const [time = ''] = cells;
    const atMs = timeOf(time, order === 'none' ? 'month-first' : order);
    if (atMs === null) return [];
    if (!/z$|[+-]\d{2}:?\d{2}$/i.test(time) && !/\butc\b/i.test(titles[0] ?? ''))
      notes.add('The times of the chart name no zone and are taken as UTC.');
    return [...columns, ...(log === null ? [] : logCells(log, cells, notes))].flatMap(({ at, kind, ...of }) => {
      const cell = cells[at] ?? '';
      const value = Number(cell.replaceAll(/[\s\u00a0]/g, ''));
      if (!Number.isFinite(value)) return [];
      return [{ kind, atMs, ...of, value: cell === '' ? null : value } satisfies MetricPoint];
    });
  });
  return points.every(({ value }) => value === null)
    ? bad('The chart holds no counts.')
    : ok({ points, notes: [...notes] });
}

/** Metrics from a text: the portal's download of a chart, or `az monitor metrics list`. Refuses in a sentence. */
export function readMetrics(text: string): Result<Metrics> {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return fromCsv(text);
  const read = readJson(text);
  return read.ok ? fromJson(read.value) : bad(`The text ${read.problem}.`);
}
