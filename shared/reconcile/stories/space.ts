import type { BilledSpans, MeterKind } from '../../billing/meter-kind.ts';
import { plus, point, type Span } from '../../kit/span.ts';
import { noWidth } from '../../usage/expected.ts';
import type { Counting, RuleSet } from '../../usage/rules/rules.ts';
import type { LogEvidence } from '../evidence/evidence.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import type { Place } from './places.ts';
import type { CacheStory, FurtherInference, SideEvent } from './story.ts';

/** Everything that stories about one bill are made of, worked out once. */
export interface Space {
  readonly turns: readonly Turn[];
  readonly billed: BilledSpans;
  readonly log: LogEvidence | null;
  readonly counting: Counting;
  readonly rules: RuleSet;
  readonly places: readonly Place[];
  readonly candidates: Candidates;
  /** The sets of side events with their settings; the empty set stands first. */
  readonly sets: readonly SettingSet[];
  readonly reported: Readonly<Record<MeterKind, number>>;
}

/** Everything that is tried as a further inference, by how it is tried. */
export interface Candidates {
  /** Inputs that the rules tell to the token, or within a transcript's width. */
  readonly exact: readonly FurtherInference[];
  /** One modality of these is as large as the bill makes it. */
  readonly open: readonly FurtherInference[];
  /** No measured rule knows these; each is tried by itself. */
  readonly outside: readonly FurtherInference[];
  /** Those of `exact` and `open` that the log saw begin. */
  readonly logged: readonly FurtherInference[];
}

/** Whole numbers that may be missing on each input; null: its meter has no row. */
export type Missing = Readonly<Record<'audio' | 'text', Span | null>>;

/** A set of side events, one way the cached tokens went, and what both leave to be read by further inferences. */
export interface Setting {
  readonly events: readonly SideEvent[];
  readonly base: Readonly<Record<MeterKind, number>>;
  readonly cache: CacheStory;
  /** Reported cached tokens of which no kind is told. */
  readonly unsplit: number;
  /** Input tokens of a modality that further inferences read, cached included; null: the meter has no row. */
  readonly missing: Missing;
  /** The same where none ran: no more can have been cached than was reported. */
  readonly missingAlone: Missing;
}

/** A set of side events with every way the cached tokens can have gone, and the candidates that can have run beside it. */
export interface SettingSet extends Pick<Candidates, 'exact' | 'open'> {
  readonly events: readonly SideEvent[];
  readonly settings: readonly Setting[];
}

/** Tokens billed beyond everything that was reported or may have been billed, by the least that the bill can mean; 0: not beyond. Input holds its cached part. */
export interface Beyond {
  readonly audioIn: number;
  readonly textIn: number;
  readonly audioOut: number;
  readonly textOut: number;
  /** False: something that may be billed has no size, so nothing can be said to be beyond it. */
  readonly told: boolean;
}

const amounts = ['audioIn', 'textIn', 'audioOut', 'textOut'] as const;
type Amounts = Readonly<Record<(typeof amounts)[number], number>>;

/**
 * The most that a response of which only the place is known can have read, by what stands at its place; null: nothing does. What it put
 * out has no bound, nor has what was said to it after an answer.
 */
function mostByPlace(number: number, { logged }: Candidates): Amounts | null {
  const all = logged.filter(({ response }) => response === number);
  if (all.length === 0) return null;
  return {
    audioIn: Math.max(...all.map(({ reads }) => reads.audio.high)),
    textIn: Math.max(...all.map(({ reads }) => reads.text.high)),
    audioOut: Number.POSITIVE_INFINITY,
    textOut: Number.POSITIVE_INFINITY,
  };
}

/** The most that responses without a report can come to; null: one of them has no known size. */
function ifBilled(log: LogEvidence | null, candidates: Candidates): Amounts | null {
  const sum: Record<keyof Amounts, number> = { audioIn: 0, textIn: 0, audioOut: 0, textOut: 0 };
  for (const response of log?.unreported ?? []) {
    const { audioIn, textIn, audioOut, textOut = 0, width = noWidth, nothing = false, byPlace = false } = response;
    if (nothing) continue;
    if (audioIn === null || textIn === null) {
      const most = byPlace ? mostByPlace(response.number, candidates) : null;
      if (most === null) return null;
      for (const key of amounts) sum[key] += most[key];
      continue;
    }
    sum.audioIn += audioIn + width.audioIn;
    sum.textIn += textIn + width.textIn;
    sum.audioOut += audioOut + width.audioOut;
    sum.textOut += textOut + width.textOut + width.reasoning;
  }
  return sum;
}

const over = (value: Span | undefined, known: number): number =>
  value === undefined ? 0 : Math.max(0, value.low - known);

/** How far each meter is beyond the report and every "if billed", cached tokens counted with the input they are of. */
export function beyondOf({
  billed,
  reported,
  log,
  candidates,
}: Pick<Space, 'billed' | 'reported' | 'log' | 'candidates'>): Beyond {
  const may = ifBilled(log, candidates);
  if (may === null) return { audioIn: 0, textIn: 0, audioOut: 0, textOut: 0, told: false };
  const input = (modality: 'audio' | 'text'): Span | undefined => {
    const value = billed[`${modality}_in`];
    return value === undefined ? undefined : plus(value, billed[`${modality}_cached`] ?? point(0));
  };
  return {
    audioIn: over(input('audio'), reported.audio_in + may.audioIn),
    textIn: over(input('text'), reported.text_in + may.textIn),
    audioOut: over(billed.audio_out, reported.audio_out + may.audioOut),
    textOut: over(billed.text_out, reported.text_out + may.textOut),
    told: true,
  };
}

/** What only a spoken inference makes is beyond: the report cannot be all there is. */
export const isAudioBeyond = ({ audioIn, audioOut }: Beyond): boolean => audioIn > 0 || audioOut > 0;
