const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What sets the columns of a header line apart: the mark that occurs most outside quotes; null for a line of one column. */
export function delimiterOf(headerLine: string): Delimiter | null {
  const bare = headerLine.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = delimiters.map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const best = counts.sort((one, other) => other.count - one.count)[0];
  return best === undefined || best.count === 0 ? null : best.mark;
}
