import { z } from 'zod';
import { mostChannels, mostGainDb } from '../audio/channels.ts';
import { sampleQuestionIds } from '../audio/sample-questions.ts';
import { endpointSchema, networkSchema } from '../protocol/endpoints/schema.ts';
import { json, optionValues } from '../protocol/options/schema.ts';
import { usageFormats } from '../session/costs/usage-export.ts';
import { aboutChangeSchema, type SessionAbout, tagSchema } from '../session/about.ts';
import type { LogEntry } from '../session/entry.ts';
import type { GroupComparison } from '../session/library/compare-groups.ts';
import { fewestCompared, mostCompared, mostInGroup } from '../session/library/compare-limits.ts';
import type { Comparison } from '../session/library/compare-sessions.ts';
import type { ListedCost, SessionFacts } from '../session/library/session-facts.ts';
import type { SessionView } from '../session/view.ts';
import type { BillStanding } from './session-bill.ts';
import { sessionId } from './session-id.ts';

/** What is heard of an input: all channels averaged, or one, counted from 1. */
export const channelSchema = z.union([z.literal('mix'), z.number().int().min(1).max(mostChannels)]);
/** Input gain in dB. */
export const gainSchema = z.number().min(-mostGainDb).max(mostGainDb);

/** A file of sound: `wavId` from an upload, or `path` from the CLI. Left out: all channels averaged, no gain. */
const soundChoice = z.object({
  wavId: z.string().optional(),
  path: z.string().optional(),
  channel: channelSchema.optional(),
  gainDb: gainSchema.optional(),
});
export type SoundChoice = z.infer<typeof soundChoice>;

const trailingSilenceMs = z.number().int().min(0).max(60_000);
/** More than anybody queues by hand. */
const mostFiles = 200;

export const inputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('microphone') }),
  /** A file, and those that follow it, each a turn. Paced at real time; `trailingSilenceMs` lets the VAD end the turn. */
  soundChoice.extend({
    kind: z.literal('wav'),
    trailingSilenceMs,
    more: z.array(soundChoice).max(mostFiles).optional(),
  }),
]);
export type InputChoice = z.infer<typeof inputSchema>;

const captureSettings = z.object({
  sampleRateHz: z.number(),
  channels: z.number(),
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGainControl: z.boolean(),
  channel: channelSchema.optional(),
  gainDb: gainSchema.optional(),
});

/** The running session, and the record of any. */
export const sessionArgs = {
  /** Connects and starts recording. The key is taken from the host's secret store under `endpoint`. */
  'session.start': z.object({
    endpoint: endpointSchema,
    options: optionValues,
    input: inputSchema,
    /** The recorded session this one goes on with; `replay` puts its conversation back as far as it can be. */
    continues: z.object({ sessionId, replay: z.boolean() }).optional(),
    /** Absent: as the system is set. */
    network: networkSchema.optional(),
    /** Name of the profile it starts from, for the record. */
    profile: z.string().max(100).optional(),
    /** How long the next file waits for an answer to begin. Absent: the usual time. */
    answerMs: z.number().int().min(0).max(600_000).optional(),
    /** What its record keeps; `usage`: neither sound nor words. Absent: as the preferences say. */
    keep: z.enum(['all', 'usage']).optional(),
  }),
  /**
   * Closes the live session; waits for open responses and transcriptions, at most `graceMs`. Asked again with 0, it waits no longer. A
   * start that has no session yet is called off, which is answered with `no-session`.
   */
  'session.stop': z.object({ graceMs: z.number().int().min(0).max(60_000) }),
  /** Sends `session.update` with the options that changed; those that only change between turns wait for the end of one. */
  'session.options': z.object({ options: optionValues }),
  /** Sends one client event; the engine stamps `event_id` where it has none. */
  'session.send': z.object({ event: z.record(z.string(), json) }),
  /** What the window's system says of the network; a connection is tried out when it is back. */
  'session.network': z.object({ online: z.boolean() }),
  'session.mute': z.object({ muted: z.boolean() }),
  /** Files speak in the running session, in turn with the microphone: the first at once, or behind those that wait already. */
  'input.play': z.object({ files: z.array(soundChoice).min(1).max(mostFiles), trailingSilenceMs }),
  /** `current`: the file that speaks ends here and the next one has its turn. `all`: those that wait are forgotten, too. */
  'input.stopFile': z.object({ which: z.enum(['current', 'all']) }),
  /** A question that comes with the bench, by its id, as a file that can speak. */
  'input.sample': z.object({ id: z.enum(sampleQuestionIds) }),
  /** A snapshot of the view (live session when `sessionId` is null) and then entries from `view.seq + 1` as pushes. */
  'session.attach': z.object({ sessionId: sessionId.nullable() }),
  /** Raw entries with `fromSeq <= seq <= toSeq`, at most 2,000 an answer. */
  'entries.read': z.object({ sessionId, fromSeq: z.number().int().min(1), toSeq: z.number().int().min(1) }),
  /** What kind each entry from `fromSeq` to `toSeq` is, at most `mostKindsAnAnswer` of them from the first on. */
  'entries.kinds': z.object({ sessionId, fromSeq: z.number().int().min(1), toSeq: z.number().int().min(1) }),
  /** What the page knows of the microphone, for the record. */
  'input.report': z.discriminatedUnion('what', [
    z.object({ what: z.literal('opened'), label: z.string(), settings: captureSettings }),
    z.object({ what: z.literal('lost'), label: z.string(), message: z.string() }),
    /** `forMs` 0: it delivers sound again. */
    z.object({ what: z.literal('zeros'), label: z.string(), forMs: z.number().min(0) }),
    /** So many channels cancel each other in the mean that is heard; 0: they do no more. */
    z.object({ what: z.literal('cancelling'), label: z.string(), channels: z.number().int().min(0) }),
  ]),
  /** What the page knows of the output, for the record. */
  'output.report': z.discriminatedUnion('what', [
    z.object({ what: z.literal('opened'), label: z.string(), latencyMs: z.number().min(0) }),
    z.object({ what: z.literal('lost'), label: z.string(), message: z.string() }),
  ]),
} as const satisfies Record<string, z.ZodType>;

