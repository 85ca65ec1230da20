import { instantMs, utcDayOf } from '../../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { asArray, asString, atPath, type Json } from '../../kit/json.ts';
import { repeated } from '../../kit/untrusted/quoting.ts';
import { bucketsOf, missingFrom, pageLinks, pagesIn } from './cost-table.ts';

/** What OpenAI counted for one model, project and stretch of time, in whole tokens. Input counts include what was cached. */
export interface OpenAiUsageRow {
  /** Milliseconds since 1970, UTC; `toMs` is no longer in it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** null: the usage was not split by it. */
  readonly model: string | null;
  readonly project: string | null;
  readonly requests: number;
  readonly input: number;
  readonly cachedInput: number;
  /** Of `input`; null: its parts contradict each other. */
  readonly audioInput: number | null;
  readonly output: number;
  readonly audioOutput: number;
  /** Of audio that was transcribed and is billed by its time; null: tokens were counted. */
  readonly seconds: number | null;
}

/** What OpenAI's usage API or its export says: a witness beside report and bill. */
export interface OpenAiUsage {
  readonly rows: readonly OpenAiUsageRow[];
  readonly notes: readonly string[];
}

const bad = (message: string): Result<never> =>
  refuse(
    benchError('invalid-argument', message, {
      nextStep:
        'Give the answer of /v1/organization/usage/completions as JSON, or the usage export of the dashboard as CSV, grouped by model.',
    }),
  );

/** A field of one row as it was written; empty where it is missing. */
type Field = (name: string) => string;

const daySeconds = 86_400;

/** Milliseconds of an instant in whole seconds since 1970; null for any other text. */
const msOfSeconds = (text: string): number | null => (/^\d{1,11}(?:\.0+)?$/.test(text) ? Number(text) * 1000 : null);

function timeOf(field: Field): Pick<OpenAiUsageRow, 'fromMs' | 'toMs'> | null {
  const fromMs = msOfSeconds(field('start_time')) ?? instantMs(field('start_time_iso'));
  if (fromMs === null) return null;
  const toMs = msOfSeconds(field('end_time')) ?? instantMs(field('end_time_iso')) ?? fromMs + daySeconds * 1000;
  return { fromMs, toMs };
}

/**
 * Audio input, cached or not. `input_audio_tokens` held all of it at first and holds what was not cached since its cached part
 * has a field of its own: which of the two it is, the sum of all parts tells.
 */
function audioOf(count: (name: string) => number, has: (name: string) => boolean): number | null {
  const audio = count('input_audio_tokens');
  const cached = count('input_cached_audio_tokens');
  const fresh = count('input_text_tokens') + audio + count('input_image_tokens');
  const kept = count('input_cached_text_tokens') + cached + count('input_cached_image_tokens');
  const written = count('input_cache_write_tokens') + count('input_cache_write_12h_tokens');
  const input = count('input_tokens');
  if (!has('input_cached_audio_tokens')) return audio <= input ? audio : null;
  if (!has('input_text_tokens') || fresh + kept + written === input)
    return audio + cached <= input ? audio + cached : null;
  return fresh === input ? audio : null;
}

function rowOf(field: Field, where: string): Result<{ row: OpenAiUsageRow }> {
  const time = timeOf(field);
  if (time === null) return bad(`${where} has no time that can be read.`);
  const names = [
    'num_model_requests',
    'input_tokens',
    'output_tokens',
    'input_cached_tokens',
    'input_audio_tokens',
    'input_cached_audio_tokens',
    'output_audio_tokens',
    'input_text_tokens',
    'input_cached_text_tokens',
    'input_image_tokens',
    'input_cached_image_tokens',
    'input_cache_write_tokens',
    'input_cache_write_12h_tokens',
    'seconds',
  ];
  const values = new Map<string, number>();
  for (const name of names) {
    const text = field(name);
    if (text === '') continue;
    const value = /^\d+(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) return bad(`${where}: ${name} is ${repeated(text)}, which is no whole number.`);
    values.set(name, value);
  }
  if (!values.has('num_model_requests')) return bad(`${where} counts no requests: num_model_requests is missing.`);
  const count = (name: string): number => values.get(name) ?? 0;
  const text = (name: string): string | null => (field(name) === '' ? null : field(name));
  return ok({
    row: {
      ...time,
      model: text('model'),
      project: text('project_id'),
      requests: count('num_model_requests'),
      input: count('input_tokens'),
      cachedInput: count('input_cached_tokens'),
      audioInput: audioOf(count, (name) => values.has(name)),
      output: count('output_tokens'),
      audioOutput: count('output_audio_tokens'),
      seconds: values.get('seconds') ?? null,
    },
  });
}

