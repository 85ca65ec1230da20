import { z } from 'zod';
import type { Result } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { endpointSchema } from './protocol/endpoint.ts';
import type { PriceBook } from './pricing/price-book.ts';
import type { LevelReading } from './audio/level.ts';
import type { LogEntry, SessionHeader } from './session/entry.ts';
import type { SessionView } from './session/view.ts';

/*
 * The one contract between a window (or the CLI, or a test) and the engine. A command is one entry in `commandArgs`
 * and one in `Answers`; the engine's table of handlers is typed by both, so a command missing on either side does not compile.
 */

const sessionId = z.string().min(1).max(100);
const json: z.ZodType<Json> = z.json();
/** Option values by option id of `protocol/options.ts`; an id left out keeps the service's default. */
const optionValues = z.record(z.string(), json);

export const inputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('microphone') }),
  /** `wavId` from an upload, or `path` from the CLI. Paced at real time; `trailingSilenceMs` lets the VAD end the turn. */
  z.object({
    kind: z.literal('wav'),
    wavId: z.string().optional(),
    path: z.string().optional(),
    trailingSilenceMs: z.number().int().min(0).max(60_000),
  }),
]);
export type InputChoice = z.infer<typeof inputSchema>;

const captureSettings = z.object({
  sampleRateHz: z.number(),
  channels: z.number(),
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGainControl: z.boolean(),
});

/** What a person set and the bench remembers between runs. Never holds a secret. */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  endpoint: endpointSchema,
  options: optionValues,
  input: z.object({
    kind: z.enum(['microphone', 'wav']),
    /** Device label, for labels outlive device ids; null: the system's default. */
    deviceLabel: z.string().nullable(),
    trailingSilenceMs: z.number().int().min(0).max(60_000),
    echoCancellation: z.boolean(),
    noiseSuppression: z.boolean(),
    autoGainControl: z.boolean(),
  }),
  outputLabel: z.string().nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const commandArgs = {
  /** Facts about this engine: version, host, data folder, price book. */
  'app.info': z.object({}),
  'preferences.read': z.object({}),
  'preferences.write': preferencesSchema.partial(),
  /** Connects and starts recording. The key is taken from the host's secret store under `endpoint`. */
  'session.start': z.object({ endpoint: endpointSchema, options: optionValues, input: inputSchema }),
  /** Closes the live session; waits for open responses and transcriptions, at most `graceMs`. */
  'session.stop': z.object({ graceMs: z.number().int().min(0).max(60_000) }),
  /** Sends `session.update` with the options that changed. */
  'session.options': z.object({ options: optionValues }),
  /** Sends one client event; the engine stamps `event_id` where it has none. */
  'session.send': z.object({ event: z.record(z.string(), json) }),
  'session.mute': z.object({ muted: z.boolean() }),
  /** A snapshot of the view (live session when `sessionId` is null) and then entries from `view.seq + 1` as pushes. */
  'session.attach': z.object({ sessionId: sessionId.nullable() }),
  /** Raw entries with `fromSeq <= seq <= toSeq`, at most 2,000 an answer. */
  'entries.read': z.object({ sessionId, fromSeq: z.number().int().min(1), toSeq: z.number().int().min(1) }),
  /** What the page knows of the microphone, for the record. */
  'input.report': z.discriminatedUnion('what', [
    z.object({ what: z.literal('opened'), label: z.string(), settings: captureSettings }),
    z.object({ what: z.literal('lost'), label: z.string(), message: z.string() }),
    z.object({ what: z.literal('zeros'), label: z.string(), forMs: z.number() }),
  ]),
  'library.list': z.object({}),
  'library.delete': z.object({ sessionId }),
  /** Checks and describes an address without connecting. */
  'endpoint.describe': z.object({ endpoint: endpointSchema }),
  /** Whether a key is at hand for this endpoint, and how it would be kept. Never the key. */
  'secret.status': z.object({ endpoint: endpointSchema }),
} as const satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof commandArgs;
export type Args<C extends CommandName> = z.infer<(typeof commandArgs)[C]>;

export interface WavInfo {
  readonly wavId: string;
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly durationMs: number;
  readonly format: string;
}

export interface SessionSummary {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly label: string;
  readonly deployment: string;
  readonly durationMs: number;
  readonly responses: number;
  readonly entries: number;
  readonly live: boolean;
  /** What is wrong with a session that cannot be opened, as a sentence. */
  readonly problem?: string;
}

export interface Answers {
  'app.info': {
    version: string;
    host: 'electron' | 'browser' | 'cli' | 'test';
    dataFolder: string;
    priceBook: PriceBook;
    engineStarts: number;
    notices: string[];
  };
  'preferences.read': { preferences: Preferences };
  'preferences.write': { preferences: Preferences };
  'session.start': { sessionId: string };
  'session.stop': { sessionId: string; unfinished: string[] };
  'session.options': { eventId: string };
  'session.send': { eventId: string };
  'session.mute': { muted: boolean };
  'session.attach': { view: SessionView | null; folder: string | null };
  'entries.read': { entries: LogEntry[] };
  'input.report': object;
  'library.list': { sessions: SessionSummary[]; folder: string };
  'library.delete': object;
  'endpoint.describe': { url: string; label: string; headers: Record<string, string> };
  'secret.status': { present: boolean; from: 'store' | 'memory' | 'environment' | null; needed: boolean };
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

/** Engine to window, unasked. Batches: at most one `entries` a 16 ms frame. */
export type BenchPush =
  | { readonly type: 'session.opened'; readonly header: SessionHeader }
  | { readonly type: 'entries'; readonly sessionId: string; readonly entries: readonly LogEntry[] }
  | { readonly type: 'level'; readonly stream: 'input' | 'output'; readonly level: LevelReading }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  | { readonly type: 'notice'; readonly text: string };

export type OptionValues = JsonObject;
export type OptionValue = Json;