/** A file of sound that the engine has, under the name that commands call it by. */
export interface WavInfo {
  readonly wavId: string;
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly durationMs: number;
  /** For people: `FLAC 16-bit`. */
  readonly format: string;
  /** What to know before its channels are averaged, as a sentence; null: nothing. */
  readonly advice: string | null;
  /** That it is sent a little longer or shorter than it is, as a sentence; null: it is not. */
  readonly stretched: string | null;
}

export interface SessionAnswers {
  'session.start': { sessionId: string };
  /** `unsaved`: where its record is that its folder did not take, in whole sentences; null: it is where it belongs. */
  'session.stop': { sessionId: string; unfinished: string[]; unsaved: string | null };
  /** `eventId` null: the options wait for the running response to end. */
  'session.options': { eventId: string | null };
  'session.send': { eventId: string };
  'session.network': object;
  'session.mute': { muted: boolean };
  /** Their names, in order. */
  'input.play': { queued: string[] };
  'input.stopFile': object;
  'input.sample': { wav: WavInfo };
  /** `about`: what a person wrote about it; null: there is no session. */
  'session.attach': { view: SessionView | null; folder: string | null; about: SessionAbout | null };
  'entries.read': { entries: LogEntry[] };
  /** A digit an entry, from `fromSeq` on: its place in `entryKinds`; 0: the record does not have it. */
  'entries.kinds': { kinds: string };
  'input.report': object;
  'output.report': object;
}

/** Saved sessions. */
export const libraryArgs = {
  'library.list': z.object({}),
  /** Name, note and tags of a session, a running one too; members left out stay, null takes one away. */
  'library.about': z.object({ sessionId, about: aboutChangeSchema }),
  'library.delete': z.object({ sessionId }),
  /** Two to four saved sessions side by side, the first being what the others are held against; see `compareSessions`. */
  'library.compare': z.object({ sessionIds: z.array(sessionId).min(fewestCompared).max(mostCompared) }),
  /** Groups of saved sessions side by side by their medians; see `compareGroups`. */
  'library.compareGroups': z.object({
    groups: z
      .array(z.object({ name: tagSchema, sessionIds: z.array(sessionId).min(1).max(mostInGroup) }))
      .min(fewestCompared)
      .max(mostCompared),
  }),
  /** Usage and cost of saved sessions as one file. */
  'library.usage': z.object({ sessionIds: z.array(sessionId).min(1).max(500), format: z.enum(usageFormats) }),
} as const satisfies Record<string, z.ZodType>;

/** What a listed session came to, as far as its record tells. */
export interface ListedFacts {
  readonly name: string | null;
  readonly turns: number;
  /** Responses that ended and never said what they used. */
  readonly notReported: number;
  readonly alarms: number;
  /** Some of what is expected is an estimate. */
  readonly estimated: boolean;
  /** Options that were asked for, as a person reads them. */
  readonly options: readonly string[];
  /** What was said first. */
  readonly opening: SessionFacts['opening'];
  /** Why the service let nobody in, as a sentence; null: it did. */
  readonly refused: string | null;
  readonly cost: ListedCost;
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
  /** What its folder takes on the disk. */
  readonly bytes?: number;
  /** What a person wrote about it; absent: nothing. */
  readonly about?: SessionAbout;
  /** Absent: its record does not say. */
  readonly known?: ListedFacts;
  /** Absent: nobody asked. */
  readonly bill?: BillStanding;
  /** What is wrong with a session that cannot be opened, as a sentence. */
  readonly problem?: string;
  /** What is wrong with the record of one that can be opened, in whole sentences: what it came to may be wrong. */
  readonly doubt?: string;
}

export interface LibraryAnswers {
  'library.list': { sessions: SessionSummary[]; folder: string };
  'library.about': { about: SessionAbout };
  'library.delete': object;
  'library.compare': { comparison: Comparison };
  'library.compareGroups': { comparison: GroupComparison };
  'library.usage': { fileName: string; mediaType: string; text: string };
}
