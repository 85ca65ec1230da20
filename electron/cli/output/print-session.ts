import { lookup } from '../../../shared/kit/lookup.ts';
import { plainMoney } from '../../../shared/kit/plain-money.ts';
import { seconds } from '../../../shared/kit/numbers.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { shownPrice } from '../../../shared/pricing/cost.ts';
import type { PriceUnit } from '../../../shared/pricing/price-terms.ts';
import { titled } from '../../../shared/session/titled.ts';
import { failureText } from '../../../shared/session/failure.ts';
import { countedFrom, type CountedFrom, momentNames } from '../../../shared/session/latency.ts';
import { mcpStateWords, mcpTitle } from '../../../shared/session/mcp.ts';
import { accuracyWords } from '../../../shared/usage/estimate-words.ts';
import { optionRows, type SessionReport } from './session-report.ts';
import { indented, textTable } from './terminal-text.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const speakers = lookup<string>({ user: 'you', assistant: 'assistant' });

function headBlock(report: SessionReport): string {
  const { endpoint } = report;
  const where = endpoint.label.includes(endpoint.deployment)
    ? endpoint.label
    : `${endpoint.label}, ${endpoint.deployment}`;
  return textTable(
    [
      ['Session', report.sessionId],
      ['Endpoint', where],
      ['Lasted', seconds(report.durationMs)],
      ['Ended', report.closed?.explanation ?? report.error?.message ?? report.phase],
      ['Folder', report.folder],
    ],
    ['left', 'left'],
  );
}

/** Options that were asked for, with what became of them; nothing where none was. */
function optionsBlock({ options }: SessionReport): string | null {
  const rows = optionRows(options);
  if (rows.length === 0) return null;
  return textTable([['', 'asked', 'in effect', 'default', ''], ...rows], ['left', 'left', 'left', 'left', 'left']);
}

function conversationBlock(report: SessionReport): string {
  const { conversation } = report;
  if (conversation.length === 0) return '  Nobody said anything.';
  return textTable(
    conversation.map((item) => [
      speakers(item.role) ?? item.role,
      item.audioMs > 0 ? seconds(item.audioMs) : '',
      wordsOf(item, report),
    ]),
    ['left', 'right', 'left'],
  );
}

/** What was said, or what an MCP server was asked and gave. */
function wordsOf(item: SessionReport['conversation'][number], { mcp, transcriptions }: SessionReport): string {
  const tool = mcp.find(({ itemId }) => itemId === item.itemId);
  if (tool !== undefined) return toolWords(tool);
  const failure = transcriptions.find(({ itemId }) => itemId === item.itemId)?.failure ?? null;
  const none = failure === null ? '(no transcript)' : `(not transcribed: ${failureText(failure)})`;
  const part = item.phase === null ? '' : `(${item.phase.replaceAll('_', ' ')}) `;
  return `${part}${item.text === '' ? none : item.text}${item.interrupted ? ' (interrupted)' : ''}`;
}

function toolWords(tool: SessionReport['mcp'][number]): string {
  const { state, output, failure, tools } = tool;
  const came = failure === null ? (output ?? tools.join(', ')) : failureText(failure);
  return `${mcpTitle(tool)}, ${mcpStateWords[state]}${came === '' ? '' : `: ${came}`}`;
}

/** How it came out, where something failed; nothing where all went well. A run names what it exits with. */
function outcomeBlock({ outcome }: SessionReport, isRun: boolean): string | null {
  if (outcome.failures.length === 0) return null;
  const rows = outcome.failures.map(({ name, text }) => [name, text]);
  const exit = isRun ? `, exit code ${outcome.code} (${outcome.name})` : '';
  return `Failed${exit}\n${textTable(rows, ['left', 'left'])}`;
}

const source = (row: SessionReport['usage'][number]): string =>
  row.source === 'response'
    ? 'response'
    : row.source === 'other'
      ? 'another event'
      : `transcription ${row.model ?? ''}`.trim();

function usageBlock({ usage }: SessionReport): string {
  if (usage.length === 0) return '  The service reported no usage.';
  return textTable(
    usage.map((row, index) => {
      const before = usage[index - 1];
      const first = before === undefined || source(before) !== source(row);
      return [first ? source(row) : '', row.known ? row.label : row.path, whole.format(row.total), row.unit];
    }),
    ['left', 'left', 'right', 'left'],
  );
}

/** Of 1M tokens in every line, whatever block the list quotes. */
function priceText({ price, per }: { readonly price: string; readonly per: PriceUnit }): string {
  const shown = shownPrice({ price, unit: per });
  return `${shown.price} / ${shown.unit}`;
}

function costBlock({ cost }: SessionReport): string {
  if (cost.lines.length === 0) return '  Nothing to price.';
  const lines = cost.lines.map((line) => [
    line.label,
    whole.format(line.quantity),
    line.unit,
    line.unitPrice === null ? 'no price' : priceText(line.unitPrice),
    line.cost === null ? '?' : plainMoney(line.cost),
  ]);
  const known = cost.lines.some((line) => line.cost !== null);
  const total = known
    ? ['Total', '', '', cost.unpriced.length > 0 ? 'at least' : '', plainMoney(cost.total)]
    : ['Total', '', '', '', 'unknown'];
  return textTable([...lines, total], ['left', 'right', 'left', 'right', 'left']);
}

