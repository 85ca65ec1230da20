import { extname } from 'node:path';
import type { Conventions } from '../../../shared/billing/columns/conventions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable } from '../../../shared/foreign/repeated.ts';
import { readFlags } from '../flags/flags.ts';
import { planFormats, type Outputs } from './outputs.ts';
import { lookup } from '../../../shared/lookup.ts';

const flags = {
  usage: { type: 'string' },
  sessions: { type: 'string', multiple: true },
  meters: { type: 'string' },
  bill: { type: 'string', multiple: true },
  model: { type: 'string' },
  resource: { type: 'string' },
  day: { type: 'string' },
  dates: { type: 'string' },
  decimals: { type: 'string' },
  metrics: { type: 'string' },
  prices: { type: 'string' },
  others: { type: 'string', multiple: true },
  html: { type: 'string' },
  csv: { type: 'string' },
  markdown: { type: 'string' },
  plan: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Flags that take every word up to the next flag: `--sessions DIR DIR`. */
const lists = ['--sessions', '--bill', '--others'];

/** The same command line with the flag before each of its words. */
function spread(args: readonly string[]): string[] {
  let list: string | null = null;
  let first = false;
  return args.flatMap((arg) => {
    if (arg.startsWith('--')) {
      list = lists.includes(arg) ? arg : null;
      first = true;
      return [arg];
    }
    const again = list !== null && !first;
    first = false;
    return again && list !== null ? [list, arg] : [arg];
  });
}

/** What `voxtally reconcile` is asked to do. */
export interface ReconcilePlan {
  readonly reported: { readonly usage: string } | { readonly sessions: readonly string[] };
  readonly billed: { readonly meters: string } | { readonly bills: readonly string[] };
  readonly model: string | undefined;
  readonly resource: string | undefined;
  readonly day: string | undefined;
  readonly answers: Partial<Conventions>;
  /** What Azure Monitor counted. */
  readonly metrics: string | undefined;
  /** Id of the price book; undefined: the newest list in US dollars. */
  readonly prices: string | undefined;
  /** Other sessions that may be on the same meters. */
  readonly others: readonly string[];
  readonly outputs: Outputs;
  readonly json: boolean;
}

const bad = (message: string): Result<never> => refuse(benchError('invalid-argument', message));

const orders = lookup<Conventions['dateOrder']>({
  'month-first': 'month-first',
  'day-first': 'day-first',
});
const marks = lookup<Conventions['decimalMark']>({ point: '.', comma: ',' });

/** The plan of a command line, or what is missing from it. */
export function reconcilePlan(args: readonly string[]): Result<{ plan: ReconcilePlan }> {
  const read = readFlags('reconcile', spread(args), flags);
  if (!read.ok) return read;
  const { usage, sessions, meters, bill, model, resource, day, dates, decimals, json } = read.values;
  const { html, csv, markdown, plan, metrics, others, prices } = read.values;
  if ((usage === undefined) === (sessions === undefined)) {
    return bad('voxtally reconcile needs --usage FILE or --sessions DIR, one of the two.');
  }
  if ((meters === undefined) === (bill === undefined)) {
    return bad('voxtally reconcile needs --meters FILE or --bill FILE, one of the two.');
  }
  if ([usage, meters, metrics, ...(bill ?? [])].filter((path) => path === '-').length > 1) {
    return bad('Only one of the files can be standard input.');
  }
  if (meters !== undefined && (day !== undefined || resource !== undefined)) {
    return bad('--day and --resource choose rows of --bill; a table of --meters is taken whole.');
  }
  if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
    return bad(`--day is a UTC day YYYY-MM-DD, not ${repeatable(day)}.`);
  const dateOrder = dates === undefined ? undefined : orders(dates);
  if (dates !== undefined && dateOrder === undefined)
    return bad(`--dates is month-first or day-first, not ${repeatable(dates)}.`);
  const decimalMark = decimals === undefined ? undefined : marks(decimals);
  if (decimals !== undefined && decimalMark === undefined)
    return bad(`--decimals is point or comma, not ${repeatable(decimals)}.`);
  if (plan !== undefined && !planFormats.has(extname(plan).toLowerCase())) {
    return bad(
      `--plan writes a file that ends in ${[...planFormats.keys()].join(' or ')}, not ${repeatable(plan, 300)}.`,
    );
  }
  return ok({
    plan: {
      reported: usage === undefined ? { sessions: sessions ?? [] } : { usage },
      billed: meters === undefined ? { bills: bill ?? [] } : { meters },
      model,
      resource,
      day,
      answers: {
        ...(dateOrder === undefined ? {} : { dateOrder }),
        ...(decimalMark === undefined ? {} : { decimalMark }),
      },
      metrics,
      prices,
      others: others ?? [],
      outputs: { html, csv, markdown, plan },
      json,
    },
  });
}
