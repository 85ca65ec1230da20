import { type Billed, type MeterKind, meterKinds, meterFacts } from '../../billing/meter-kind.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import { addTotals, reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { SideEvent } from './story.ts';

const nothing: Readonly<Record<MeterKind, number>> = {
  audio_in: 0,
  audio_cached: 0,
  audio_out: 0,
  text_in: 0,
  text_cached: 0,
  text_out: 0,
};

/** Undated sessions of more turns than this are not cut at every turn: too many cuts fit by chance. */
const mostUndatedTurns = 40;
/** More known sessions than this are not tried one by one. */
const mostOthers = 50;

const numbers = (from: number, to: number): string =>
  to - from === 1 ? `response ${from + 1}` : `responses ${from + 1} to ${to}`;

/** The turns outside `[from, to)` left off the bill. */
function outside(turns: readonly Turn[], from: number, to: number, days: readonly string[] | undefined): SideEvent {
  const [start, end] = from === 0 ? [to, turns.length] : [0, from];
  const left = turns.slice(start, end);
  const day = days?.[start];
  const are = end - start === 1 ? 'is' : 'are';
  return {
    id: `outside ${from} ${to}`,
    kind: 'outside',
    title: `${numbers(start, end)} ${are} not on this bill${day === undefined ? '' : `, but on that of ${day}`}`,
    tokens: addTotals(nothing, reportedTotals(left), -1),
    turns: [from, to],
    assumption:
      day === undefined
        ? `The ${numbers(start, end)} ran on another UTC day, or ${end - start === 1 ? 'its' : 'their'} rows are not emitted yet. Nothing in what was pasted says so.`
        : null,
    mechanisms: ['the session went over midnight UTC', 'rows that are not emitted yet'],
  };
}

/** Cuts at a change of day where the log has days; else at every turn, and only if the bill is short of something. */
function cuts(turns: readonly Turn[], billed: Billed, days: readonly string[] | undefined): SideEvent[] {
  const at = turns.map((_, index) => index).slice(1);
  const reported = reportedTotals(turns);
  // Cached tokens are a part of the input that was reported, wherever they are billed; without a row they may be anywhere.
  const cachedOn = (meter: MeterKind): number => {
    const cached = meter === 'audio_in' ? 'audio_cached' : meter === 'text_in' ? 'text_cached' : null;
    return cached === null ? 0 : (billed[cached] ?? reported[cached]);
  };
  const short = meterKinds.some((meter) => {
    const value = billed[meter];
    return !meterFacts[meter].cached && value !== undefined && value + cachedOn(meter) < reported[meter];
  });
  const places =
    days === undefined
      ? short && turns.length <= mostUndatedTurns
        ? at
        : []
      : at.filter((index) => days[index] !== days[index - 1]);
  return places.flatMap((index) => [outside(turns, 0, index, days), outside(turns, index, turns.length, days)]);
}

function transcription({ transcription }: LogEvidence): SideEvent[] {
  if (transcription === undefined || transcription === null) return [];
  const { audioIn, textIn, textOut, model } = transcription;
  if (audioIn + textIn + textOut === 0) return [];
  return [
    {
      id: 'transcription',
      kind: 'transcription',
      title: 'transcription of what you said is on these meters',
      tokens: { ...nothing, audio_in: audioIn, text_in: textIn, text_out: textOut },
      turns: null,
      assumption: `Transcription${model === null ? '' : ` by ${model}`} is billed on the Realtime model's meters. Documentation gives it meters of its own.`,
      mechanisms: ['transcription billed on the Realtime meters'],
    },
  ];
}

const others = ({ others = [] }: LogEvidence): SideEvent[] =>
  others.slice(0, mostOthers).map(({ id, totals }) => ({
    id: `session ${id}`,
    kind: 'other-session',
    title: `session ${id} is on these meters too`,
    tokens: totals,
    turns: null,
    assumption: null,
    mechanisms: ['another session on the same resource and day'],
  }));

/** The sets of side events that are tried: none, each alone, and pairs of different kinds. The empty set stands first. */
export function sideEventSets(
  turns: readonly Turn[],
  billed: Billed,
  log: LogEvidence | null,
): readonly (readonly SideEvent[])[] {
  const cut = cuts(turns, billed, log?.days);
  const beside = log === null ? [] : [...transcription(log), ...others(log)];
  const single = [...cut, ...beside];
  const pairs = single.flatMap((one, index) =>
    single
      .slice(index + 1)
      .flatMap((other): SideEvent[][] => (one.kind === 'outside' && other.kind === 'outside' ? [] : [[one, other]])),
  );
  return [[], ...single.map((one) => [one]), ...(pairs.length > mostPairs ? [] : pairs)];
}
const mostPairs = 60;
