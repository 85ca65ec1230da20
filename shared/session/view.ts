import { type ChunkList, findLast } from '../kit/chunk-list.ts';
import type { BenchError } from '../kit/errors.ts';
import type { JsonObject } from '../kit/json.ts';
import type { SpokenDialect } from '../protocol/dialects.ts';
import type { ExpectedResponse, ExpectedTranscription, OwnInput, TextCount, ToolsCount } from '../usage/expected.ts';
import type { UsageLedger } from '../usage/ledger.ts';
import type { UsageProblem } from '../usage/problems.ts';
import type { SessionHeader } from './entry.ts';
import type { Failure } from './failure.ts';
import type { InputView, SpokenFile } from './input-view.ts';
import type { McpView } from './mcp.ts';
import type { OptionsView } from './options-view.ts';
import type { RecordState } from './record-state.ts';
import type { TranscriptionFailure } from './transcription-failures.ts';

/** Everything the window shows of a session, as plain JSON: the fold of its log. */
export interface SessionView {
  readonly header: SessionHeader | null;
  readonly phase: Phase;
  /** Sequence number and time of the last entry folded in. */
  readonly seq: number;
  readonly t: number;
  /** `t` of bench.connected; null before. */
  readonly openedMs: number | null;
  /** The close that is under way or was; null while nobody asked for one. */
  readonly closing: ClosingView | null;
  readonly closed: { readonly code: number; readonly reason: string; readonly explanation: string } | null;
  readonly error: BenchError | null;
  /** What the service last said the session is (`session.created`, `session.updated`), whole and raw. */
  readonly effective: JsonObject | null;
  /** Which dialect the connection speaks: as it was asked for, until the service shows another. */
  readonly dialect: SpokenDialect;
  /** What was asked of the session's options, and what came back. */
  readonly options: OptionsView;
  readonly counts: {
    readonly client: number;
    readonly server: number;
    readonly bench: number;
    /** Entries that carry audio, both ways. */
    readonly audioFrames: number;
    readonly unknownEvents: number;
    readonly malformed: number;
  };
  readonly items: ChunkList<ItemView>;
  readonly responses: ChunkList<ResponseView>;
  readonly speech: ChunkList<SpeechView>;
  readonly playback: ChunkList<PlaybackView>;
  readonly marks: ChunkList<MarkView>;
  readonly alarms: ChunkList<AlarmView>;
  /** Errors of the service that certainly refused no update of the options. */
  readonly errors: ChunkList<ServiceError>;
  readonly calls: ChunkList<CallView>;
  /** What went on with MCP servers. */
  readonly mcp: ChunkList<McpView>;
  readonly turns: ChunkList<TurnLatency>;
  readonly bargeIns: ChunkList<BargeIn>;
  /** Files of sound that spoke, in order. */
  readonly files: ChunkList<SpokenFile>;
  /** What the service has reported. `expectedTotals` adds what it has not. */
  readonly usage: UsageLedger;
  /** What every response reads before the conversation. */
  readonly prompt: PromptView;
  /** What the session may use at most; null: no limit. */
  readonly budget: BudgetView | null;
  /** Who may be waiting for a response. */
  readonly asked: RequestsView;
  /** Marks of the newest events of the service that were no piece of a stream, by which one that is sent again is known. */
  readonly recentEvents: readonly string[];
  readonly rateLimits: readonly RateLimitView[];
  readonly input: InputView;
  readonly output: { readonly receivedMs: number; readonly underruns: number };
  /** How its record stood where the view was read from one; null: it was not, as of a session that runs. */
  readonly record: RecordState | null;
}

/** The response of that id, the newest when there are several; undefined: the session has none, or there is no id. */
export const responseOf = (
  { responses }: Pick<SessionView, 'responses'>,
  id: string | null | undefined,
): ResponseView | undefined => findLast(responses, (response) => response.id === id);

/** How a response stands, in the service's own word where the protocol has none: `expired`. */
export const statusWord = ({ status, statusSaid }: Pick<ResponseView, 'status' | 'statusSaid'>): string =>
  status === 'other' ? (statusSaid ?? 'no status') : status;

/** The item of that id, the newest when there are several; undefined: the conversation never had it, or there is no id. */
export const itemOf = ({ items }: Pick<SessionView, 'items'>, id: string | null | undefined): ItemView | undefined =>
  findLast(items, (item) => item.id === id);

