import type { MeterKind } from '../../billing/meter-kind.ts';
import { addTotals, reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { CacheTreatment } from './answer-types.ts';
import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Place } from './places.ts';
import { from, type Span } from '../../kit/span.ts';

/** Input that a further inference reads. `open`: the modality whose amount nothing tells, with the least it can be. */
export interface Reads {
  readonly audio: Span;
  readonly text: Span;
  readonly open: 'audio' | 'text' | null;
}

/** How a further inference's input is put together, for people. */
export interface ReadsWords {
  /** `ain + aout`, for a run that is yet to be made. */
  readonly letters: { readonly audio: string; readonly text: string };
  /** Its parts in order; the last one takes what is open. */
  readonly audio: readonly ReadPart[];
  readonly text: readonly ReadPart[];
}

export interface ReadPart {
  readonly tokens: number;
  /** `119`, `117 + 2` */
  readonly formula: string;
  /** `question re-read`, `answer re-read, 117 + 2` */
  readonly words: string;
}

/** One of a kind, and the same without a number for several. */
export interface Title {
  readonly one: string;
  readonly many: string;
}

export interface CacheStory {
  readonly audio: CacheTreatment;
  readonly text: CacheTreatment;
}

/** A session that is to be run: what stands at its turns, by the rules. */
export interface Run {
  readonly places: readonly Place[];
  /** Where a turn of the session that is explained stands among them. */
  readonly at: ReadonlyMap<number, number>;
  readonly rules: RuleSet;
  /** What stands at the turns of the session that is explained. */
  readonly explained: readonly Place[];
}

/** Input tokens by modality. */
export interface Amounts {
  readonly audio: number;
  readonly text: number;
}

/** What is known of a further inference by the story that proposed it, beside what it read here. */
export interface FurtherKind {
  /** What such an inference reads in a run that is yet to be made; several where it can be one of several. */
  readonly inRun: (one: FurtherInference, run: Run) => readonly Amounts[];
  /** All that it reads was reported once before, by the same turn. */
  readonly readsReportedAgain?: true;
}

/** What the log saw read stands in a run as it was: only that session had it. */
export const asItWas = ({ reads }: FurtherInference): readonly Amounts[] => [
  { audio: reads.audio.low, text: reads.text.low },
];

/** What a further inference puts out where nothing tells. */
export const anyOutput: FurtherInference['outputs'] = { audio: from(0), text: from(0) };

/** A further inference: what it read, and where it ran. */
export interface FurtherInference {
  readonly kind: FurtherKind;
  /** Id of its context: `finished`, `first-turn`, `logged-3`. */
  readonly context: string;
  /** From 0; null: in another session. */
  readonly turn: number | null;
  readonly title: Title;
  readonly when: 'before' | 'after' | null;
  readonly reads: Reads;
  readonly words: ReadsWords;
  /** No measured rule knows what it reads. */
  readonly outside: boolean;
  /** Its input rests on a transcript that was worked out from an answer's text, and that no later report bears out. */
  readonly workedOut: boolean;
  readonly mechanisms: readonly string[];
  /** Number of the response in the log that it is; null: no log saw it. It can be in a story once. */
  readonly response: number | null;
  /** What it can have put out. */
  readonly outputs: { readonly audio: Span; readonly text: Span };
}

/** Something that puts known amounts on the meters, or keeps them off, and is no further inference. */
export interface SideEvent {
  readonly id: string;
  /** As it stands in a statement: `responses 3 to 4 are not on this bill`. */
  readonly title: string;
  /** What it adds to each meter, below zero where it takes away. Input holds its cached part. */
  readonly tokens: Readonly<Record<MeterKind, number>>;
  /** The turns that stay on the bill, from the first to before the last; null: all. A story cuts the session once. */
  readonly turns: readonly [from: number, to: number] | null;
  readonly assumption: string | null;
  readonly mechanisms: readonly string[];
}

/** One account of a bill: the reported responses, what happened beside them, and what became of cached tokens. */
export interface Story {
  readonly further: readonly FurtherInference[];
  readonly events: readonly SideEvent[];
  readonly cache: CacheStory;
  /** The modality whose amount nothing predicts: it is as this bill has it. `both`: other traffic, which predicts nothing. */
  readonly open: 'audio' | 'text' | 'both' | null;
  /** `session`: the same further inference once at the end of every session, which is one thing that happened; left out: none. */
  readonly pattern?: Pattern;
}

/** One rule by which several further inferences ran. */
export type Pattern = 'session';

/** Stories in the order in which they are believed; those that nothing tells apart share a rank. */
export type Ranked = readonly { readonly story: Story; readonly rank: number }[];

/** What the meters would hold by the report and the side events, before any further inference. Input holds its cached part. */
export const baseTotals = (events: readonly SideEvent[], turns: readonly Turn[]): Record<MeterKind, number> =>
  events.reduce((totals, event) => addTotals(totals, event.tokens), reportedTotals(turns));

/** Not billed, or on a meter whose row is not here: of neither is anything on this bill. */
const wayOf = (cache: CacheTreatment): CacheTreatment => (cache === 'missing' ? 'unbilled' : cache);

/** Cached tokens of the two modalities went ways that differ. */
const unlikeCaches = ({ audio, text }: CacheStory): boolean =>
  wayOf(audio) !== wayOf(text) && audio !== 'none' && text !== 'none';

const isAssumed = (cache: CacheTreatment): boolean => cache !== 'none' && cache !== 'apart';

/** Assumptions about cached tokens: none where they are on meters of their own, as reported. */
export const cacheAssumptions = (cache: CacheStory): number =>
  (isAssumed(cache.audio) || isAssumed(cache.text) ? 1 : 0) + (unlikeCaches(cache) ? 1 : 0);

/** How much a story takes for granted. The order in which stories are believed compares these, each before the next. */
export interface Complexity {
  readonly outside: number;
  /** 0: the log saw all of it begin. */
  readonly unseen: number;
  readonly open: number;
  /** Further inferences and side events; a pattern is one, however often it holds. */
  readonly happenings: number;
  readonly assumptions: number;
}

/** How many things happened: inferences that follow one rule are one. */
export const happeningsOf = ({ further, pattern }: Pick<Story, 'further' | 'pattern'>): number =>
  pattern === undefined ? further.length : 1;

export function complexity(story: Story): Complexity {
  const { further, events, cache, open } = story;
  const unseen =
    further.some(({ response }) => response === null) || events.some(({ assumption }) => assumption !== null);
  const workedOut = further.filter((one) => one.workedOut).length;
  const assumed = events.filter(({ assumption }) => assumption !== null).length;
  return {
    outside: further.some((one) => one.outside) ? 1 : 0,
    unseen: unseen ? 1 : 0,
    open: open === null ? 0 : 1,
    happenings: happeningsOf(story) + events.length,
    assumptions: workedOut + assumed + cacheAssumptions(cache),
  };
}

const order = ['outside', 'unseen', 'open', 'happenings', 'assumptions'] as const;

export const compareComplexity = (one: Complexity, other: Complexity): number =>
  order.map((key) => one[key] - other[key]).find((difference) => difference !== 0) ?? 0;
