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
/** Words broken over lines leave some of each empty. */
const broken = 1.25;
/** Narrower than this nothing is written, whatever the place. */
const leastPx = 64;

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
    const lines = wide <= own ? 1 : Math.ceil((wide * broken) / own);
    const end = caption.left + gapPx + Math.min(wide, own);
    const under = placed.filter(({ left }) => left < end).map((one) => one.line + one.lines);
    placed.push({ ...caption, line: Math.max(0, ...under), lines, room: own });
  }
  return placed.toReversed();
}
