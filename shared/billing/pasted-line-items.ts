import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { Exact } from '../kit/money.ts';
import { count } from '../kit/numbers.ts';
import { around, type Span } from '../kit/span.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import type { ListPrice } from './day-usage.ts';
import { meterKindOf } from './meter-kind.ts';
import { type ClassifiedMeter, newMeterNote, type ParsedMeter, parseMeterName } from './meter-name.ts';
import { addNumber, type DecimalMark, markOf, noMarkEvidence, plainNumber } from './number-and-date-marks.ts';
import { isVoiceItem, readLineItem } from './openai/line-item.ts';
import { costCell, isAbsent, quantityCell } from './pasted-table-layout.ts';
import { decimalsOf, readAs, tokensFromCost } from './quantity-to-tokens.ts';

/** One line item of OpenAI's with what was billed for it. */
export interface PastedItem {
  readonly line: number;
  readonly meter: ParsedMeter;
  readonly quantity: string;
  /** null: rounding leaves several numbers open, or none can be told. */
  readonly tokens: number | null;
  readonly range?: Span | null;
  readonly cost?: string;
  readonly currency?: string;
  readonly arithmetic: string;
}

/** A line as it was pasted: a name and the one or two amounts behind it. */
interface ItemLine {
  readonly line: number;
  readonly text: string;
  readonly name: string;
  readonly amounts: readonly string[];
}

const isItem = (text: string): boolean => readLineItem(text) !== null;

/** The last amount of a line, set off from what stands before it: `… input 640`, `… input   $0.0384`, `… input | <$0.01`. */
const lastAmount =
  /^(.*?\S)(?:\s*[\t:;=|]\s*|\s*,\s+|\s+)(<?\s*(?:US\$|[$€£])?\s*\d[\d.,]*(?:e-?\d+)?\s*[km]?(?:\s*(?:tokens?|[A-Z]{3}|€))?)\s*$/i;

/** `Cost: $5.28`, alone on its line under the item that it is of. */
const amountAlone =
  /^(?:cost|amount|total cost|tokens|quantity)?\s*:?\s*(<?\s*(?:US\$|[$€£])?\s*\d[\d.,]*\s*(?:tokens?|[A-Z]{3}|€)?)$/i;

/** A line's name and amounts. The date in a model's name is no amount: it has no space before it. */
function partsOf(text: string): Pick<ItemLine, 'name' | 'amounts'> {
  let name = text.replace(/^\s*(?:[-*•]\s+)?\|?\s*/, '').replace(/\s*\|?\s*$/, '');
  const amounts: string[] = [];
  for (let found = lastAmount.exec(name); found !== null && amounts.length < 2; found = lastAmount.exec(name)) {
    amounts.unshift((found[2] ?? '').trim());
    name = (found[1] ?? '').trim();
    if (isItem(name) && !lastAmount.test(name)) break;
  }
  return { name: name.replace(/[,:;|]\s*$/, ''), amounts };
}

/** The text's lines; an amount that stands alone belongs to the line before it. */
function itemLines(text: string): ItemLine[] {
  const lines: ItemLine[] = [];
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const alone = amountAlone.exec(line)?.[1];
    const last = lines.at(-1);
    if (alone !== undefined && last !== undefined && last.amounts.length === 0) {
      lines[lines.length - 1] = { ...last, text: `${last.text} ${line}`, amounts: [alone.trim()] };
    } else lines.push({ line: at + 1, text: line, ...partsOf(line) });
  }
  return lines;
}

interface Money {
  readonly digits: string;
  readonly currency: string;
  readonly below: boolean;
}

