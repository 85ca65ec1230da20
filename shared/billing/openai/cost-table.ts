import { instantMs, utcDayOf } from '../../kit/dates.ts';
import { asArray, asString, atPath, isJsonObject, type Json } from '../../kit/json.ts';
import { exactOf } from '../../kit/money.ts';
import { readLineItem, unsplitCosts } from './line-item.ts';

/** A table of costs or of usage, as the columns of an export. */
export interface OpenAiTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Columns of OpenAI's cost export that say anything about a bill; an answer of the costs API is laid out in them too. */
const rawColumns = [
  'start_time',
  'end_time',
  'start_time_iso',
  'amount_value',
  'amount_currency',
  'quantity',
  'quantity_unit',
  'line_item',
  'project_id',
  'project_name',
  'organization_id',
  'organization_name',
] as const;
type RawColumn = (typeof rawColumns)[number];

/** What a row of OpenAI's costs becomes, in the names by which the importer knows columns. */
export const costHeader = [
  'Date',
  'OpenAI line item',
  'Quantity',
  'Cost',
  'Currency',
  'Resource',
  'Subscription',
] as const;

const daySeconds = 86_400;

/** The UTC day of a bucket; empty for one longer than a day, which no day can be told of, and where no time can be read. */
function dayOfBucket(start: string, end: string, iso: string): string {
  const seconds = exactOf(start);
  if (seconds === null) {
    const ms = instantMs(iso);
    return ms === null ? '' : utcDayOf(ms);
  }
  const until = exactOf(end);
  const isLonger = until !== null && until.minus(seconds).gt(daySeconds);
  const ms = seconds.times(1000).toNumber();
  return isLonger || !Number.isSafeInteger(ms) || Math.abs(ms) > 8.64e15 ? '' : utcDayOf(ms);
}

/** What one of a unit is in tokens or hours; units of anything else are no usage of a voice model. */
const units = new Map<string, { readonly times: number; readonly by: number }>([
  ['tokens', { times: 1, by: 1 }],
  ['1000_tokens', { times: 1000, by: 1 }],
  ['duration_hours', { times: 1, by: 1 }],
  ['duration_minutes', { times: 1, by: 60 }],
  ['duration_seconds', { times: 1, by: 3600 }],
]);

/** Digits kept of a time in hours, which need not end: far below a microsecond. */
const hourDecimals = 20;

/** A quantity in tokens or hours. A unit that is neither leaves it unreadable: `5 images`. */
function inUnits(quantity: string, unit: string): string {
  if (quantity === '' || unit === '') return quantity;
  const known = units.get(unit.toLowerCase());
  const value = exactOf(quantity);
  if (known === undefined || value === null) return `${quantity} ${unit}`;
  return value.times(known.times).div(known.by).toDecimalPlaces(hourDecimals).toFixed();
}

/** An amount with all its digits, without an exponent: the decimals that it is written with say how far it is rounded. */
function inDigits(amount: string): string {
  const value = /e/i.test(amount) ? exactOf(amount) : null;
  return value === null ? amount : value.toFixed();
}

/** One row of OpenAI's costs as a row of `costHeader`. A day on which nothing was billed has a row without an amount: it is empty. */
function costRow(cell: (column: RawColumn) => string): string[] {
  const amount = cell('amount_value');
  const item = cell('line_item');
  if (amount === '' && item === '') return costHeader.map(() => '');
  const unit = cell('quantity_unit');
  const byTime = /^duration_/i.test(unit) && !/\b(?:duration|whisper)\b/i.test(item);
  return [
    dayOfBucket(cell('start_time'), cell('end_time'), cell('start_time_iso')),
    item === '' ? unsplitCosts : byTime ? `${item}, duration` : item,
    inUnits(cell('quantity'), unit),
    inDigits(amount),
    cell('amount_currency').toUpperCase(),
    // Ids first: answers of the API have no names, and one project is one resource however it was exported.
    cell('project_id') || cell('project_name'),
    cell('organization_id') || cell('organization_name'),
  ];
}

const keyOf = (name: string): string =>
  name
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();

/** Reads rows of a cost export of OpenAI's dashboard, by its header; null: the header is that of another table. */
export function costRowsOf(header: readonly string[]): ((cells: readonly string[]) => string[]) | null {
  const keys = header.map(keyOf);
  if (!keys.includes('amount_value') || !keys.some((key) => key === 'start_time' || key === 'start_time_iso'))
    return null;
  const at = new Map(rawColumns.map((column) => [column, keys.indexOf(column)] as const));
  const needed =
    1 + Math.max(...(['amount_value', 'line_item', 'start_time'] as const).map((one) => at.get(one) ?? -1));
  return (cells) => {
    // A row of another length has moved or is cut, which the importer says.
    if (cells.length > header.length) return [...costHeader.map(() => ''), ...cells];
    if (cells.length < needed) return cells.slice(0, 1);
    return costRow((column) => (cells[at.get(column) ?? -1] ?? '').trim());
  };
}