/** Instructions and tools in force. */
export interface PromptView {
  /** Null until the service has said what the instructions are. */
  readonly instructions: TextCount | null;
  /** Null: no tools. */
  readonly tools: ToolsCount | null;
}

export const unknownPrompt: PromptView = { instructions: null, tools: null };

/** What made the service create a response, with the entry that did. */
export type ResponseCause =
  /** A `response.create` of the client. */
  | { readonly kind: 'create'; readonly seq: number; readonly eventId: string }
  /** A turn that ended, with the service set to answer by itself. */
  | { readonly kind: 'turn'; readonly seq: number; readonly itemId: string }
  /** The idle timeout committed silence. */
  | { readonly kind: 'idle'; readonly seq: number; readonly itemId: string }
  /** No commit and no `response.create` was waiting for one. */
  | { readonly kind: 'nobody' };

/** A `response.create` that has been sent. */
export interface SentCreate {
  readonly seq: number;
  /** Session time at which it was sent. */
  readonly t: number;
  readonly eventId: string;
  readonly outOfBand: boolean;
  /** Null: the session's own. */
  readonly prompt: PromptView | null;
  /** Null: the conversation. */
  readonly ownInput: OwnInput | null;
}

/** A committed turn. */
export interface CommittedTurn {
  readonly seq: number;
  /** Session time at which it was committed. */
  readonly t: number;
  readonly itemId: string;
  readonly idle: boolean;
  /** The session said that it detects turns, so an answer is due. */
  readonly isAwaited: boolean;
}

/** Audio that the client put into the conversation whole, and that no server event repeats. */
export interface SentAudio {
  /** Null: the service gives the item its id. */
  readonly itemId: string | null;
  readonly audioMs: number;
}

/** Who may be waiting for a response, and what was sent along. */
export interface RequestsView {
  readonly creates: readonly SentCreate[];
  readonly turns: readonly CommittedTurn[];
  /** The item that the idle timeout said it would commit. */
  readonly idleItemId: string | null;
  readonly sentAudio: readonly SentAudio[];
  /** A `response.create` that the service refused, though no response was running. */
  readonly refused: readonly RefusedCreate[];
}

/** A `response.create` that made no response. */
export interface RefusedCreate {
  readonly t: number;
  readonly failure: Failure;
}

export const noRequests: RequestsView = { creates: [], turns: [], idleItemId: null, sentAudio: [], refused: [] };

/** A call of a function by the model, and what became of it. */
export interface CallView {
  readonly itemId: string;
  readonly callId: string;
  readonly name: string;
  /** As the model wrote them: JSON, usually. */
  readonly arguments: string;
  readonly responseId: string | null;
  /** `writing`: its arguments are still coming; `open`: it waits for a result. */
  readonly status: 'writing' | 'open' | 'answered';
  /** What was given back. */
  readonly output: string | null;
  /** The bench answered it from the table; null: a person did, or nobody yet. */
  readonly answeredBy: 'rule' | 'otherwise' | null;
}

/** The budget of a session, as the engine watches it. */
interface BudgetView {
  readonly unit: 'money' | 'tokens';
  /** Exact decimal. */
  readonly limit: string;
  /** Null for tokens. */
  readonly currency: string | null;
  readonly warnAt: number;
  /** The session is closed when the limit is reached. */
  readonly stop: boolean;
  readonly state: 'within' | 'warning' | 'reached';
  /** Amounts without a price, in words: the session may be nearer to its limit than the bench can say. */
  readonly unpriced: readonly string[];
}

/** A close that is under way: what it waits for and how long at most. */
interface ClosingView {
  readonly by: 'person' | 'quit' | 'service' | 'error' | 'budget';
  /** Session time at which it began. */
  readonly sinceMs: number;
  /** How long it waits at most for what is open; 0: not at all. */
  readonly graceMs: number;
  /** Somebody asked, while it waited, to close without waiting. */
  readonly hurried: boolean;
}

/** What ended a turn: the VAD, a commit by hand, a typed message, or a response asked for without one. */
export type TurnSource = 'vad' | 'commit' | 'typed' | 'asked';

