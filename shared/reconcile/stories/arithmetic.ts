import { msPerAnswerToken } from '../../usage/rules/rules.ts';
import { takenFromInput } from './cache.ts';
import { reportedTotals, type Turn } from '../facts.ts';
import type { Billed, MeterKind } from '../../billing/meter-kind.ts';
import { baseTotals, inputOf, type CacheTreatment, type FurtherInference, type Story } from './story.ts';

/** One meter of one explanation, with its arithmetic written out. */
export interface PredictedMeter {
  readonly meter: MeterKind;
  /** What the story says the meter shows. For a free number it is the billed value, and proves nothing. null: the story is silent. */
  readonly predicted: number | null;
  readonly billed: number | null;
  /** Billed less predicted; null where either is unknown. */
  readonly residual: number | null;
  /** False for a number that the story leaves free: it adds nothing to the evidence. */
  readonly checked: boolean;
  readonly arithmetic: string;
  readonly note: string;
}

type Modality = 'audio' | 'text';

/** Text tokens that would go with so much audio, by the session's own ratio; five outside responses scatter by 9 around such a line. */
export function plausibleText(turns: readonly Turn[], audioOut: number): { from: number; to: number } | null {
  const reported = reportedTotals(turns);
  if (reported.audio_out === 0) return null;
  const middle = (reported.text_out / reported.audio_out) * audioOut;
  return { from: Math.max(0, Math.round(middle - scatterTokens)), to: Math.round(middle + scatterTokens) };
}
const scatterTokens = 9;

/** What side events add to a meter or take from it, written after the reported amount. */
const eventTerms = ({ events }: Story, meter: MeterKind): string =>
  events
    .map(({ tokens }) => tokens[meter])
    .filter((tokens) => tokens !== 0)
    .map((tokens) => (tokens > 0 ? ` + ${tokens}` : ` \u2212 ${-tokens}`))
    .join('');

function termOf(one: FurtherInference, story: Story, turns: readonly Turn[], modality: Modality): string {
  const turn = turns[one.turn];
  if (turn === undefined) return '0';
  if (modality === 'audio') return one.context.audio.formula(turn);
  const { text } = one.context;
  if (text.known !== null && text.tokens(turn) === null && story.transcriptsFitted !== null) {
    return `(${text.known(turn)} + ${story.transcriptsFitted})`;
  }
  return text.messages === 0 ? text.formula(turn) : `(${text.formula(turn)} + ${story.perMessage * text.messages})`;
}

function inputMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: Modality): PredictedMeter {
  const meter = `${modality}_in` as const;
  const reported = reportedTotals(turns)[meter];
  const base = baseTotals(story.events, turns);
  const read = story.further.reduce((sum, one) => sum + (inputOf(one, turns, story.perMessage)?.[modality] ?? 0), 0);
  const transcripts = modality === 'text' ? (story.transcriptsFitted ?? 0) : 0;
  const taken = takenFromInput(story.cache[modality], base[`${modality}_cached`], billed[`${modality}_cached`]);
  const predicted = base[meter] + read + transcripts - taken;
  const value = billed[meter] ?? null;
  const fitted = modality === 'text' && (story.perMessageFitted || story.transcriptsFitted !== null);
  const reads = story.further.map(({ context }) => (modality === 'audio' ? context.audio.words : context.text.words));
  const why = story.perMessageFitted
    ? `${story.perMessage} a message was fitted to this bill, so the meter is not checked`
    : `not checked: the transcripts were not counted, and would have to be ${story.transcriptsFitted} tokens together`;
  return {
    meter,
    predicted,
    billed: value,
    residual: value === null ? null : value - predicted,
    checked: value !== null && !fitted,
    arithmetic:
      [
        `${reported}${eventTerms(story, meter)}`,
        ...story.further.map((one) => termOf(one, story, turns, modality)),
      ].join(' + ') + (taken > 0 ? ` \u2212 ${taken}` : ''),
    note: [reads.length === 0 ? 'as reported' : `read again: ${reads.join('; ')}`, ...(fitted ? [why] : [])].join('; '),
  };
}

const cacheNotes: Readonly<Record<CacheTreatment, string>> = {
  none: 'nothing was cached',
  apart: 'on its own meter, as reported',
  folded: 'assumed: billed at the uncached price',
  unbilled: 'assumed: not billed at all',
  missing: 'assumed: on its own meter, whose row is not on this bill',
};

function cachedMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: Modality): PredictedMeter {
  const meter = `${modality}_cached` as const;
  const base = baseTotals(story.events, turns)[meter];
  const cache = story.cache[modality];
  const value = billed[meter] ?? null;
  const own = cache === 'apart' || cache === 'missing';
  const free = cache === 'apart' && story.further.length > 0 && value !== null && value > base;
  const predicted = own ? (free ? value : base) : 0;
  return {
    meter,
    predicted,
    billed: value,
    residual: value === null ? null : value - predicted,
    checked: value !== null && !free,
    arithmetic: own || base === 0 ? String(predicted) : `${base} \u2212 ${base}`,
    note: free ? 'the further inference may have been served from the cache too; not checked' : cacheNotes[cache],
  };
}

function outputMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: Modality): PredictedMeter {
  const meter = `${modality}_out` as const;
  const totals = baseTotals(story.events, turns);
  const base = totals[meter];
  const sum = `${reportedTotals(turns)[meter]}${eventTerms(story, meter)}`;
  const value = billed[meter] ?? null;
  if (story.further.length === 0 || value === null) {
    return {
      meter,
      // A further inference puts out an unknown amount: with no row to read it from the story is silent.
      predicted: story.further.length === 0 ? base : null,
      billed: value,
      residual: value === null ? null : value - base,
      checked: value !== null,
      arithmetic: story.further.length === 0 ? sum : `${sum} + an unknown answer`,
      note: story.further.length === 0 ? 'as reported' : 'at least as reported',
    };
  }
  const extra = value - base;
  return {
    meter,
    predicted: value,
    billed: value,
    residual: 0,
    checked: false,
    arithmetic: `${sum} + ${extra}`,
    note: `free, not checked${plausibility(modality, extra, turns, (billed.audio_out ?? Number.NaN) - totals.audio_out)}`,
  };
}

/** Whether a free output could be what a further answer put out. It proves nothing either way. */
function plausibility(modality: Modality, extra: number, turns: readonly Turn[], extraAudio: number): string {
  if (modality === 'audio') return `; ${((extra * msPerAnswerToken) / 1000).toFixed(2)} s of speech`;
  const band = Number.isNaN(extraAudio) ? null : plausibleText(turns, extraAudio);
  if (band === null) return '';
  const fits = extra >= band.from && extra <= band.to;
  return `; ${band.from} to ${band.to} would go with the extra audio, so ${fits ? 'plausible' : 'unusual'}`;
}

/** Every meter of a story, in the order of the bill. */
export function predictMeters(story: Story, turns: readonly Turn[], billed: Billed): PredictedMeter[] {
  return (['audio', 'text'] as const).flatMap((modality) => [
    inputMeter(story, turns, billed, modality),
    cachedMeter(story, turns, billed, modality),
    outputMeter(story, turns, billed, modality),
  ]);
}

/** Every checked meter equals its prediction in whole tokens, and at least one meter is checked. */
export function isExact(meters: readonly PredictedMeter[]): boolean {
  const checked = meters.filter((meter) => meter.checked);
  return checked.length > 0 && checked.every((meter) => meter.residual === 0);
}
