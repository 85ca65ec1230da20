import { bandCount, type BandEnvelope, blockMs } from './band-envelope.ts';

/** A stretch of what a microphone heard beside what a loudspeaker played. Positions are blocks of each course. */
export interface HeardBesidePlayed {
  readonly heard: BandEnvelope;
  /** Just behind the newest block that was heard, and the one from which on somebody is said to speak. */
  readonly heardTo: number;
  readonly speechFrom: number;
  readonly played: BandEnvelope;
  /** What sounded as `heardTo` was heard, as far as the player can tell. */
  readonly playedTo: number;
}

/** How like the two are. */
export interface EchoLikeness {
  /** Correlation of loudness over time, the mean of all bands: 1 a copy, about 0.3 two voices that have nothing to do with each other. */
  readonly likeness: number;
  /** By how much later it was heard, as far as the player's word goes. Milliseconds. */
  readonly delayMs: number;
  /** How much was compared. Milliseconds. */
  readonly overMs: number;
}

/** From here on what was heard is an echo of what played. Two different voices of so long reach 0.60 at most (`tests/unit/audio`). */
export const echoLikeness = 0.65;

/** A shorter stretch is like many a voice by chance: it waits for the next one. */
const leastBlocks = 1200 / blockMs;
const mostBlocks = 2000 / blockMs;
/** A piece of less says nothing. */
const leastPiece = 150 / blockMs;
/** Loudspeaker, room and microphone take that long at most; the player's word may be late by a little. */
const latest = 300 / blockMs;
const earliest = 50 / blockMs;
/** What is that much louder against what plays than it was before somebody began to speak is not the loudspeaker alone. */
const mostRise = 4;

/** Both band after band; `played` from `latest` blocks before the stretch to `earliest` behind it. */
interface Piece {
  readonly blocks: number;
  readonly heard: Float64Array;
  readonly played: Float64Array;
}

/** The correlation of one band over all pieces, each about its own mean, with what plays moved by `lag` blocks. */
function bandLikeness(pieces: readonly Piece[], band: number, lag: number): number {
  let [both, heardSquare, playedSquare] = [0, 0, 0];
  for (const { blocks, heard, played } of pieces) {
    const heardAt = band * blocks;
    const playedAt = band * (latest + blocks + earliest) + latest + lag;
    let [ofHeard, ofPlayed, ofBoth, heardSum, playedSum] = [0, 0, 0, 0, 0];
    for (let at = 0; at < blocks; at += 1) {
      const one = heard[heardAt + at] as number;
      const other = played[playedAt + at] as number;
      heardSum += one;
      playedSum += other;
      ofHeard += one * one;
      ofPlayed += other * other;
      ofBoth += one * other;
    }
    both += ofBoth - (heardSum * playedSum) / blocks;
    heardSquare += ofHeard - (heardSum * heardSum) / blocks;
    playedSquare += ofPlayed - (playedSum * playedSum) / blocks;
  }
  return heardSquare > 1e-9 && playedSquare > 1e-9 ? both / Math.sqrt(heardSquare * playedSquare) : 0;
}

function meanLikeness(pieces: readonly Piece[], lag: number): number {
  let sum = 0;
  for (let band = 0; band < bandCount; band += 1) sum += bandLikeness(pieces, band, lag);
  return sum / bandCount;
}

/** Whether somebody speaks on top of what plays: since the speech began, far more is heard of it than before. */
function speaksOver({ heard, heardTo, speechFrom, played, playedTo }: HeardBesidePlayed, from: number): boolean {
  const offset = playedTo - heardTo;
  if (speechFrom - from < leastPiece || heardTo - speechFrom < leastPiece) return false;
  const share = (begin: number, end: number): number =>
    heard.power(begin, end) / Math.max(1, played.power(begin + offset, end + offset));
  return share(speechFrom, heardTo) > mostRise * share(from, speechFrom);
}

/**
 * Whether a microphone hears the loudspeaker: holds what was heard up to the moment at which speech began against what played. Only
 * what lies wholly within what played is compared, so that a beginning is not taken for a likeness. Answers cut each other off after
 * less than can be compared, so pieces are put together until they are enough.
 */
export class EchoFinder {
  #pieces: Piece[] = [];

  /** How like they are; null: nothing can be said yet, or somebody surely spoke. */
  began(beside: HeardBesidePlayed): EchoLikeness | null {
    const { heard, heardTo, played, playedTo } = beside;
    const blocks = Math.min(mostBlocks, playedTo - latest, heardTo - heard.first);
    if (blocks < leastPiece) return null;
    if (speaksOver(beside, heardTo - blocks)) {
      this.#pieces = [];
      return null;
    }
    this.#pieces.push({
      blocks,
      heard: heard.loudness(heardTo - blocks, heardTo),
      played: played.loudness(playedTo - blocks - latest, playedTo + earliest),
    });
    const all = this.#pieces.reduce((sum, piece) => sum + piece.blocks, 0);
    if (all < leastBlocks) return null;
    const pieces = this.#pieces;
    this.#pieces = [];
    let found: EchoLikeness = { likeness: -1, delayMs: 0, overMs: all * blockMs };
    for (let lag = -latest; lag <= earliest; lag += 1) {
      const likeness = meanLikeness(pieces, lag);
      if (likeness > found.likeness) found = { ...found, likeness, delayMs: -lag * blockMs };
    }
    return found;
  }
}