/**
 * What says when the person had finished.
 * - `vad`: server VAD's `audio_end_ms` less the silence it waited for, which its configuration names.
 * - `audio`: the level of the audio sent, where no VAD says it (`bench.speech-end`).
 * - `decision`: another VAD's `audio_end_ms`, in which a wait of unknown length is left.
 * - `commit`: the commit by hand; the voice did not stand out from the room.
 * - `sent`: a message was sent or a response asked for.
 */
export type TurnEnd = 'vad' | 'audio' | 'decision' | 'commit' | 'sent';

/** How long one turn waited. Every `…Ms` but `endMs` counts from `endMs`; null: it has not come. */
export interface TurnLatency {
  /** The user's item; null for a response asked for without one. */
  readonly itemId: string | null;
  readonly responseId: string | null;
  readonly source: TurnSource;
  /** Session time at which the person had finished, as `endFrom` says it, on the log's clock. */
  readonly endMs: number;
  readonly endFrom: TurnEnd;
  readonly firstTextMs: number | null;
  readonly firstAudioMs: number | null;
  /** The loudspeaker began. */
  readonly audibleMs: number | null;
  /** The whole transcript of what the person said. */
  readonly transcriptMs: number | null;
}

/** One interruption: speech began while the assistant was playing. Times are session time. */
export interface BargeIn {
  readonly itemId: string;
  /** When the person began, the padding that server VAD puts before it taken off. */
  readonly beganMs: number;
  /** When the service said so. */
  readonly toldMs: number;
  /** The answer that was cut off; null while it plays on. */
  readonly cutItemId: string | null;
  /** When the loudspeaker fell silent; null while it plays on. */
  readonly silentMs: number | null;
}

/** Where a session stands. */
export type Phase = 'connecting' | 'open' | 'closing' | 'closed' | 'refused';

/** Whether a session goes on, as far as its record tells. */
export const isUnderWay = (phase: Phase): boolean => phase !== 'closed' && phase !== 'refused';

/** `other`: the service named an end that the protocol does not know, or none; `statusSaid` has its word. */
export type ResponseStatus = 'in_progress' | 'completed' | 'cancelled' | 'incomplete' | 'failed' | 'lost' | 'other';

/** One response, from `response.created` to its end. Times are `t` of the log: milliseconds since session start. */
export interface ResponseView {
  readonly id: string;
  /** 1, 2, 3 … shown as R1, R2, R3. */
  readonly number: number;
  readonly status: ResponseStatus;
  /** The end in the service's own word where `status` is `other`: `expired`. */
  readonly statusSaid: string | null;
  /** `turn_detected`, `client_cancelled`, `max_output_tokens` … as the service said it. */
  readonly statusReason: string | null;
  /** Why it failed; null: it did not, or not that the service said. */
  readonly failure: Failure | null;
  /** It belongs to no conversation: what it says joins none, and a plain cancel does not reach it. */
  readonly outOfBand: boolean;
  readonly createdMs: number;
  /** Sequence number of its `response.created`. */
  readonly createdSeq: number;
  /** What made the service create it. */
  readonly cause: ResponseCause;
  readonly doneMs: number | null;
  readonly firstTextMs: number | null;
  readonly firstAudioMs: number | null;
  readonly itemIds: readonly string[];
  /** It was to speak; null: neither it nor the session says. */
  readonly speaks: boolean | null;
  /** `type` of the audio format it speaks in, which it keeps when the session's is switched; null: it did not say. */
  readonly outputFormat: string | null;
  /** Bytes of output audio received, as the wire format holds them. */
  readonly audioBytes: number;
  /** The usage its end reported, as it came; null when there was none, undefined while it has not ended. */
  readonly usage: JsonObject | null | undefined;
  /** What of it was understood, in the wire's own names; the same object where nothing had to be read into it. */
  readonly understood: JsonObject | null;
  /** What is wrong with it or has to be said of it. */
  readonly problems: readonly UsageProblem[];
  /** Sequence number of the entry that ended it. */
  readonly doneSeq: number | null;
  /** What it used, reported or worked out from the evidence; while it runs, so far. */
  readonly expected: ExpectedResponse;
}

