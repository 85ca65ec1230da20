/*
 * What a reconciliation says, as plain data: it crosses from a worker to a window, to files and to the command line as it is.
 */
import type { BilledAs, MeterKind } from '../../billing/meter-kind.ts';

/** How many of the bills that are as far off as this one a set of stories holds. */
export interface Coverage {
  /** Bills that some story holds. */
  readonly hits: number;
  /** Bills drawn, every one counted. */
  readonly of: number;
  /** 0..1; 1 where the stories are too many to count. */
  readonly share: number;
}

/** How a part of a story is known. `free`: a number that this bill gives and nothing predicts. */
export type Certainty = 'measured' | 'assumed' | 'free' | 'open';

/** Where cached input tokens of one modality go on the bill. `missing`: on a meter of their own that has no row here. */
export type CacheTreatment = 'none' | 'apart' | 'folded' | 'unbilled' | 'missing';

/** One thing that a story rests on, with how it is known. `text` is a clause without a full stop. */
export interface Mark {
  readonly certainty: Certainty;
  readonly text: string;
}

/** A part of one meter in a story. The parts of a meter add up to what the story predicts for it. */
export interface MeterPart {
  /** Below zero where something that was reported is not on this meter. */
  readonly tokens: number;
  /** `reported`; `beside`: a side event; `again`: read again, which the story predicts; `within`: what the rules leave open of it; `free`: as this bill has it, predicted by nothing. */
  readonly kind: 'reported' | 'beside' | 'again' | 'within' | 'free';
  /** `reported`, `question re-read`, `answer re-read, 117 + 2`, `a second answer of 10.6 s`. */
  readonly words: string;
}

/** One meter of one explanation, with its arithmetic written out. */
export interface PredictedMeter extends BilledAs {
  readonly meter: MeterKind;
  /** What the story says the meter shows. For a free number it is the billed value, and proves nothing. null: the story is silent. */
  readonly predicted: number | null;
  /** Billed less predicted, by the nearest of the numbers that it can be; null where either is unknown. */
  readonly residual: number | null;
  /** False for a number that the story leaves free: it adds nothing to the evidence. */
  readonly checked: boolean;
  /** `119 + (119 + 117 + 2)` */
  readonly arithmetic: string;
  readonly note: string;
  readonly parts: readonly MeterPart[];
}

export interface Inference {
  readonly kind: 'reported' | 'further';
  /** From 0; null: it ran in another session. */
  readonly turn: number | null;
  /** What a further inference read: `finished`, `retry`, `logged-3`; null: it was reported. */
  readonly context: string | null;
  /** Number of the response in the session's log that it is; null: no log saw it. */
  readonly response: number | null;
  /** False: no measured rule knows such a context. */
  readonly measured: boolean;
  readonly statement: string;
}

/** One story that survived, ready to be read. */
export interface Explanation {
  /** 1, 2, 3 …; stories that nothing tells apart share one. */
  readonly rank: number;
  /** Every checked meter equals its prediction in whole tokens, and at least one meter is checked. */
  readonly exact: boolean;
  /** It holds a context that no measured rule knows: a rival, never a part of the finding. */
  readonly outside: boolean;
  /** `A further response over the finished conversation, nothing new added`: without a full stop. */
  readonly title: string;
  /** The same as a whole sentence, with what became of cached tokens and what happened beside. */
  readonly statement: string;
  readonly inferences: readonly Inference[];
  /** What else the story says happened: responses off this bill, transcription, another session. */
  readonly events: readonly string[];
  /** Where cached input tokens go in it, by modality. */
  readonly cached: Readonly<Record<'audio' | 'text', CacheTreatment>>;
  readonly meters: readonly PredictedMeter[];
  /** Meters whose number the story leaves free. */
  readonly freeParameters: readonly string[];
  /** What it rests on, told apart by how it is known. */
  readonly marks: readonly Mark[];
  /** What it takes for granted, as whole sentences. */
  readonly assumptions: readonly string[];
  /** What may have caused it. All have the same sums, so the numbers cannot tell which. */
  readonly mechanisms: readonly string[];
  /** How often a bill as far off as this one would be held by a story as simple; null: nothing is beyond the report. */
  readonly coverage: Coverage | null;
  readonly supports: readonly string[];
  readonly contradictions: readonly string[];
}

/** What a further inference is claimed to have read, and after which turn (from 0; null: in another session). */
export interface ClaimedInference {
  readonly context: string;
  readonly turn: number | null;
}

/** What a finding claims, for whoever checks it: everything that `headline` and `lead` state as so, and no more. */
export type Claim =
  | { readonly kind: 'no bill' | 'nothing fits' | 'as reported' | 'as reported in part' | 'undecided' }
  /** Every meter holds one factor of what was reported, in tokens or in money, and no story is told. */
  | { readonly kind: 'ratio'; readonly of: 'money' | 'tokens' }
  /** Inferences that the log saw begin and that never reported: with them the bill closes. By the log's numbers. */
  | { readonly kind: 'seen'; readonly responses: readonly number[] }
  /** As many of these as `count` close the bill, and the numbers do not say which. */
  | { readonly kind: 'seen among'; readonly count: number; readonly responses: readonly number[] }
  | {
      readonly kind: 'further';
      /** True in every surviving story within the measured rules. */
      readonly atLeast: number;
      /** True in every first-ranked story, sorted; null: they differ, and `lead` says so. */
      readonly contexts: readonly ClaimedInference[] | null;
    };

/** What the numbers force, in words: the literal intersection of the surviving stories. */
export interface Finding {
  readonly claim: Claim;
  /** One sentence for whoever reads no more. */
  readonly headline: string;
  /** The second line: what the first story says, and how often chance does as well. */
  readonly lead: string;
  /** What the numbers leave open, and what would settle it. */
  readonly open: string;
  /** The turn that `lead` names, from 0; left out: it names none. */
  readonly turn?: number;
  /** Coverage by stories as simple as the first; null: nothing is beyond the report, or nothing fits. */
  readonly chance: Coverage | null;
}

/** Something that could have run or is often told, and the number that says no. */
export interface Excluded {
  readonly id: string;
  /** `A new spoken item, even an empty one` */
  readonly title: string;
  /** What such a thing adds, by the rules: `8 more for any item`; or what of it fits. */
  readonly rule: string;
  /** `246 text in, billed 238` */
  readonly fails: string;
}

/** Something that no number of this bill can exclude. */
export interface OpenRival {
  readonly id: string;
  /** `Two other first turns` */
  readonly title: string;
  /** What follows the title in a sentence: `with the default instructions and 53.0 s of audio between them: 2 × 119 = 119 + 117 + 2`. Without a full stop. */
  readonly text: string;
}

/** Which measured rules the stories go by. */
export interface RulesUsed {
  readonly family: string;
  readonly service: string;
  /** False: the family is a guess, for the model's name does not tell it. */
  readonly certain: boolean;
  /** Where they were measured and what of them was never seen on this service, in whole sentences. */
  readonly sentence: string;
}