/** Rows that count something; a refusal names the first that cannot be read. */
function rowsOf(
  fields: readonly { readonly field: Field; readonly where: string }[],
): Result<{ rows: OpenAiUsageRow[] }> {
  const rows: OpenAiUsageRow[] = [];
  for (const { field, where } of fields) {
    // A stretch of time without usage has a row without counts.
    if (field('num_model_requests') === '' && field('input_tokens') === '' && field('model') === '') continue;
    const read = rowOf(field, where);
    if (!read.ok) return read;
    if (read.row.requests > 0 || read.row.input > 0 || read.row.output > 0) rows.push(read.row);
  }
  return ok({ rows });
}

const said = (rows: readonly OpenAiUsageRow[], notes: readonly string[]): Result<OpenAiUsage> =>
  rows.length === 0 ? bad('The usage counts nothing.') : ok({ rows, notes });

/** Whether a table has the columns of OpenAI's usage export. */
export const isUsageExport = (header: readonly string[]): boolean =>
  header.some(
    (name) =>
      name
        .replace(/^\uFEFF/, '')
        .trim()
        .toLowerCase() === 'num_model_requests',
  );

/** The usage export of the dashboard, as cells. Refuses the first row that cannot be read, by its number. */
export function usageOfExport(header: readonly string[], rows: readonly (readonly string[])[]): Result<OpenAiUsage> {
  const keys = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const read = rowsOf(
    rows.map((cells, at) => ({
      field: (name) => (cells[keys.indexOf(name)] ?? '').trim(),
      where: `Row ${at + 2}`,
    })),
  );
  return read.ok ? said(read.rows, []) : read;
}

const fieldIn =
  (result: Json, bucket: Json): Field =>
  (name) => {
    const value = atPath(result, name) ?? (/^(?:start|end)_time/.test(name) ? atPath(bucket, name) : undefined);
    return typeof value === 'number' ? String(value) : (asString(value) ?? '');
  };

const partialNote = (from: string): string =>
  `It is one page of several: usage ${from === '' ? 'that follows' : `from ${from} on`} is on the page that it names in next_page, and is not counted.`;

/** An answer of the usage API, one page or several. null: the value is no such answer. */
export function usageOfAnswer(value: Json): Result<OpenAiUsage> | null {
  const buckets = pagesIn(value).flatMap(bucketsOf);
  const results = buckets.flatMap((bucket) => asArray(atPath(bucket, 'results')).map((result) => ({ bucket, result })));
  const isUsage = ({ result }: (typeof results)[number]): boolean =>
    atPath(result, 'num_model_requests') !== undefined ||
    asString(atPath(result, 'object'))?.startsWith('organization.usage.') === true;
  if (!results.some(isUsage)) return null;
  const read = rowsOf(
    results.filter(isUsage).map(({ bucket, result }) => {
      const field = fieldIn(result, bucket);
      const ms = timeOf(field)?.fromMs ?? null;
      return { field, where: ms === null ? 'A bucket' : `The bucket of ${utcDayOf(ms)}` };
    }),
  );
  return read.ok ? said(read.rows, missingFrom(pageLinks(value)).map(partialNote)) : read;
}
