import type { z } from 'zod';
import type { LevelReading } from './audio/level.ts';
import { appArgs, type AppAnswers, type Preferences } from './contract/app.ts';
import { endpointArgs, type EndpointAnswers } from './contract/endpoint.ts';
import { fetchCostsArgs, type FetchCostsAnswers } from './contract/fetch-costs.ts';
import { libraryArgs, type LibraryAnswers } from './contract/library.ts';
import { priceArgs, type PriceAnswers } from './contract/prices.ts';
import { profileArgs, type ProfileAnswers } from './contract/profiles.ts';
import { reconcileArgs, type ImportNews, type ReconcileAnswers } from './contract/reconcile.ts';
import { presetArgs, type PresetAnswers } from './contract/presets.ts';
import { signInArgs, type SignInAnswers, type SignInPrompt } from './contract/sign-in.ts';
import { sessionArgs, type SessionAnswers } from './contract/session.ts';
import type { Result } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Profile } from './profiles/profile.ts';
import type { LogEntry, SessionHeader } from './session/entry.ts';

export { preferencesSchema, type Preferences } from './contract/app.ts';
export type { SessionSummary } from './contract/library.ts';
export type { CostApi, CostQuestion } from './contract/fetch-costs.ts';
export type { ExportFormat } from './reconcile/report/formats.ts';
export type { CaseSummary, ImportNews, ImportOutcome } from './contract/reconcile.ts';
export { inputSchema, type InputChoice } from './contract/session.ts';

/*
 * The one contract between a window (or the CLI, or a test) and the engine. `contract/` has a file per subject: a command
 * is one entry in its `…Args` and one in its `…Answers`; the engine's table of handlers is typed by both, so a command
 * missing on either side does not compile.
 */

export const commandArgs = {
  ...appArgs,
  ...sessionArgs,
  ...libraryArgs,
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
    EndpointAnswers,
    PriceAnswers,
    ProfileAnswers,
    ReconcileAnswers,
    FetchCostsAnswers,
    PresetAnswers,
    SignInAnswers {}

export interface WavInfo {
  readonly wavId: string;
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly durationMs: number;
  readonly format: string;
}

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
}

/** Engine to window, unasked. Batches: at most one `entries` in 8 ms. */
export type BenchPush =
  | { readonly type: 'session.opened'; readonly header: SessionHeader }
  | { readonly type: 'entries'; readonly sessionId: string; readonly entries: readonly LogEntry[] }
  | { readonly type: 'level'; readonly stream: 'input' | 'output'; readonly level: LevelReading }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  | { readonly type: 'profiles'; readonly profiles: readonly Profile[] }
  /** An import runs, and how far it is; null: none runs any more. */
  | { readonly type: 'import'; readonly news: ImportNews | null }
  /** Costs are being fetched, and what is waited for; null: none are any more. */
  | { readonly type: 'fetch'; readonly sentence: string | null }
  /** What a person has to do to be signed in; null: that is over. */
  | { readonly type: 'sign-in'; readonly prompt: SignInPrompt | null }
  | { readonly type: 'notice'; readonly text: string };

export type OptionValues = JsonObject;
