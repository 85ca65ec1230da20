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
const gapPx = 6;
/** Narrower than this nothing is written, whatever the place. */
const leastPx = 64;

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
    const own = Math.max(leastPx, room - caption.left - gapPx);
    const end = caption.left + gapPx + Math.min(wide, own);
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
