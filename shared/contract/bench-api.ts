import type { z } from 'zod';
import type { LevelReading } from '../audio/level-meter.ts';
import type { Result } from '../kit/errors.ts';
import type { JsonObject } from '../kit/json.ts';
import type { Profile } from '../protocol/endpoints/profiles.ts';
import type { SessionAbout } from '../session/about.ts';
import type { LogEntry, SessionHeader } from '../session/entry.ts';
import {
  type EndpointAnswers,
  endpointArgs,
  type ProfileAnswers,
  profileArgs,
  type SignInAnswers,
  signInArgs,
  type SignInPrompt,
} from './connections.ts';
import { type AppAnswers, appArgs, type Preferences, type PresetAnswers, presetArgs } from './preferences.ts';
import { type PlayerAnswers, playerArgs, type PlayNews } from './player.ts';
import { type PriceAnswers, priceArgs } from './prices.ts';
import type { RepairNews } from './repairs.ts';
import {
  type FetchCostsAnswers,
  fetchCostsArgs,
  type ImportNews,
  type LookNews,
  type ReconcileAnswers,
  reconcileArgs,
} from './reconcile.ts';
import { type HandOnAnswers, handOnArgs } from './handing-on.ts';
import { type LibrarySearchAnswers, librarySearchArgs, type SearchStanding } from './library-search.ts';
import { type TrashAnswers, trashArgs } from './trash.ts';
import { type LibraryAnswers, libraryArgs, type SessionAnswers, sessionArgs } from './sessions.ts';

export { preferencesSchema, type Preferences } from './preferences.ts';
export type { SessionSummary, WavInfo } from './sessions.ts';
export type { CostApi, CostQuestion, FetchedWitness, FetchQuestion, OpenAiQuestion } from './reconcile.ts';
export type { ExportFormat } from '../reconcile/report/documents.ts';
export type { CaseSummary, ImportNews, ImportOutcome } from './reconcile.ts';
export { inputSchema, type InputChoice } from './sessions.ts';

/*
 * The one contract between a window (or the CLI, or a test) and the engine. `contract/` has a file per subject: a command
 * is one entry in its `…Args` and one in its `…Answers`; the engine's table of handlers is typed by both, so a command
 * missing on either side does not compile.
 */

export const commandArgs = {
  ...appArgs,
  ...sessionArgs,
  ...libraryArgs,
  ...playerArgs,
  ...handOnArgs,
  ...librarySearchArgs,
  ...trashArgs,
  ...endpointArgs,
  ...priceArgs,
  ...profileArgs,
  ...reconcileArgs,
  ...fetchCostsArgs,
  ...presetArgs,
  ...signInArgs,
} as const;

export type CommandName = keyof typeof commandArgs;
export type Args<C extends CommandName> = z.infer<(typeof commandArgs)[C]>;

export interface Answers
  extends
    AppAnswers,
    SessionAnswers,
    LibraryAnswers,
    PlayerAnswers,
    HandOnAnswers,
    LibrarySearchAnswers,
    TrashAnswers,
    EndpointAnswers,
    PriceAnswers,
    ProfileAnswers,
    ReconcileAnswers,
    FetchCostsAnswers,
    PresetAnswers,
    SignInAnswers {}

export type Answer<C extends CommandName> = Result<Answers[C]>;

/** What a client of the engine holds, in process or over a port. */
export interface BenchApi {
  call<C extends CommandName>(command: C, args: Args<C>): Promise<Answer<C>>;
  onPush(listener: (push: BenchPush) => void): () => void;
}

/** The engine's table of handlers: one per command, arguments already validated. */
export type Handlers = { [C in CommandName]: (args: Args<C>, client: ClientHandle) => Promise<Answer<C>> | Answer<C> };

/** The caller, as the engine sees it: pushes of an attached session go to it. */
export interface ClientHandle {
  readonly id: number;
  push(push: BenchPush): void;
  /** Whether anybody can see its window: entries of a session go out less often where nobody can. */
  seen(seen: boolean): void;
}

/** Engine to window, unasked. Batches: at most one `entries` in 8 ms, in a second where the window is hidden (`window.seen`). */
export type BenchPush =
  | { readonly type: 'session.opened'; readonly header: SessionHeader }
  | { readonly type: 'entries'; readonly sessionId: string; readonly entries: readonly LogEntry[] }
  | { readonly type: 'level'; readonly stream: 'input' | 'output'; readonly level: LevelReading }
  /** A record that this page plays: ten times a second, and at its end. */
  | { readonly type: 'played'; readonly news: PlayNews }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  /** What a person wrote about a session is this now. */
  | { readonly type: 'about'; readonly sessionId: string; readonly about: SessionAbout }
  /** The index of the search is being made, and this is in it by now. */
  | { readonly type: 'search-index'; readonly standing: SearchStanding }
  | { readonly type: 'profiles'; readonly profiles: readonly Profile[] }
  /** An import runs, and how far it is; null: none runs any more. */
  | { readonly type: 'import'; readonly news: ImportNews | null }
  /** A look at a reconciliation runs, and how far it is; null: none runs any more. */
  | { readonly type: 'look'; readonly news: LookNews | null }
  /** Costs are being fetched, and what is waited for; null: none are any more. */
  /** `leftMs`: the sentence counts a wait down that was told before; it is still so long. */
  | { readonly type: 'fetch'; readonly sentence: string | null; readonly leftMs?: number }
  /** What a person has to do to be signed in; null: that is over. */
  | { readonly type: 'sign-in'; readonly prompt: SignInPrompt | null }
  /** Another host, or a person by hand, changed something in the data folder: whoever shows it reads it again. */
  | {
      readonly type: 'changed';
      readonly what: 'sessions' | 'presets' | 'prices' | 'bills' | 'reconciliations';
    }
  /** What this start did with records that a crash had left behind, where that took longer than the start. */
  | { readonly type: 'repairs'; readonly repairs: RepairNews }
  | { readonly type: 'notice'; readonly text: string };

export type OptionValues = JsonObject;
