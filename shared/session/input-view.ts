import type { CaptureLatency } from '../audio/latency-histogram.ts';
import type { CaptureSettings } from './bench-events.ts';
import type { ClockAnchor } from './input-clock.ts';

/** What goes to the service as sound, as the window shows it. */
export interface InputView {
  readonly kind: 'microphone' | 'wav' | null;
  readonly label: string | null;
  /** The file is through, its silence included. */
  readonly ended: boolean;
  readonly settings: CaptureSettings | null;
  /** The file that speaks, since what session time; null: none does. */
  readonly file: { readonly label: string; readonly durationMs: number; readonly sinceMs: number } | null;
  /** Files that wait for their turn, by name. */
  readonly waiting: readonly string[];
  /** Milliseconds of audio sent to the service. */
  readonly sentMs: number;
  /** `sentMs` when the service's buffer was last emptied by a commit or a clear. */
  readonly committedMs: number;
  /** `sentMs` when a file last ended; 0: none has. */
  readonly fileToMs: number;
  /** When a commit was asked for that has not been answered, by which event, and `sentMs` when one last was: the end of what it takes. */
  readonly commitAskedMs: number | null;
  readonly commitEventId: string | null;
  readonly commitSentMs: number;
  /** Session time of positions in the service's buffer. */
  readonly clock: readonly ClockAnchor[];
  readonly clips: number;
  readonly missingFrames: number;
  readonly muted: boolean;
  readonly zeros: boolean;
  /** First sample to socket, over the last five seconds that were measured; null for a file and before the first. */
  readonly latency: CaptureLatency | null;
}

/** A file of sound that spoke. Times are session time. */
export interface SpokenFile {
  readonly name: string;
  readonly fromMs: number;
  /** When it was through, its silence included; null while it speaks, and where the record does not say. */
  readonly toMs: number | null;
}
