import type { JsonObject } from '../../kit/json.ts';
import type { Dialect } from '../../protocol/dialects.ts';
import type { UsageProblem } from '../../usage/problems.ts';
import type { BenchEvent, BenchEventOf } from '../bench-events.ts';
import type { LogEntry } from '../entry.ts';
import type { Failure } from '../failure.ts';
import type { McpView } from '../mcp.ts';
import type { RecordProblem, Redaction } from '../record-state.ts';
import type { TranscriptionFailure } from '../transcription-failures.ts';
import type { AlarmView, ItemView, ResponseView, SessionView } from '../view.ts';

/* What an alarm is, and the moments at which the table of them is asked. */

/** What an alarm says. Of the same kind and title there is one, counted: the title names the cause, the text the latest case. */
export interface Said {
  readonly title: string;
  /** As a function of how often it has been raised, this time included, where that is said. */
  readonly text: string | ((count: number) => string);
}

/** One entry of the table. */
export interface Alarm<About> {
  readonly id: string;
  /** Its kind in the view, where what it is about decides that; left out: its id. */
  readonly kind?: (about: About) => string;
  readonly level: AlarmView['level'] | ((about: About) => AlarmView['level']);
  /** What to say; null: nothing is wrong. `view`: as the event or moment has left it. */
  readonly say: (view: SessionView, about: About) => Said | null;
}

export type Budget = BenchEventOf<'bench.budget'>;

/** Moments that are no event as it came, but what the fold finds in one; with what an alarm is told of it. */
export interface Moments {
  /** A response was created, and not only told again. */
  readonly 'response created': ResponseView;
  /** A response ended, for the first time. */
  readonly 'response done': ResponseView;
  /** Report and every count are in, so estimate and report can be held against each other. */
  readonly 'estimate settled': ResponseView;
  readonly 'transcription done': ItemView;
  /** A transcription failed, for the first time. */
  readonly 'transcription failed': { readonly itemId: string; readonly failure: TranscriptionFailure };
  /** A turn was committed; `isHeard`: the service had said that speech began. `isIdle`: its idle timeout committed it. */
  readonly 'turn committed': { readonly itemId: string; readonly isHeard: boolean; readonly isIdle: boolean };
  /** Something that goes on with an MCP server stands where it did not stand before. */
  readonly 'mcp changed': McpView;
  /** One thing that is wrong with a report; `name`: of what it reports. */
  readonly 'usage problem': { readonly name: string; readonly problem: UsageProblem };
  /** The service answered with an error that belongs to no update of the options. */
  readonly 'service error': Failure;
  /** An update was refused for the form of its session, and the service has shown none of its own. */
  readonly 'shape refused': { readonly sent: Dialect; readonly instead: Dialect };
  /** The engine said where the session stands with its budget; `was`: as it was known before. */
  readonly 'budget reported': { readonly was: SessionView['budget']; readonly now: Budget; readonly limit: string };
  /** The service gave the session a status, for which the protocol has no place. */
  readonly 'session status': { readonly status: string };
  /** Something that had come before came again, and nothing of it was counted. */
  readonly 'sent again': { readonly what: string };
  /** An event came as a binary frame; its type. */
  readonly 'event in binary': string;
  /** Nothing could be made of an entry. */
  readonly 'entry left out': LogEntry;
  /** A record has been read that holds no sound and no words; why. */
  readonly 'record redacted': Redaction;
  /** A record has been read, and this is wrong with it. */
  readonly 'record read': RecordProblem;
}

export interface AlarmTable {
  readonly server: Readonly<Record<string, readonly Alarm<JsonObject>[]>>;
  readonly bench: { readonly [Type in BenchEvent['type']]?: readonly Alarm<BenchEventOf<Type>>[] };
  readonly moments: { readonly [Moment in keyof Moments]: readonly Alarm<Moments[Moment]>[] };
}