/** The transcription of one committed piece of user audio. */
export interface TranscriptionView {
  /** `lost`: the session ended before it came. */
  readonly status: 'pending' | 'completed' | 'failed' | 'lost';
  /** The model that makes it, as the session named it. */
  readonly model: string;
  /** Length of the prompt it was given, whose tokens count in a way that is not known. */
  readonly promptCharacters: number;
  readonly completedMs: number | null;
  /** Null: it did not fail. */
  readonly failure: TranscriptionFailure | null;
  /** As it came; null: none did. */
  readonly usage: JsonObject | null;
  /** As of a response. */
  readonly understood: JsonObject | null;
  readonly problems: readonly UsageProblem[];
  /** What it used, reported or worked out from the evidence. */
  readonly expected: ExpectedTranscription;
}

/** One item of the conversation, in the order the service gave. */
export interface ItemView {
  readonly id: string;
  readonly role: 'user' | 'assistant' | 'system' | 'tool';
  readonly kind: 'message' | 'function_call' | 'function_call_output' | 'other';
  /** What part of an answer it is, where the service says so: `commentary`, `final_answer`. */
  readonly phase: string | null;
  readonly responseId: string | null;
  readonly startMs: number;
  readonly doneMs: number | null;
  /** When it was committed as a turn; null: it was put there otherwise. */
  readonly committedMs: number | null;
  /** Transcript of what was said, or text that was typed or written. */
  readonly text: string;
  /** Typed or spoken. */
  readonly medium: 'audio' | 'text';
  /** Milliseconds of audio: user audio by the VAD or commit, assistant audio by what was received. */
  readonly audioMs: number;
  /** For assistant audio: milliseconds really played, once playback of it has stopped. */
  readonly playedMs: number | null;
  readonly interrupted: boolean;
  /** How many images the message holds. */
  readonly images: number;
  /** When it was taken out of the conversation; null: it is in it. */
  readonly deletedMs: number | null;
  readonly transcription: TranscriptionView | null;
  /** o200k tokens of `text`, of a call with its function's name; counted by the engine, null until counted. */
  readonly textTokens: number | null;
  /** Stretches of transcript that came between stretches of audio, as the stream showed them. */
  readonly transcriptRuns: number;
  /** The last delta was transcript, so that one more does not begin another stretch. */
  readonly runOpen: boolean;
  /** The service called it incomplete. */
  readonly unfinished: boolean;
  /** Sequence number of the entry that first mentioned it. */
  readonly addedSeq: number;
  /** Responses read it; false: it is the output of an out-of-band response. */
  readonly inConversation: boolean;
  /** Sequence number of the entry that took it out of the conversation. */
  readonly deletedSeq: number | null;
  /** Cut short by the client: what is left of its audio; its text is gone then. */
  readonly truncated: { readonly seq: number; readonly audioMs: number } | null;
}

/** A stretch of speech the service's VAD saw. `endMs` is null while it lasts. Milliseconds of session time `t`. */
export interface SpeechView {
  readonly itemId: string;
  readonly startMs: number;
  readonly endMs: number | null;
  /** The service's own numbers: milliseconds of audio written to its buffer. */
  readonly audioStartMs: number;
  readonly audioEndMs: number | null;
  readonly duringPlayback: boolean;
}

/** A stretch of playback of one item. */
export interface PlaybackView {
  readonly itemId: string;
  readonly responseId: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly playedMs: number | null;
  readonly receivedMs: number | null;
  readonly why: 'drained' | 'interrupted' | 'closed' | 'lost' | null;
}

/** Something worth a tick on the time axis. */
export interface MarkView {
  readonly t: number;
  readonly seq: number;
  readonly kind: 'options' | 'interrupted' | 'error' | 'input' | 'connection' | 'clip' | 'commit';
  readonly text: string;
  /** What came of it; left out while that is open, and where nothing comes of it. */
  readonly outcome?: 'ok' | 'alarm';
}

/** An alarm or a notice in plain words, one for each cause; `seq` and `t` are of the entry that raised it last. */
export interface AlarmView {
  readonly seq: number;
  readonly t: number;
  readonly level: 'alarm' | 'notice';
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  /** How often the same cause has raised it. */
  readonly count: number;
}

/** An error of the service. */
export interface ServiceError {
  /** Session time. */
  readonly t: number;
  readonly failure: Failure;
  /** What was sent that it refused; null: nothing, or nothing that it tells. `update`: of the options, perhaps. */
  readonly refused: 'create' | 'commit' | 'update' | null;
  /** Milliseconds of audio that a refused commit was to take; null where none was refused. */
  readonly commitMs: number | null;
}

export interface RateLimitView {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly t: number;
}
