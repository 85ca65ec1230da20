import type { ParsedMeter } from '../../billing/meter-name.ts';
import type { TranscriptionUsage } from '../evidence/evidence.ts';
import { decimalText } from '../../kit/money.ts';
import { count } from '../../kit/numbers.ts';

/** One amount that a bill has for transcription on meters of its own. */
export interface TranscriptionRow {
  readonly meter: ParsedMeter;
  readonly tokens: number | null;
  /** Hours, for a model that is billed by time. */
  readonly quantity?: string;
}

/** One kind of transcription token, as reported and as billed on its own meter. */
export interface TranscriptionLine {
  readonly kind: 'audio in' | 'text in' | 'text out';
  readonly reported: number;
  /** null: no row. */
  readonly billed: number | null;
  readonly status: 'match' | 'differs' | 'missing row';
}

/** Transcription held against its own meters. */
export interface ComparedTranscription {
  readonly model: string | null;
  readonly reports: number;
  /** Seconds that were reported in place of tokens; exact. */
  readonly seconds: string | null;
  readonly lines: readonly TranscriptionLine[];
  readonly statement: string;
}

const isTranscription = ({ meter }: TranscriptionRow): boolean =>
  meter.kind === 'classified' && (meter.family === 'transcribe' || meter.family === 'whisper');

function billedOf(rows: readonly TranscriptionRow[], kind: TranscriptionLine['kind']): number | null {
  const own = rows.filter(
    ({ meter, tokens }) =>
      tokens !== null &&
      meter.kind === 'classified' &&
      meter.unit !== 'hours' &&
      `${meter.modality} ${meter.direction === 'input' ? 'in' : 'out'}` === kind,
  );
  return own.length === 0 ? null : own.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0);
}

function statementOf(lines: readonly TranscriptionLine[], hours: readonly TranscriptionRow[]): string {
  const time = hours
    .map(({ meter, quantity }) => `${meter.name} ${quantity === undefined ? '' : decimalText(quantity)} hours`)
    .join(', ');
  const beside = time === '' ? '' : ` Billed by time: ${time}.`;
  if (lines.length === 0) return `Transcription reported no tokens.${beside}`;
  if (lines.every(({ status }) => status === 'match')) {
    return `Transcription is billed on its own meters, as it was reported: ${lines.map(({ kind, reported }) => `${kind} ${count(reported)}`).join(', ')}.${beside}`;
  }
  if (lines.every(({ status }) => status === 'missing row')) {
    return `Transcription reported ${lines.map(({ kind, reported }) => `${kind} ${count(reported)}`).join(', ')}, and the bill has no meter of its own for it.${beside}`;
  }
  if (lines.every(({ reported }) => reported === 0)) {
    return `Transcription is billed on its own meters, ${lines.map(({ kind, billed }) => `${kind} ${count(billed ?? 0)}`).join(', ')}, and no session reports any.${beside}`;
  }
  const words = lines.map(
    ({ kind, reported, billed }) =>
      `${kind} reported ${count(reported)}, billed ${billed === null ? 'in no row' : count(billed)}`,
  );
  return `Transcription differs on its own meters: ${words.join('; ')}.${beside}`;
}

/** Holds what transcription reported against the meters that a bill has for it. null: neither speaks of any. */
export function compareTranscription(
  usage: TranscriptionUsage | null,
  rows: readonly TranscriptionRow[],
): ComparedTranscription | null {
  const own = rows.filter(isTranscription);
  if (usage === null && own.length === 0) return null;
  const reported: readonly (readonly [TranscriptionLine['kind'], number])[] = [
    ['audio in', usage?.audioIn ?? 0],
    ['text in', usage?.textIn ?? 0],
    ['text out', usage?.textOut ?? 0],
  ];
  const lines = reported.flatMap(([kind, tokens]): TranscriptionLine[] => {
    const billed = billedOf(own, kind);
    if (tokens === 0 && (billed ?? 0) === 0) return [];
    return [
      {
        kind,
        reported: tokens,
        billed,
        status: billed === null ? 'missing row' : billed === tokens ? 'match' : 'differs',
      },
    ];
  });
  const hours = own.filter(({ meter }) => meter.kind === 'classified' && meter.unit === 'hours');
  return {
    model: usage?.model ?? null,
    reports: usage?.reports ?? 0,
    seconds: usage?.seconds ?? null,
    lines,
    statement: statementOf(lines, hours),
  };
}
