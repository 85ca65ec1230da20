import { utcDayOf } from '../../kit/dates.ts';
import { columnMakers, type TableColumn } from '../../kit/documents/columns.ts';
import { toMillionth } from '../../kit/numbers.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { entryName } from '../../pricing/price-terms.ts';
import { type PriceField, priceFields } from '../../usage/fields.ts';
import { addAmounts } from '../../usage/ledger.ts';
import { statusWord } from '../view.ts';
import type { ExpectedRow } from '../costs/expected-rows.ts';
import { modelNameOf, type UsageRow } from './usage-rows.ts';

const { text, maybe, instant, flag, maybeCount, maybeWhole, decimal, maybeDecimal } = columnMakers<UsageRow>();

const shown = (value: string | null | undefined): string | null => {
  const line = visibleLine(value ?? '');
  return line === '' ? null : line;
};

/** The latest instant with a year of four digits. */
const lastInstantMs = Date.UTC(9999, 11, 31, 23, 59, 59);

const instantOf = ({ session: { startMs } }: UsageRow, ms: number): string =>
  new Date(Math.min(Math.max(startMs + ms, startMs), lastInstantMs)).toISOString();

const hostOf = ({ session: { view } }: UsageRow): string | null => {
  const url = view.header?.endpoint.url ?? '';
  return URL.canParse(url) ? shown(new URL(url).hostname.toLowerCase()) : null;
};

/** Counts of a `usage` object under the names of the table. A count that a report does not state is empty, never 0. */
const reportedCounts: readonly (readonly [column: string, path: string])[] = [
  ['total_tokens', 'total_tokens'],
  ['input_tokens', 'input_tokens'],
  ['input_text_tokens', 'input_token_details.text_tokens'],
  ['input_audio_tokens', 'input_token_details.audio_tokens'],
  ['input_image_tokens', 'input_token_details.image_tokens'],
  ['cached_tokens', 'input_token_details.cached_tokens'],
  ['cached_text_tokens', 'input_token_details.cached_tokens_details.text_tokens'],
  ['cached_audio_tokens', 'input_token_details.cached_tokens_details.audio_tokens'],
  ['cached_image_tokens', 'input_token_details.cached_tokens_details.image_tokens'],
  ['output_tokens', 'output_tokens'],
  ['output_text_tokens', 'output_token_details.text_tokens'],
  ['output_audio_tokens', 'output_token_details.audio_tokens'],
  ['output_reasoning_tokens', 'output_token_details.reasoning_tokens'],
];

/** What a meter counts, under the names of the table. `audio_in` is what was not cached: a meter of its own counts cached tokens. */
const meterNames: Readonly<Record<PriceField, string>> = {
  audio_in: 'audio_in_tokens',
  audio_cached: 'audio_cached_tokens',
  audio_out: 'audio_out_tokens',
  text_in: 'text_in_tokens',
  text_cached: 'text_cached_tokens',
  text_out: 'text_out_tokens',
  image_in: 'image_in_tokens',
  image_cached: 'image_cached_tokens',
  duration: 'transcribed_seconds',
};

type Amount = (amount: ExpectedRow) => number;

const sumOn = ({ amounts }: UsageRow, isMeant: (amount: ExpectedRow) => boolean, of: Amount): number =>
  amounts.filter(isMeant).reduce((sum, amount) => addAmounts(sum, of(amount)), 0);

/** Three columns of each meter: the best estimate, and what it is at the low and at the high end. All alike where it was reported. */
const meterColumns = priceFields.flatMap((field): TableColumn<UsageRow>[] => {
  const isMeant = ({ line }: ExpectedRow): boolean => line.field === field;
  const column = (end: string, of: Amount): TableColumn<UsageRow> => {
    const name = `expected_${meterNames[field]}${end}`;
    return field === 'duration'
      ? decimal(name, (row) => sumOn(row, isMeant, of))
      : maybeWhole(name, (row) => sumOn(row, isMeant, of));
  };
  return [
    column('', ({ quantity }) => quantity),
    column('_low', ({ low }) => low),
    column('_high', ({ high }) => high),
  ];
});

const latency =
  (of: (row: UsageRow) => number | null | undefined) =>
  (row: UsageRow): number | null => {
    const ms = of(row);
    return ms === null || ms === undefined ? null : toMillionth(ms);
  };

/** The columns of the flat usage table. A new column is one entry here; docs/usage-table.md says what each holds. */
export const usageColumns: readonly TableColumn<UsageRow>[] = [
  text('session_id', ({ session }) => visibleLine(session.sessionId)),
  instant('session_started_at', (row) => instantOf(row, 0)),
  text('kind', ({ work }) => work.kind),
  maybeCount('response_number', ({ response }) => response?.number ?? null),
  maybe('response_id', ({ response }) => shown(response?.id)),
  maybe('item_id', ({ item }) => shown(item?.id)),
  text('day', (row) => utcDayOf(Date.parse(instantOf(row, row.atMs)))),
  instant('ended_at', (row) => instantOf(row, row.atMs)),
  maybeDecimal(
    'created_ms',
    latency(({ response, item }) => response?.createdMs ?? item?.startMs),
  ),
  maybeDecimal(
    'first_text_ms',
    latency(({ response }) => response?.firstTextMs),
  ),
  maybeDecimal(
    'first_audio_ms',
    latency(({ response }) => response?.firstAudioMs),
  ),
  maybeDecimal(
    'ended_ms',
    latency(({ response, item }) => response?.doneMs ?? item?.transcription?.completedMs),
  ),
  maybe('status', ({ response, item }) =>
    response === null ? (item?.transcription?.status ?? null) : shown(statusWord(response)),
  ),
  maybe('status_reason', ({ response }) => shown(response?.statusReason)),
  text('basis', ({ basis }) => basis),
  maybe('endpoint_kind', ({ session: { view } }) => shown(view.header?.endpoint.kind)),
  maybe('endpoint_host', hostOf),
  maybe('deployment', ({ session: { view } }) => shown(view.header?.endpoint.deployment)),
  maybe('profile', ({ session: { view } }) => shown(view.header?.profile)),
  maybe('model', (row) => shown(modelNameOf(row))),
  maybe('priced_as', ({ amounts, session: { model } }) =>
    shown(amounts[0]?.line.pricedAs ?? (model === null ? null : entryName(model))),
  ),
  ...reportedCounts.map(([name, path]) =>
    maybeWhole(`reported_${name}`, ({ reported }) => reported?.get(path) ?? null),
  ),
  maybeDecimal('reported_transcribed_seconds', ({ reported }) => reported?.get('seconds') ?? null),
  maybeDecimal('reported_cost', ({ reportedCost }) => reportedCost),
  ...meterColumns,
  decimal('expected_other_amounts', (row) =>
    sumOn(
      row,
      ({ line }) => line.field === 'not_understood',
      ({ quantity }) => quantity,
    ),
  ),
  maybeDecimal('expected_cost', ({ costs }) => costs.best),
  maybeDecimal('expected_cost_low', ({ costs }) => costs.low),
  maybeDecimal('expected_cost_high', ({ costs }) => costs.high),
  maybeDecimal('if_billed_cost', ({ costs }) => costs.ifBilled),
  flag('unpriced', ({ unpriced }) => unpriced),
  text('currency', ({ session }) => session.book.currency),
  text('price_book', ({ session }) => visibleLine(session.book.id)),
  maybe('record', ({ session: { view } }) => view.record?.digest ?? null),
  text('voxtally_version', ({ session }) => session.app),
];
