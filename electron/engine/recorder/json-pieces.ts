/**
 * The JSON text of a value in pieces, so that a large one can be written without holding up the loop:
 * objects and arrays down to `depth` are taken apart, what lies deeper is one piece.
 */
export function* jsonPieces(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null';
    return;
  }
  if (Array.isArray(value)) {
    yield '[';
    for (const [index, element] of value.entries()) {
      if (index > 0) yield ',';
      yield* jsonPieces(element, depth - 1);
    }
    yield ']';
    return;
  }
  yield '{';
  let separator = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(key)}:`;
    yield* jsonPieces(member, depth - 1);
    separator = ',';
  }
  yield '}';
}
