/**
 * Whether a wait is told once more, in a line of its own: each half minute, and ten seconds before its end.
 * @param leftMs undefined: it is no wait that was told before
 */
export function isTold(leftMs: number | undefined): boolean {
  const left = Math.ceil((leftMs ?? 0) / 1000);
  return leftMs === undefined || left % 30 === 0 || left === 10;
}
