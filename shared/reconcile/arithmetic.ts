import { msPerAssistantAudioToken } from '../usage/recurrence.ts';
import { reportedTotals, type Billed, type MeterKind, type Turn } from './facts.ts';
import { inputOf, type Story } from './story.ts';

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

const terms = (parts: readonly string[]): string => (parts.length === 0 ? '0' : parts.join(' + '));

/** Text tokens that would go with so much audio, by the session's own ratio; five outside responses scatter by 9 around such a line. */
export function plausibleText(turns: readonly Turn[], audioOut: number): { from: number; to: number } | null {
  const reported = reportedTotals(turns);
  if (reported.audio_out === 0) return null;
  const middle = (reported.text_out / reported.audio_out) * audioOut;
  return { from: Math.max(0, Math.round(middle - scatterTokens)), to: Math.round(middle + scatterTokens) };
}
const scatterTokens = 9;

function inputMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: 'audio' | 'text'): PredictedMeter {
  const meter = `${modality}_in` as const;
  const reported = reportedTotals(turns)[meter];
  const cached = reportedTotals(turns)[`${modality}_cached`];
  const billedCached = billed[`${modality}_cached`] ?? 0;
  const inputs = story.further.map((one) => ({ one, input: inputOf(one, turns, story.perMessage) }));
  const total = inputs.reduce((sum, { input }) => sum + (input?.[modality] ?? 0), reported);
  const taken =
    story.cache === 'apart'
      ? story.further.length === 0
        ? cached
        : billedCached
      : story.cache === 'unbilled'
        ? cached
        : 0;
  const value = billed[meter] ?? null;
  const parts = inputs.map(({ one, input }) => {
    const turn = turns[one.turn];
    if (turn === undefined || input === null) return '0';
    if (modality === 'audio') return one.context.audio.formula(turn);
    const { text } = one.context;
    return text.messages === 0 ? text.formula(turn) : `(${text.formula(turn)} + ${story.perMessage * text.messages})`;
  });
  const checked = value !== null && !(modality === 'text' && story.perMessageFitted);
  const reads = story.further.map(({ context }) => (modality === 'audio' ? context.audio.words : context.text.words));
  return {
    meter,
    predicted: total - taken,
    billed: value,
    residual: value === null ? null : value - (total - taken),
    checked,
    arithmetic: terms([String(reported), ...parts]) + (taken > 0 ? ` \u2212 ${taken}` : ''),
    note: [
      reads.length === 0 ? 'as reported' : `read again: ${reads.join('; ')}`,
      ...(modality === 'text' && story.perMessageFitted
        ? [`${story.perMessage} a message was fitted to this bill, so the meter is not checked`]
        : []),
    ].join('; '),
  };
}

function cachedMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: 'audio' | 'text'): PredictedMeter {
  const meter = `${modality}_cached` as const;
  const reported = reportedTotals(turns)[meter];
  const value = billed[meter] ?? null;
  const free = story.cache === 'apart' && story.further.length > 0 && value !== null && value > reported;
  const predicted = story.cache === 'apart' ? (free ? value : reported) : 0;
  const notes = {
    none: 'nothing was cached',
    apart: free
      ? 'the further inference may have been served from the cache too; not checked'
      : 'on its own meter, as reported',
    folded: 'assumed: billed at the uncached price',
    unbilled: 'assumed: not billed at all',
  } as const;
  return {
    meter,
    predicted,
    billed: value,
    residual: value === null ? null : value - predicted,
    checked: value !== null && !free,
    arithmetic:
      story.cache === 'folded' || story.cache === 'unbilled' ? `${reported} \u2212 ${reported}` : String(predicted),
    note: notes[story.cache],
  };
}

function outputMeter(story: Story, turns: readonly Turn[], billed: Billed, modality: 'audio' | 'text'): PredictedMeter {
  const meter = `${modality}_out` as const;
  const reported = reportedTotals(turns)[meter];
  const value = billed[meter] ?? null;
  if (story.further.length === 0 || value === null) {
    return {
      meter,
      predicted: reported,
      billed: value,
      residual: value === null ? null : value - reported,
      checked: value !== null,
      arithmetic: String(reported),
      note: 'as reported',
    };
  }
  const extra = value - reported;
  const band =
    modality === 'text' && billed.audio_out !== undefined
      ? plausibleText(turns, billed.audio_out - reportedTotals(turns).audio_out)
      : null;
  const fits = band !== null && extra >= band.from && extra <= band.to;
  const note =
    modality === 'audio'
      ? `free, not checked; ${((extra * msPerAssistantAudioToken) / 1000).toFixed(2)} s of speech`
      : band === null
        ? 'free, not checked'
        : `free, not checked; ${band.from} to ${band.to} would go with the extra audio, so ${fits ? 'plausible' : 'unusual'}`;
  return {
    meter,
    predicted: value,
    billed: value,
    residual: 0,
    checked: false,
    arithmetic: `${reported} + ${extra}`,
    note,
  };
}

/** Every meter of a story, in the order of the bill. */
export function predictMeters(story: Story, turns: readonly Turn[], billed: Billed): PredictedMeter[] {
  return [
    inputMeter(story, turns, billed, 'audio'),
    cachedMeter(story, turns, billed, 'audio'),
    outputMeter(story, turns, billed, 'audio'),
    inputMeter(story, turns, billed, 'text'),
    cachedMeter(story, turns, billed, 'text'),
    outputMeter(story, turns, billed, 'text'),
  ];
}