const bad = ({ line, text }: ItemLine, what: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', `Line ${line} ${what}: ${repeated(text)}.`, { nextStep }));

const moneyOf = (amount: string, titled: boolean): Money | null => {
  const cell = costCell(amount, titled);
  return cell === null ? null : { digits: cell.digits, currency: cell.currency ?? 'USD', below: cell.below };
};

interface Reading {
  readonly mark: DecimalMark;
  /** Words over the amounts, or before each, say that they are money. */
  readonly titled: boolean;
  /** Decimals that costs are written with, by currency. */
  readonly decimals: ReadonlyMap<string, number>;
  readonly listPrice: ListPrice;
  readonly notes: string[];
}

/** Tokens that a cost stands for at list price, as far as its decimals decide them. */
function fromMoney(
  item: ItemLine,
  meter: ClassifiedMeter,
  plain: string,
  { currency, below }: Money,
  { decimals, listPrice, notes }: Reading,
): Pick<PastedItem, 'tokens' | 'range' | 'arithmetic'> {
  const none = { tokens: null, range: null, arithmetic: `${below ? '<' : ''}${plain} ${currency}` };
  if (meterKindOf(meter) === null) return none;
  const price = listPrice(meter, currency);
  if (price === null) {
    notes.push(`Line ${item.line}, ${meter.name}: there is no list price in ${currency} to work its tokens out by.`);
    return none;
  }
  if (below) {
    const most = new Exact(plain).times(1_000_000).div(price).ceil().toNumber();
    notes.push(`Line ${item.line}, ${meter.name}: less than ${plain} ${currency} is fewer than ${count(most)} tokens.`);
    return { ...none, range: { low: 0, high: most } };
  }
  const worked = tokensFromCost(plain, price, decimals.get(currency) ?? 0);
  if (worked.kind === 'tokens') return { tokens: worked.tokens, range: null, arithmetic: worked.arithmetic };
  notes.push(`Line ${item.line}, ${meter.name}: ${worked.sentence}`);
  return { ...none, range: worked.kind === 'too coarse' ? around(worked.tokens, worked.giveOrTake) : null };
}

/** One line of an item that is understood, or what is wrong with its amounts. */
function itemOf(item: ItemLine, meter: ClassifiedMeter, reading: Reading): Result<{ row: PastedItem }> {
  const { line, amounts } = item;
  const { mark, titled } = reading;
  const money = amounts.flatMap((amount) => moneyOf(amount, titled && amounts.length === 1) ?? [])[0] ?? null;
  const counted = amounts.find((amount) => moneyOf(amount, titled && amounts.length === 1) === null);
  const plainCost = money === null ? null : plainNumber(money.digits, mark);
  if (money !== null && plainCost === null) return bad(item, 'holds a cost that cannot be read', 'Copy it again.');
  const charge =
    money === null || plainCost === null || money.below ? {} : { cost: plainCost, currency: money.currency };
  if (counted === undefined) {
    if (money === null || plainCost === null) return bad(item, 'holds no amount', 'Write what was billed behind it.');
    return ok({
      row: { line, meter, quantity: plainCost, ...charge, ...fromMoney(item, meter, plainCost, money, reading) },
    });
  }
  const cell = quantityCell(counted);
  const plain = cell === null ? null : plainNumber(cell.digits, mark);
  if (cell === null || plain === null) return bad(item, 'holds an amount that cannot be read', 'Copy it again.');
  if (meter.unit === 'hours') {
    return ok({ row: { line, meter, quantity: plain, tokens: null, ...charge, arithmetic: `${plain} hours` } });
  }
  const read = readAs(new Exact(plain), cell.multiple ?? 1);
  if (read === null) {
    return bad(
      item,
      `holds ${plain}, which is no whole number of tokens and not said to be money`,
      'Write $ before costs.',
    );
  }
  return ok({ row: { line, meter, quantity: plain, tokens: read.tokens, ...charge, arithmetic: read.arithmetic } });
}

/** Notes for lines that are not compared; null: it is one that is read. */
function passedOver({ line, name, amounts }: ItemLine, meter: ParsedMeter, isFirst: boolean): string | null {
  if (/^(grand )?(sub)?total\b/i.test(name)) return `Line ${line} is a sum and is left out.`;
  if (meter.kind === 'classified') {
    return amounts.every(isAbsent) ? `Line ${line} has no amount: ${name} counts as a meter without a row.` : null;
  }
  // The words over the amounts.
  if (isFirst && amounts.length === 0) return '';
  const why = isVoiceItem(name) ? meter.reason : 'it is no line item of a model that hears or speaks';
  return `Line ${line}, ${repeated(name)}, is not compared: ${why}.`;
}

const titles = /\b(?:costs?|usd|amount|spend)\b|\$/i;

/**
 * Line items of OpenAI's dashboard as people paste them, each with its tokens or its cost on its own line or on the next. Costs are
 * worked back to tokens at list price, to a range where they are rounded. null: the text is no list of line items.
 */
export function readPastedItems(
  text: string,
  listPrice: ListPrice,
): Result<{ rows: readonly PastedItem[]; notes: readonly string[] }> | null {
  const lines = itemLines(text);
  const items = lines.filter(({ name }) => isItem(name));
  if (items.length * 2 < lines.length || !items.some(({ name }) => readLineItem(name)?.kind === 'classified'))
    return null;
  if (items.every(({ amounts }) => amounts.length === 0)) return null;
  const titled =
    lines.some(({ amounts, text: said }) => amounts.length === 0 && titles.test(said)) || /^cost\b/im.test(text);
  const amounts = lines.flatMap((line) => line.amounts);
  const evidence = amounts.reduce((seen, one) => addNumber(seen, one.replaceAll(/[^\d.,-]/g, '')), noMarkEvidence);
  const found = markOf(evidence);
  const mark: DecimalMark = found === ',' ? ',' : '.';
  const decimals = new Map<string, number>();
  for (const line of items) {
    for (const money of line.amounts.flatMap((one) => moneyOf(one, titled && line.amounts.length === 1) ?? [])) {
      const plain = plainNumber(money.digits, mark) ?? '';
      decimals.set(money.currency, Math.max(decimals.get(money.currency) ?? 0, decimalsOf(plain)));
    }
  }
  const notes: string[] = [];
  const rows: PastedItem[] = [];
  const reading: Reading = { mark, titled, decimals, listPrice, notes };
  for (const [at, line] of lines.entries()) {
    const meter = parseMeterName(line.name);
    const note = passedOver(line, meter, at === 0);
    if (note !== null) {
      if (note !== '') notes.push(note);
      continue;
    }
    if (meter.kind === 'unclassified') continue;
    const news = newMeterNote(meter);
    if (news !== null) notes.push(`Line ${line.line}, ${news}`);
    const row = itemOf(line, meter, reading);
    if (!row.ok) return row;
    rows.push(row.row);
  }
  if (rows.some(({ cost, arithmetic }) => cost !== undefined && / \/ /.test(arithmetic))) {
    notes.unshift('Tokens are worked out from the costs at list price, for these lines have no quantity.');
  }
  return ok({ rows, notes });
}
