/** A session's end is announced when no more than this is left, each once. */
export const expiryWarningsMs = [300_000, 60_000] as const;

/**
 * The warning that is due: the shortest whose time has come and that was not given, nor a shorter one. Null: none.
 * @param given the shortest warning given so far; null: none
 */
export function expiryWarning(leftMs: number, given: number | null): number | null {
  const due = expiryWarningsMs.filter((atMs) => leftMs <= atMs && (given === null || atMs < given));
  return leftMs <= 0 || due.length === 0 ? null : Math.min(...due);
}

/** Wall time, in milliseconds, at which the service ends the session; null when it did not say. */
export function expiresAtMs(effective: { readonly [key: string]: unknown } | null): number | null {
  const seconds = effective?.['expires_at'];
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null;
}
