export interface Span {
  /** In px from the left edge of the bar. */
  readonly left: number;
  readonly width: number;
}

/** Between two parts, in px. */
const gapPx = 1;
/** So wide is the smallest part. */
const leastPx = 4;

/** Deals the width of a bar out to its parts, each by its tokens; none vanishes. */
export function spread(tokens: readonly number[], width: number): Span[] {
  const room = Math.max(0, width - gapPx * (tokens.length - 1));
  const sum = tokens.reduce((all, one) => all + one, 0);
  let small = new Set<number>();
  let [dealt, rest] = [room, sum];
  // A part that was wide enough may fall below the least once the least of others is taken off the room.
  for (;;) {
    const narrow = tokens.flatMap((one, index) => (small.has(index) || (one / rest) * dealt >= leastPx ? [] : [index]));
    if (narrow.length === 0) break;
    small = new Set([...small, ...narrow]);
    dealt = room - leastPx * small.size;
    rest = tokens.reduce((all, one, index) => all + (small.has(index) ? 0 : one), 0);
  }
  let left = 0;
  return tokens.map((one, index) => {
    const wide = small.has(index) ? leastPx : (one / rest) * dealt;
    const span = { left, width: wide };
    left += wide + gapPx;
    return span;
  });
}

/*
 * Where the words under a bar stand. Every caption begins at the left edge of its part; one that would run into the next part's
 * caption stands a line lower, so that no tick ever crosses words.
 */

/** A caption before it has a place. `left`: of its part's left edge, in px. */
export interface Caption {
  readonly left: number;
  readonly words: string;
}

export interface PlacedCaption extends Caption {
  /** From 0, counted from the bar down. */
  readonly line: number;
  /** Lines that its words take. */
  readonly lines: number;
  /** What its words may take at most, in px. */
  readonly room: number;
}

/** Around the words: the tick, what parts them from it, and the air after them. */
const captionGapPx = 6;
/** Narrower than this nothing is written, whatever the place. */
const leastCaptionPx = 64;

/** Words as they break over lines: after a space or a hyphen. */
const pieces = /[^\s-]*-|[^\s-]+\s*|\s+/g;

/** Lines that words take in so much room. */
function linesOf(words: string, room: number, widthOf: (words: string) => number): number {
  let lines = 1;
  let line = '';
  for (const [piece] of words.matchAll(pieces)) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > room) {
      lines += 1;
      line = piece;
    } else line += piece;
  }
  return lines;
}

/** Places captions, given from left to right. `room`: where the last may end, in px. `widthOf`: of words on one line, in px. */
export function placeCaptions(
  captions: readonly Caption[],
  room: number,
  widthOf: (words: string) => number,
): PlacedCaption[] {
  const placed: PlacedCaption[] = [];
  for (const caption of captions.toReversed()) {
    const wide = widthOf(caption.words);
    const own = Math.max(leastCaptionPx, room - caption.left - captionGapPx);
    const end = caption.left + captionGapPx + Math.min(wide, own);
    const under = placed.filter(({ left }) => left < end).map((one) => one.line + one.lines);
    placed.push({
      ...caption,
      line: Math.max(0, ...under),
      lines: linesOf(caption.words, own, widthOf),
      room: own,
    });
  }
  return placed.toReversed();
}
