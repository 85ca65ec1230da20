/** Asks a table by a string from outside; undefined: no entry of that name was put into it. */
export type Lookup<Value> = (key: string | number) => Value | undefined;

/**
 * A table that is asked by a string from outside. A plain object would answer to `constructor` or `__proto__` with something that
 * nobody put into it; this answers only to its own entries.
 */
export function lookup<Value>(entries: Readonly<Record<string | number, Value>>): Lookup<Value> {
  const table = new Map(Object.entries(entries));
  return (key) => table.get(String(key));
}

/** The entry of a plain object that came from outside: its own, never one of what all objects share. */
export const entryOf = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
