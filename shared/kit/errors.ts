import { type Guard, isText, oneOf, optional, shaped, tableOf } from './type-checks.ts';

/** Every way the bench can fail to do what was asked. One entry here is one kind of answer to the person at the bench. */
export const errorReasons = [
  'invalid-argument',
  'invalid-address',
  'unreachable',
  'not-authorised',
  'not-accepted',
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

/** An error as it is said in one place: what happened, and what to do about it. */
export const errorText = ({ message, nextStep }: Pick<BenchError, 'message' | 'nextStep'>): string =>
  nextStep === undefined || nextStep === '' ? message : `${message} ${nextStep}`;

/** What was thrown, in words: anything may be. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The same with the place it came from, for a log. */
export const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** The code of a system error, `ENOSPC`; empty for anything else that was thrown. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** Closes an exhaustive switch: a case added to the union and not to the switch fails to compile here. */
export function assertNever(value: never, what: string): never {
  throw new Error(`${what} has a case that nothing handles: ${JSON.stringify(value)}`);
}
