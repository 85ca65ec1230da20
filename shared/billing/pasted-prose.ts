import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { lookup } from '../kit/lookup.ts';
import { Exact } from '../kit/money.ts';
import { count } from '../kit/numbers.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { countsInWords, type WordCounts, withoutMoney } from '../usage/counts-in-words.ts';
import { cachedPath, inputPath, responsePath } from '../usage/fields.ts';
import type { ListPrice } from './day-usage.ts';
import { parseMeterName } from './meter-name.ts';

/** A text that names meters and quantities as a table of them, a meter a line. */
interface Tabled {
  readonly rows: number;
  readonly table: string;
  readonly notes: readonly string[];
}

/** Meters by the place that running text names, under plain names. */
const meterOf = lookup<string>({
  [inputPath('audio')]: 'audio in',
  [inputPath('text')]: 'text in',
  [cachedPath('audio')]: 'audio cached in',
  [cachedPath('text')]: 'text cached in',
  [responsePath('audioOut')]: 'audio out',
  [responsePath('textOut')]: 'text out',
});

/** Where a sentence goes on to the next meter. A comma between digits groups them. */
const between = /\s*[;\n]\s*|,\s+|\s+(?:and|plus|&)\s+|\.(?=\s|$)/i;
const amount = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e-?\d+)?[km]?$/i;
const isUnit = (word: string): boolean => /^tokens?$/i.test(word);
/** Words that lead from a meter to its quantity. */
const leading = /^(?:[:=\u2013\u2014-]|is|was|were|are|of|at|shows?|has|had|with|billed|says?|holds?|comes?|to|for)$/i;
const isWhole = (text: string): boolean => new Exact(text.replaceAll(',', '')).isInteger();

const telling = /\b(?:aud(?:io)?|te?xt|input|output|cached)\b/i;
const classified = (name: string): boolean => parseMeterName(name).kind === 'classified';

/**
 * A meter's name at the end of a phrase, prose before it and `shows` behind it taken off: `the meter gpt rt aud mn in gl 1215`.
 * null: it ends in none, or what is before the name says something of meters too.
 */
function nameIn(words: readonly string[]): string | null {
  const to = words.findLastIndex((word) => !leading.test(word)) + 1;
  for (let from = 0; from < to; from += 1) {
    const before = words.slice(0, from).join(' ');
    if (/\d/.test(before) || telling.test(before)) return null;
    const name = words.slice(from, to).join(' ').replace(/[:=]$/, '').trim();
    if (classified(name)) return name;
  }
  return null;
}

/**
 * Of two plain numbers behind a meter, the quantity: where one is what the other costs at list price. null: nothing tells
 * which of them it is.
 */
function quantityOf(name: string, numbers: readonly string[], listPrice: ListPrice): string | null {
  const [one, other] = numbers;
  if (one === undefined || numbers.length > 2) return null;
  if (other === undefined) return one;
  const meter = parseMeterName(name);
  const price = meter.kind === 'classified' ? listPrice(meter, 'USD') : null;
  if (price === null || /[km]$/i.test(one) || /[km]$/i.test(other)) return null;
  const costs = (tokens: string, cost: string): boolean => {
    const plain = cost.replaceAll(',', '');
    const decimals = new Exact(plain).decimalPlaces();
    const due = new Exact(tokens.replaceAll(',', '')).times(price).div(1_000_000).toDecimalPlaces(decimals);
    return isWhole(tokens) && !isWhole(cost) && due.eq(plain);
  };
  return costs(one, other) ? one : costs(other, one) ? other : null;
}

type Piece = { readonly kind: 'row'; readonly row: string } | { readonly kind: 'both'; readonly sentence: string };

