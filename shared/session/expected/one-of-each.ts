/** More different values than this are not remembered: they are no few that repeat. */
const mostKnown = 2000;

/**
 * One object for values that are alike, for what thousands of responses hold and nearly all hold alike.
 * @returns gives the first value that was like the one it is given
 */
export function oneOfEach<T extends object>(): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const have = known.get(key);
    if (have !== undefined) return have;
    if (known.size >= mostKnown) known.clear();
    known.set(key, value);
    return value;
  };
}
