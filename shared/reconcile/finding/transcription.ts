import type { ParsedMeter } from '../../billing/meter-name.ts';
import { decimalText, Exact, sumExact } from '../../kit/money.ts';
import { count } from '../../kit/numbers.ts';
import { nearest, plus, point, type Span } from '../../kit/span.ts';
import type { TranscriptionUsage } from '../evidence/evidence.ts';

/** One amount that a bill has on a meter beside the six. */
export interface BesideRow {
  readonly meter: ParsedMeter;
  readonly tokens: number | null;
  /** Where rounding leaves several whole numbers open. */
  readonly range?: Span | null;
  /** Hours, for a model that is billed by time. */
  readonly quantity?: string;
  /** How far the quantity may be off, for it is rounded. */
  readonly quantityHalfWidth?: string;
}

/** How an amount that was reported stands to the one that is billed. */
export type BesideStatus = 'match' | 'differs' | 'missing row';

/** One kind of token beside the six, as reported and as billed on a meter of its own. */
export interface BesideLine {
  readonly kind: 'audio in' | 'text in' | 'text out' | 'image in' | 'image cached';
  readonly reported: number;
  /** The nearest number that a rounded row can be; null: no row, or its tokens cannot be told. */
  readonly billed: number | null;
  readonly status: BesideStatus;
}

/** Transcription that is billed by time: exact decimals of an hour. */
export interface ComparedHours {
  readonly reported: string;
  /** null: no row. */
  readonly billed: string | null;
  readonly status: BesideStatus;
}

/** Transcription held against its own meters. */
export interface ComparedTranscription {
  readonly model: string | null;
  readonly reports: number;
  /** Seconds that were reported in place of tokens; exact. */
  readonly seconds: string | null;
  readonly lines: readonly BesideLine[];
  /** null: nothing is reported or billed by time. */
  readonly hours: ComparedHours | null;
  readonly statement: string;
}

const isTranscription = ({ meter }: BesideRow): boolean =>
  meter.kind === 'classified' && (meter.family === 'transcribe' || meter.family === 'whisper');

const isHours = ({ meter }: BesideRow): boolean => meter.kind === 'classified' && meter.unit === 'hours';

/** What rows hold in tokens; undefined: there is no row; null: those of one cannot be told. */
function tokensOf(rows: readonly BesideRow[]): Span | null | undefined {
  if (rows.length === 0) return undefined;
  return rows.reduce<Span | null>((sum, { tokens, range = null }) => {
    const one = tokens === null ? range : point(tokens);
    return sum === null || one === null ? null : plus(sum, one);
  }, point(0));
}

/** A kind of token held against its rows; none where neither side has any. */
export function besideLine(kind: BesideLine['kind'], reported: number, rows: readonly BesideRow[]): BesideLine[] {
  const span = tokensOf(rows);
  const billed = span === undefined || span === null ? null : nearest(span, reported);
  if (reported === 0 && (billed ?? 0) === 0) return [];
  const status = span === undefined ? 'missing row' : billed === reported ? 'match' : 'differs';
  return [{ kind, reported, billed, status }];
}

const secondsInHour = 3600;
/** Hours on a bill have at least so many decimals cut off: 0.01 ms of an hour. */
const leastHalfHour = '0.000000005';
/** Decimals of an hour that are shown. */
const hourDecimals = 8;

export const hoursOf = (seconds: string | null): Exact => new Exact(seconds ?? 0).div(secondsInHour);
export const hoursText = (hours: Exact): string => hours.toDecimalPlaces(hourDecimals).toFixed();

/** Whether billed hours are those reported, as far as the rounding of so many rows tells. */
export function sameHours(rows: readonly BesideRow[], reported: Exact): boolean {
  const billed = new Exact(sumExact(rows.map(({ quantity = '0' }) => quantity)));
  const half = rows.reduce(
    (sum, { quantityHalfWidth = '0' }) => sum.plus(Exact.max(quantityHalfWidth, leastHalfHour)),
    new Exact(0),
  );
  return billed.minus(reported).abs().lte(half);
}

function compareHours(seconds: string | null, rows: readonly BesideRow[]): ComparedHours | null {
  if (seconds === null && rows.length === 0) return null;
  const reported = hoursOf(seconds);
  const billed = rows.length === 0 ? null : sumExact(rows.map(({ quantity = '0' }) => quantity));
  const status = rows.length === 0 ? 'missing row' : sameHours(rows, reported) ? 'match' : 'differs';
  return { reported: hoursText(reported), billed, status };
}