/** A phrase that is a meter and its quantity, money beside it left aside; null: it is none. */
function pieceOf(phrase: string, listPrice: ListPrice): Piece | null {
  const words = withoutMoney(phrase)
    .split(/[\s,]+(?!\d{3}(?!\d))|\s+/)
    .map((word) => word.replaceAll(/^["'`*(]+|["'`*)]+$/g, ''))
    .filter((word) => word !== '' && !isUnit(word));
  const firstNumber = words.findLastIndex((word) => !amount.test(word)) + 1;
  // A version is a number too, and a part of the name: `gpt rt aud mn in gl 1215 640`.
  for (let at = words.length - 1; at >= Math.max(1, firstNumber); at -= 1) {
    const name = nameIn(words.slice(0, at));
    const numbers = words.slice(at);
    if (name === null) continue;
    if (numbers.length === 1 && classified(`${name} ${numbers[0] ?? ''}`)) return null;
    const quantity = quantityOf(name, numbers, listPrice);
    if (quantity !== null) return { kind: 'row', row: `${name}\t${quantity}` };
    const beside = `${repeated(name)} has ${numbers.join(' and ')} beside it`;
    return { kind: 'both', sentence: `${beside}, and nothing says which of them was billed` };
  }
  return null;
}

const advice = 'Write one meter and its quantity a line, for example: gpt rt aud mn in gl 1215, 640.';
const bad = (sentence: string): Result<never> =>
  refuse(benchError('invalid-argument', `${sentence}.`, { nextStep: advice }));

/** Phrases that are meters and quantities, all that hold a number; null: one of them is something else. */
function fromPhrases(text: string, listPrice: ListPrice): Result<Tabled> | null {
  const rows: string[] = [];
  for (const phrase of withoutMoney(text).split(between)) {
    if (!/\d/.test(phrase)) continue;
    const piece = pieceOf(phrase, listPrice);
    if (piece === null) return null;
    if (piece.kind === 'both') return bad(piece.sentence);
    rows.push(piece.row);
  }
  return rows.length === 0 ? null : ok({ rows: rows.length, table: rows.join('\n'), notes: [] });
}

const modelName = /\bgpt-(?:4o-)?(?:mini-)?realtime(?:[\w.-]*\w)?/gi;

const wordsOf = (counts: WordCounts): string =>
  [...counts].map(([place, tokens]) => `${meterOf(place) ?? place} ${count(tokens)}`).join(', ');

/** Counts by kind and direction in running text: `640 audio input tokens and 357 text input tokens`. */
function fromWords(text: string): Result<Tabled> | null {
  const read = countsInWords(text);
  if (read.kind === 'none') return null;
  if (read.kind === 'unclear') return bad(`${repeated(read.quote)} cannot be told to be tokens of a meter`);
  if (read.kind === 'several') {
    const [one, other] = read.readings.map((responses) => responses.map(wordsOf).join('; '));
    return bad(`The text can be read as ${one}, and as ${other}`);
  }
  const [counts, again] = read.responses;
  if (counts === undefined) return null;
  if (again !== undefined) {
    return bad(`The text counts the same meters twice: ${wordsOf(counts)}, and ${wordsOf(again)}`);
  }
  const meters = [...counts].flatMap(([place, tokens]) => {
    const meter = meterOf(place);
    return meter === undefined ? [] : [`${meter}\t${tokens}`];
  });
  const others = [...counts].filter(([place]) => meterOf(place) === undefined);
  if (others.some(([place]) => place === responsePath('cached'))) {
    return bad('The text counts cached tokens and does not say how many of them are audio and how many text');
  }
  if (meters.length === 0) return bad(`The text counts ${wordsOf(counts)} and no meter of audio or text`);
  const models = [...new Set(text.match(modelName))];
  if (models.length > 1) return bad(`The text names ${models.length} models, ${models.slice(0, 3).join(', ')}`);
  const [model] = models;
  const isNamed = model !== undefined && meters.every((row) => classified(`${model} ${row.split('\t')[0] ?? ''}`));
  return ok({
    rows: meters.length,
    table: meters.map((row) => (isNamed ? `${model} ${row}` : row)).join('\n'),
    notes: [
      ...(others.length === 0 ? [] : [`${wordsOf(new Map(others))}: sums over several meters, which are left out.`]),
      ...(model === undefined || isNamed ? [] : [`The model ${model} is named in the text, and not compared.`]),
    ],
  });
}

/**
 * Meters and quantities in running text, or several on a line, as a table; null: the text holds none. What can be read in
 * two ways is refused with both. Money beside tokens is left out.
 */
export function tableOfProse(text: string, listPrice: ListPrice): Result<Tabled> | null {
  // A meter without a number is a line of a table that lacks one.
  if (text.split(/\r\n|\n|\r/).some((line) => !/\d/.test(line) && telling.test(line))) return null;
  return fromPhrases(text, listPrice) ?? fromWords(text);
}
