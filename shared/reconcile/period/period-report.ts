/*
 * What a bill of many days says beside the sessions of those days, as plain data: it crosses from a worker to a window, to files
 * and to the command line as it is. Money is an exact decimal string beside the code of its currency.
 */
import type { BilledAs, MeterKind } from '../../billing/meter-kind.ts';
import type { Money } from '../../kit/money.ts';
import type { ReportSource } from '../reconcile-report.ts';
import type { Freshness } from '../scope/settlement.ts';
import type { ManySessions } from '../scope/several-days.ts';

/** Columns of the table beside the six meters. Image input has no output; transcription is billed in tokens or by time. */
export type PeriodColumn =
  MeterKind | 'image_in' | 'image_cached' | 'transcription_in' | 'transcription_out' | 'transcription_hours';

/** How a day of a model, or one of its meters, stands. */
export type PeriodState =
  | 'as reported'
  /** A story of the measured rules explains it; `story` of the day says which. */
  | 'explained'
  /** Every meter holds at least what was reported, inputs and outputs more, and no story explains it. */
  | 'other traffic'
  | 'open'
  /** Rows can still change, and the day does not fit. */
  | 'not settled'
  /** Sessions ran, and the file has no row of them. */
  | 'no row'
  /** Rows are there, and no session of that day. */
  | 'no session'
  /** A row of the day cannot be read. */
  | 'unreadable'
  /** Neither a session nor a row. */
  | 'nothing';

/** One meter on one day. */
export interface PeriodCell extends BilledAs {
  readonly column: PeriodColumn;
  /** Tokens that were reported, as this meter would show them; hours as an exact decimal. */
  readonly expected: number;
  /** Exact decimals of a meter of time; null: the column counts tokens. */
  readonly hours: { readonly expected: string; readonly billed: string | null } | null;
  /** Billed less expected, by the nearest number that a rounded row can be; null: no row, or hours. */
  readonly difference: number | null;
  readonly charged: readonly Money[];
  /** What the difference costs by the meter's own price in the file, else at list price; null: there is neither, or no row. */
  readonly beyond: Money | null;
  /** `as reported`, `explained`, `other traffic`, `open`, `no row` ... of this meter alone. */
  readonly state: PeriodState;
}

export interface PeriodDay {
  /** UTC day `YYYY-MM-DD`; a month `YYYY-MM` where the file bills months; empty where it names no day. */
  readonly day: string;
  /** Ids of the sessions that reported on this day, in the order of their start. */
  readonly sessions: readonly string[];
  /** Columns that have a row or a report, in the order of the table. */
  readonly cells: readonly PeriodCell[];
  readonly charged: readonly Money[];
  /** Charged beyond what was reported, over the cells of which that is known; null: nothing is, or in several currencies. */
  readonly beyond: Money | null;
  readonly state: PeriodState;
  /** Index into `stories`; null: no story explains it. */
  readonly story: number | null;
  readonly freshness: Freshness;
  /** One sentence: what the day shows. */
  readonly sentence: string;
}

/** One model in one scope on one resource: they are never added to one another. */
export interface PeriodBlock {
  /** `gpt-realtime-mini 1215, global`. */
  readonly model: string;
  /** Last part of the resource's id; null: the file names none. */
  readonly resource: string | null;
  /** Its whole id, where two resources of the file have one name; else null. */
  readonly resourceId: string | null;
  /** Every day of the period, in order. */
  readonly days: readonly PeriodDay[];
  readonly columns: readonly PeriodColumn[];
  /** Per column: tokens billed, and what was charged. */
  readonly totals: readonly {
    readonly column: PeriodColumn;
    readonly tokens: number | null;
    readonly hours: string | null;
    readonly charged: readonly Money[];
  }[];
  readonly charged: readonly Money[];
  /** List prices behind `beyond`; null: the model has none here. */
  readonly priceBook: string | null;
  /** What the days together say as equations; null: too few of them differ. */
  readonly many: ManySessions | null;
}

/** One session of the period. */
export interface PeriodSession {
  readonly id: string;
  /** The name given to it by hand; null: none. */
  readonly name: string | null;
  readonly days: readonly string[];
  /** Index into `blocks`; null: the file holds no meter of its model, and `why` says which it holds. */
  readonly block: number | null;
  readonly why: string | null;
  readonly deployment: string | null;
  readonly tags: readonly string[];
  /** The value of its tag `customer=...`; null: it has none. */
  readonly customer: string | null;
  readonly responses: number;
  /** What it reported, at list price; null: there is none. */
  readonly reported: Money | null;
  /**
   * Its part of what was charged: its own tokens of each meter, with what a story says ran in it, by the meter's own price. null: a
   * day of it is not explained, or the charge has no readable price.
   */
  readonly billed: Money | null;
  /** The same meter by meter, in tokens. */
  readonly meters: Readonly<Record<MeterKind, { readonly reported: number; readonly billed: number | null }>>;
}

/** A story that explains days, with its letter. */
export interface PeriodStory {
  /** A, B, C ... */
  readonly letter: string;
  /** `A further response over the finished conversation, nothing new added, once in each session` */
  readonly title: string;
  readonly days: readonly string[];
  /** What it explains in money, beyond what was reported. */
  readonly beyond: readonly Money[];
}

/** Money of the file that is in no cell of a block, by its reason. */
export interface Unallocated {
  /** `A model with no session here`, `A resource with no session`, `A meter whose name is not understood` ... */
  readonly title: string;
  readonly charged: readonly Money[];
  readonly rows: number;
  /** A few of its names, with what each of them is charged. */
  readonly names: readonly { readonly name: string; readonly charged: readonly Money[]; readonly rows: number }[];
}

/** One part of the file's total, in one currency. */
export interface PeriodPart {
  /** `no session`: charged on days on which no session here ran. */
  readonly state: 'as reported' | 'story' | 'other traffic' | 'no session' | 'open' | 'not settled' | 'not allocated';
  /** Index into `stories` of a story; else null. */
  readonly story: number | null;
  readonly cost: string;
  /** Of the file's total, 0..1; null: a part is below zero, so that shares say nothing. */
  readonly share: number | null;
  readonly days: number;
}

/** The file's own total and its parts, which add up to it to the last decimal. */
export interface PeriodTotal {
  readonly currency: string;
  readonly file: string;
  readonly table: string;
  readonly unallocated: string;
  readonly parts: readonly PeriodPart[];
}

export interface PeriodReport {
  readonly voxtally: 1;
  readonly kind: 'period';
  /** First and last UTC day. */
  readonly from: string;
  readonly to: string;
  /** `October 2026`, `5 to 20 October 2026`. */
  readonly label: string;
  /** One sentence for whoever reads no more. */
  readonly headline: string;
  /** The second line. */
  readonly lead: string;
  readonly blocks: readonly PeriodBlock[];
  readonly sessions: readonly PeriodSession[];
  readonly stories: readonly PeriodStory[];
  readonly unallocated: readonly Unallocated[];
  /** One a currency; they are never added to one another. */
  readonly totals: readonly PeriodTotal[];
  readonly sources: readonly ReportSource[];
  readonly notes: readonly string[];
}

/** Sessions of one day, deployment, tag or customer together. A session with two tags stands under both. */
export interface PeriodGroup {
  /** The day, deployment, tag or customer; null: sessions that have none. */
  readonly of: string | null;
  readonly sessions: readonly string[];
  readonly responses: number;
  readonly reported: readonly Money[];
  /** What is known of what was charged for them; `unknown` sessions have no part of it. */
  readonly billed: readonly Money[];
  readonly unknown: number;
}
