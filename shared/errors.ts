import { isText, oneOf, optional, shaped, tableOf, type Guard } from './guard.ts';

/** Every way the bench can fail to do what was asked. One entry here is one kind of answer to the person at the bench. */
export const errorReasons = [
  'invalid-argument',
  'invalid-address',
  'unreachable',
  'not-authorised',
  'deployment-not-found',
  'rate-limited',
  'refused',
  'timeout',
  'session-active',
  'no-session',
  'not-found',
  'invalid-audio-file',
  'disk-full',
  'disk',
  'locked',
  'simulator',
  'engine',
  'unsupported',
] as const;
export type ErrorReason = (typeof errorReasons)[number];

/**
 * A failure as a value: it crosses ports, lands in the log and on the screen.
 * `message` is one whole sentence that says what happened and where; `nextStep` says what to do about it.
 * Neither ever holds a secret.
 */
export interface BenchError {
  readonly reason: ErrorReason;
  readonly message: string;
  readonly nextStep?: string;
  /** Facts worth copying into a support ticket: HTTP status, request id, close code, path. */
  readonly facts?: Readonly<Record<string, string>>;
}

export const isBenchError: Guard<BenchError> = shaped<BenchError>({
  reason: oneOf(...errorReasons),
  message: isText,
  nextStep: optional(isText),
  facts: optional(tableOf(isText)),
});

export function benchError(
  reason: ErrorReason,
  message: string,
  more: { nextStep?: string; facts?: Record<string, string> } = {},
): BenchError {
  return { reason, message, ...more };
}

/** An answer that may be a refusal. A throw is a bug, never an answer. */
export type Result<T extends object = object> = ({ ok: true } & T) | { ok: false; error: BenchError };

export const ok = <T extends object>(value: T): { ok: true } & T => ({ ok: true, ...value });
export const refuse = (error: BenchError): { ok: false; error: BenchError } => ({ ok: false, error });
