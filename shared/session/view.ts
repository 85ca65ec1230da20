import type { CaptureLatency } from '../audio/latency-histogram.ts';
import type { BenchError } from '../errors.ts';
import type { ExpectedResponse, ExpectedTranscription } from '../usage/expected.ts';
import type { JsonObject } from '../json.ts';
import type { UsageLedger } from '../usage/ledger.ts';
import type { UsageProblem } from '../usage/problems.ts';
import type { AskedView, ResponseCause } from './asked/asked.ts';
import type { CaptureSettings } from './bench-events.ts';
import type { BudgetView } from './budget/budget-view.ts';
import type { CallView } from './calls/call-view.ts';
import type { ChunkList } from './chunk-list.ts';
import type { ClosingView } from './closing/closing-view.ts';
import type { SessionHeader } from './entry.ts';
import type { OptionsView } from './options/view.ts';
import type { ClockAnchor } from './latency/input-clock.ts';
import type { BargeIn, TurnLatency } from './latency/turn-latency.ts';
import type { PromptView } from './prompt/prompt-view.ts';

/** Where a session stands. */
export type Phase = 'connecting' | 'open' | 'closing' | 'closed' | 'refused';

export type ResponseStatus = 'in_progress' | 'completed' | 'cancelled' | 'incomplete' | 'failed' | 'lost';

/** One response, from `response.created` to its end. Times are `t` of the log: milliseconds since session start. */
export interface ResponseView {
  readonly id: string;
  /** 1, 2, 3 … shown as R1, R2, R3. */
  readonly number: number;
  readonly status: ResponseStatus;
  /** `turn_detected`, `client_cancelled`, `max_output_tokens` … as the service said it. */
  readonly statusReason: string | null;
  readonly error: string | null;
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
  readonly error: string | null;
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
  readonly responseId: string | null;
  readonly startMs: number;
  readonly doneMs: number | null;
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
  readonly why: 'drained' | 'interrupted' | 'closed' | null;
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

export interface RateLimitView {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly t: number;
}

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
  /** A response that was asked for by the bench and that the service has not begun. */
  readonly awaited: { readonly eventId: string; readonly t: number } | null;
  readonly closed: { readonly code: number; readonly reason: string; readonly explanation: string } | null;
  readonly error: BenchError | null;
  /** What the service last said the session is (`session.created`, `session.updated`), whole and raw. */
  readonly effective: JsonObject | null;
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
  readonly calls: ChunkList<CallView>;
  readonly turns: ChunkList<TurnLatency>;
  readonly bargeIns: ChunkList<BargeIn>;
  /** What the service has reported. `expectedTotals` adds what it has not. */
  readonly usage: UsageLedger;
  /** What every response reads before the conversation. */
  readonly prompt: PromptView;
  /** What the session may use at most; null: no limit. */
  readonly budget: BudgetView | null;
  /** Who may be waiting for a response. */
  readonly asked: AskedView;
  readonly rateLimits: readonly RateLimitView[];
  readonly input: {
    readonly kind: 'microphone' | 'wav' | null;
    readonly label: string | null;
    readonly settings: CaptureSettings | null;
    /** Milliseconds of audio sent to the service. */
    readonly sentMs: number;
    /** `sentMs` when the service's buffer was last emptied by a commit or a clear. */
    readonly committedMs: number;
    /** When the bench last asked for a commit that has not been answered. */
    readonly commitAskedMs: number | null;
    /** Session time of positions in the service's buffer. */
    readonly clock: readonly ClockAnchor[];
    readonly clips: number;
    readonly missingFrames: number;
    readonly muted: boolean;
    readonly zeros: boolean;
    /** First sample to socket, over the last five seconds that were measured; null for a file and before the first. */
    readonly latency: CaptureLatency | null;
  };
  readonly output: { readonly receivedMs: number; readonly underruns: number };
}