function hoursSentence({ reported, billed, status }: ComparedHours, seconds: string | null): string {
  const said = `${decimalText(seconds ?? '0')} s = ${decimalText(reported)} hours`;
  if (seconds === null) return `Billed by time: ${decimalText(billed ?? '0')} hours, and no session reports any.`;
  switch (status) {
    case 'match':
      return `Transcription is billed by time as it was reported: ${said}.`;
    case 'missing row':
      return `Transcription reported ${said}, and the bill has no row for them.`;
    case 'differs':
      return `Transcription reported ${said}, and ${decimalText(billed ?? '0')} hours are billed.`;
  }
}

function tokensSentence(lines: readonly BesideLine[]): string {
  const reported = lines.map((line) => `${line.kind} ${count(line.reported)}`).join(', ');
  if (lines.every(({ status }) => status === 'match')) {
    return `Transcription is billed on its own meters, as it was reported: ${reported}.`;
  }
  if (lines.every(({ status }) => status === 'missing row')) {
    return `Transcription reported ${reported}, and the bill has no meter of its own for it.`;
  }
  if (lines.every((line) => line.reported === 0)) {
    const billed = lines.map((line) => `${line.kind} ${count(line.billed ?? 0)}`).join(', ');
    return `Transcription is billed on its own meters, ${billed}, and no session reports any.`;
  }
  return `Transcription differs on its own meters: ${lines.map(lineWords).join('; ')}.`;
}

/** `text in reported 11, billed 12` */
export const lineWords = ({ kind, reported, billed, status }: BesideLine): string =>
  `${kind} reported ${count(reported)}, billed ${status === 'missing row' ? 'in no row' : billed === null ? 'in a row that cannot be read' : count(billed)}`;

/** Holds what transcription reported against the meters that a bill has for it. null: neither speaks of any. */
export function compareTranscription(
  usage: TranscriptionUsage | null,
  rows: readonly BesideRow[],
): ComparedTranscription | null {
  const own = rows.filter(isTranscription);
  if (usage === null && own.length === 0) return null;
  const counted = own.filter((row) => !isHours(row));
  const ofKind = (kind: BesideLine['kind']): BesideRow[] =>
    counted.filter(
      ({ meter }) =>
        meter.kind === 'classified' && `${meter.modality} ${meter.direction === 'input' ? 'in' : 'out'}` === kind,
    );
  const lines = [
    ...besideLine('audio in', usage?.audioIn ?? 0, ofKind('audio in')),
    ...besideLine('text in', usage?.textIn ?? 0, ofKind('text in')),
    ...besideLine('text out', usage?.textOut ?? 0, ofKind('text out')),
  ];
  const seconds = usage?.seconds ?? null;
  const hours = compareHours(seconds, own.filter(isHours));
  const said = [
    ...(lines.length === 0 ? [] : [tokensSentence(lines)]),
    ...(hours === null ? [] : [hoursSentence(hours, seconds)]),
  ];
  return {
    model: usage?.model ?? null,
    reports: usage?.reports ?? 0,
    seconds,
    lines,
    hours,
    statement: said.length === 0 ? 'Transcription reported no tokens and no time.' : said.join(' '),
  };
}

/** Image tokens held against the meters that a bill has for them. */
export interface ComparedImages {
  readonly lines: readonly BesideLine[];
  readonly statement: string;
}

/** @param reported image tokens of the responses, cached ones counted inside the input */
export function compareImages(
  reported: { readonly input: number; readonly cached: number },
  rows: readonly BesideRow[],
): ComparedImages | null {
  const ofKind = (cached: boolean): BesideRow[] =>
    rows.filter(
      ({ meter }) =>
        meter.kind === 'classified' &&
        meter.modality === 'image' &&
        !isTranscription({ meter, tokens: null }) &&
        meter.cached === cached,
    );
  const lines = [
    ...besideLine('image in', reported.input - reported.cached, ofKind(false)),
    ...besideLine('image cached', reported.cached, ofKind(true)),
  ];
  if (lines.length === 0) return null;
  const statement = lines.every(({ status }) => status === 'match')
    ? `Images are billed as they were reported: ${lines.map((line) => `${line.kind} ${count(line.reported)}`).join(', ')}.`
    : `Images differ: ${lines.map(lineWords).join('; ')}.`;
  return { lines, statement };
}
