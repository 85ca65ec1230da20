/**
 * A table that is asked by a string from outside. A plain object would answer to `constructor` or `__proto__` with something that
 * nobody put into it; this answers only to its own entries.
 */
export function lookup<Value>(entries: Readonly<Record<string, Value>>): (key: string) => Value | undefined {
  const table = new Map(Object.entries(entries));
  return (key) => table.get(key);
}