/** A value of an answer as a cell. Numbers are read as text, so that none loses a digit. */
const cellAt = (value: Json, path: string): string => {
  const found = atPath(value, path);
  return typeof found === 'number' ? String(found) : (asString(found) ?? '');
};

/** Pages of an answer: one, several in a list, or one a line. */
export const pagesIn = (value: Json): readonly Json[] => {
  if (Array.isArray(value)) return value.flatMap((one: Json) => pagesIn(one));
  return asArray(atPath(value, 'data')).some((bucket) => Array.isArray(atPath(bucket, 'results'))) ||
    (asString(atPath(value, 'object')) === 'page' && atPath(value, 'has_more') !== undefined)
    ? [value]
    : [];
};

/** The stretches of time of a page. */
export const bucketsOf = (page: Json | undefined): readonly Json[] => asArray(atPath(page, 'data'));

/** Where a page begins, and where the page that it names would: seconds since 1970 as text; null: it names none. */
export interface PageLink {
  readonly begins: string;
  readonly next: string | null;
}

/** How the pages of an answer lie one after another; empty for any other JSON. */
export const pageLinks = (value: Json): readonly PageLink[] =>
  pagesIn(value).map((page) => {
    const buckets = bucketsOf(page);
    const further = atPath(page, 'has_more') === true || cellAt(page, 'next_page') !== '';
    return {
      begins: cellAt(buckets[0] ?? null, 'start_time'),
      next: further ? cellAt(buckets.at(-1) ?? null, 'end_time') : null,
    };
  });

/** The UTC days from which on pages are named and not there; an empty text where no day can be told. */
export const missingFrom = (links: readonly PageLink[]): readonly string[] => {
  const begins = new Set(links.flatMap((link) => (link.begins === '' ? [] : [link.begins])));
  return links.flatMap(({ next }) => (next === null || begins.has(next) ? [] : [dayOfBucket(next, next, '')]));
};

/** What is said of a page that is missing. `from`: the first UTC day on it; empty: not known. */
export const missingPageNote = (from: string): string =>
  `One page of several is missing: the costs ${from === '' ? 'that follow' : `from ${from} on`} are on a page that next_page names. Ask for it with page= and give all pages, one a line of a file; or let Voxtally fetch them.`;

/**
 * The rows of an answer of OpenAI's costs or usage API under one header: `costHeader` for costs, the names of its own fields for
 * usage. null: it is no such answer.
 */
export function openAiTable(value: Json): OpenAiTable | null {
  const pages = pagesIn(value);
  if (pages.length === 0) return null;
  const buckets = pages.flatMap(bucketsOf);
  const results = buckets.flatMap((bucket) => asArray(atPath(bucket, 'results')).map((result) => ({ bucket, result })));
  const usage = results.find(({ result }) => atPath(result, 'num_model_requests') !== undefined)?.result;
  if (isJsonObject(usage)) return { header: Object.keys(usage), rows: [] };
  const rows = results.map(({ bucket, result }) =>
    costRow((column) => {
      switch (column) {
        case 'start_time':
        case 'end_time':
        case 'start_time_iso':
          return cellAt(bucket, column);
        case 'amount_value':
          return cellAt(result, 'amount.value');
        case 'amount_currency':
          return cellAt(result, 'amount.currency');
        default:
          return cellAt(result, column);
      }
    }),
  );
  return { header: costHeader, rows };
}

/** Why a table of OpenAI's is no bill, and where it belongs. */
interface NoBill {
  readonly message: string;
  readonly nextStep: string;
}

const costsAre =
  'The bill itself is the cost export of the dashboard, or an answer of the costs API, grouped by line item.';

/** What a table by this header is in place of a bill: usage without money, or line items copied from the dashboard; null: neither. */
export function noBillOf(header: readonly string[]): NoBill | null {
  const keys = header.map(keyOf);
  if (keys.includes('num_model_requests') && !keys.includes('amount_value')) {
    return {
      message: 'This is usage as OpenAI counted it, and no bill: it holds no money.',
      nextStep: `Give it as a witness beside the bill: --metrics FILE on the command line, "Add counts" under the bill in the window. ${costsAre}`,
    };
  }
  const line = header.map((name) => name.trim()).join(', ');
  return readLineItem(line)?.kind === 'classified'
    ? {
        message: 'These are line items as the dashboard shows them, which name no day.',
        nextStep: `Paste them as meters of the bill, or give them with --meters FILE. ${costsAre}`,
      }
    : null;
}