const said = (amount: string | null): string => (amount === null ? 'unknown' : plainMoney(amount));

/** From the low end to the high end, and how far off estimates were here. */
function expectedBlock({ cost: { expected, accuracy } }: SessionReport): string {
  const { low, best, ifBilled, high, estimated, unpriced } = expected;
  const least = unpriced.length > 0 ? 'at least' : '';
  const rows = [
    ['Expected, low end', least, said(low)],
    ...(estimated ? [['Expected, best estimate', least, best === null ? 'unknown' : `~${plainMoney(best)}`]] : []),
    ['May be billed on top, at most', '', said(ifBilled)],
    ['In all, at most', unpriced.length > 0 ? 'not all priced' : '', said(high)],
  ];
  const words = accuracyWords(accuracy);
  return [
    textTable(rows, ['left', 'right', 'left']),
    ...indented([`${words.charAt(0).toUpperCase()}${words.slice(1)}.`]),
  ].join('\n');
}

const pricedAs = ({ cost }: SessionReport): string => {
  const model = cost.model === null ? 'model unknown' : `${cost.modelGuessed ? 'guessed to be ' : ''}${cost.model}`;
  return `Cost in ${cost.currency}, ${model}, prices ${cost.priceBook}`;
};

const waits: readonly (readonly [keyof SessionReport['latency'], string])[] = [
  ['firstText', 'first text'],
  ['firstAudio', 'first audio'],
  ['audible', 'loudspeaker'],
  ['transcript', 'transcript'],
  ['silence', 'silent after you began'],
  ['silenceAfterWord', 'silent after the service said so'],
];

/** What the waits of the turns count from: the last word alone, or every moment with its number of turns. */
function momentWords({ turns }: SessionReport): string {
  const counted = new Map<CountedFrom, number>();
  for (const { source, endFrom } of turns) {
    if (source === 'asked') continue;
    const from = countedFrom(endFrom);
    counted.set(from, (counted.get(from) ?? 0) + 1);
  }
  const all = [...counted].map(([from, n]) => (counted.size === 1 ? momentNames[from] : `${momentNames[from]} (${n})`));
  return all.length === 0 ? 'the last word' : all.join(', ');
}

/** Nothing measured: no block. The column of the 95th percentile is there where any row has one. */
function latencyBlock(report: SessionReport): string | null {
  const spreads = waits.flatMap(([key, name]) => {
    const spread = report.latency[key];
    return spread === null ? [] : [{ name, spread }];
  });
  if (spreads.length === 0) return null;
  const ranked = spreads.some(({ spread }) => spread.p95Ms !== null);
  const rows = spreads.map(({ name, spread: { medianMs, minMs, maxMs, p95Ms, count } }) => [
    name,
    `${medianMs} ms`,
    `${minMs} ms`,
    `${maxMs} ms`,
    ...(ranked ? [p95Ms === null ? '' : `${p95Ms} ms`] : []),
    String(count),
  ]);
  const head = ['', 'median', 'least', 'most', ...(ranked ? ['p95'] : []), 'n'];
  const table = textTable(
    [head, ...rows],
    ['left', 'right', 'right', 'right', 'right', ...(ranked ? ['right' as const] : [])],
  );
  return `Waits, counted from ${momentWords(report)}\n${table}`;
}

/** Alarms and sentences that no failure tells. */
function notesOf({ alarms, outcome, unfinished }: SessionReport): string[] {
  const failed = outcome.failures.map(({ text }) => text);
  // Several that failed alike are one alarm.
  const together = failed.join(' ');
  const isTold = (text: string): boolean =>
    text !== '' && (failed.some((failure) => failure.endsWith(text)) || together.includes(text));
  return [
    ...alarms.filter(({ text }) => !isTold(text)).map(titled),
    ...unfinished.filter((sentence) => !isTold(sentence)),
  ];
}

/**
 * A session for a reader: who said what, every usage field, what each costs, and what went wrong.
 * @param isRun it has just been run, and the command exits with what came of it
 */
export function printReport(report: SessionReport, isRun = false): string {
  const options = optionsBlock(report);
  const blocks = [
    headBlock(report),
    ...(options === null ? [] : [`Options asked for\n${options}`]),
    `Conversation\n${conversationBlock(report)}`,
    `Usage, as reported\n${usageBlock(report)}`,
    `${visibleLine(pricedAs(report))}, as reported\n${costBlock(report)}`,
    `Expected in ${visibleLine(report.cost.currency)}\n${expectedBlock(report)}`,
  ];
  const latency = latencyBlock(report);
  if (latency !== null) blocks.push(latency);
  const notes = indented(notesOf(report));
  if (notes.length > 0) blocks.push(`To know\n${notes.join('\n')}`);
  const outcome = outcomeBlock(report, isRun);
  if (outcome !== null) blocks.push(outcome);
  return `${blocks.join('\n\n')}\n`;
}
