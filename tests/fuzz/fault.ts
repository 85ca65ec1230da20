/** Something that went wrong. `what`: the kind of it, the same for the same fault; `detail`: where, in full. */
export interface Fault {
  readonly what: string;
  readonly detail: string;
}

/** Where an error came from: its message and the first places of its stack. */
export const trace = (error: Error): string => (error.stack ?? String(error)).split('\n').slice(0, 8).join('\n');

/** The same error from the same place is the same fault. */
export const errorName = (error: Error): string => {
  const place = /\n\s+at (?:.*[\\/])?([^\\/]+?:\d+)/.exec(error.stack ?? '')?.[1] ?? 'nowhere';
  return `${error.message.slice(0, 80)} (${place})`;
};

/** Where two texts part. */
export function parting(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `…${one.slice(Math.max(0, at - 120), at + 120)}… against …${other.slice(Math.max(0, at - 120), at + 120)}…`;
}
