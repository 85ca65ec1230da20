import { Decimal } from 'decimal.js';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import type { MergedBill } from '../../../shared/billing/imported-bill.ts';
import { type MeterKind, meterKinds } from '../../../shared/billing/meter-kind.ts';
import { meterNamed } from '../../../shared/billing/meter-name.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';

/** Names and list prices, in dollars for a million, of gpt-realtime-mini of 2025-12-15 as the price list has them. */
const meters: Readonly<Record<MeterKind, readonly [name: string, price: string]>> = {
  audio_in: ['gpt rt aud mn in gl 1215 1M Tokens', '10'],
  audio_cached: ['gpt rt aud mn cd in gl 1215 1M Tokens', '0.3'],
  audio_out: ['gpt rt aud mn out gl 1215 1M Tokens', '20'],
  text_in: ['gpt rt txt mn in gl 1215 1M Tokens', '0.6'],
  text_cached: ['gpt rt txt mn cd in gl 1215 1M Tokens', '0.06'],
  text_out: ['gpt rt txt mn Out gl 1215 1M Tokens', '2.4'],
};

export type Six = Readonly<Record<MeterKind, number>>;

export const voice = '/subscriptions/1/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/contoso-voice';

export interface RowOf {
  readonly day: string;
  readonly name: string;
  readonly tokens: number;
  readonly price: string;
  readonly resource?: string;
}

export function rowOf({ day, name, tokens, price, resource = voice }: RowOf): DayUsage {
  const meter = meterNamed(name);
  if (meter.kind !== 'classified') throw new Error(`${name} is not understood`);
  return {
    day,
    meter,
    resource,
    subscription: '1',
    currency: 'USD',
    correction: false,
    tokens,
    range: null,
    quantity: new Decimal(tokens).div(1e6).toFixed(),
    cost: new Decimal(tokens).times(price).div(1e6).toFixed(),
    stated: [],
    rows: 1,
    from: 'quantity',
    arithmetic: '',
    quantityHalfWidth: '0',
    costHalfWidth: '0',
    problem: null,
  };
}

/** A day's rows: one a meter that holds something. */
export const rowsOf = (day: string, six: Six, resource = voice): DayUsage[] =>
  meterKinds
    .filter((kind) => six[kind] > 0)
    .map((kind) => rowOf({ day, name: meters[kind][0], tokens: six[kind], price: meters[kind][1], resource }));

/** A session of one response, whose answer was spoken. */
export function sessionOf(
  id: string,
  day: string,
  [audioIn, audioOut, textIn, textOut]: readonly [number, number, number, number],
  more: { readonly tags?: readonly string[]; readonly model?: string; readonly cached?: number } = {},
): SessionEvidence {
  const { tags = [], model = 'gpt-realtime-mini-2025-12-15', cached = 0 } = more;
  const turn: Turn = {
    audioIn,
    audioOut,
    textIn,
    textOut,
    audioCached: cached,
    textCached: cached,
    userTranscript: null,
    answerTranscript: null,
    conversation: id,
  };
  return {
    id,
    about: { name: null, note: null, tags: [...tags] },
    reported: {
      turns: [turn],
      notes: [],
      log: { responsesCreated: 1, responsesReported: 1, unreported: [], days: [day], transcription: null },
      sessions: [id],
      days: [day],
      resources: ['contoso-voice'],
      models: [model],
      windows: [],
      origins: [],
    },
  };
}

/** What the meters of a day hold if its sessions' reports are all there is. */
export function sixOf(sessions: readonly SessionEvidence[]): Record<MeterKind, number> {
  const six = { audio_in: 0, audio_cached: 0, audio_out: 0, text_in: 0, text_cached: 0, text_out: 0 };
  for (const turn of sessions.flatMap(({ reported }) => reported.turns)) {
    six.audio_in += turn.audioIn - turn.audioCached;
    six.audio_cached += turn.audioCached;
    six.audio_out += turn.audioOut;
    six.text_in += turn.textIn - turn.textCached;
    six.text_cached += turn.textCached;
    six.text_out += turn.textOut;
  }
  return six;
}

/** Imported long after the month: nothing of it can change. */
export function billOf(days: readonly DayUsage[]): MergedBill {
  const cost = days.reduce((sum, row) => sum.plus(row.cost), new Decimal(0)).toFixed();
  const one = {
    importedAt: '2027-01-01T00:00:00.000Z',
    writtenAt: '2027-01-01T00:00:00.000Z',
    files: [{ name: 'october.csv', sha256: '0'.repeat(64), bytes: 1 }],
    exportPath: null,
    period: null,
    runId: null,
    shape: 'Cost export',
    conventions: { decimalMark: '.', dateOrder: 'month-first' },
    tally: { rows: days.length, kept: days.length, skipped: [], costs: [{ currency: 'USD', cost }] },
    days,
    unallocated: [],
    notes: [],
  } as const;
  return { days, unallocated: [], used: [one], all: [one], notes: [] };
}
