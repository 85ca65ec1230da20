/** Length of the frames the meter looks at. */
export const vadFrameMs = 20;
const floorWindowFrames = 3000 / vadFrameMs;
/** A room is assumed to be at least this loud and at most that loud, in dBFS. */
const quietestFloorDb = -65;
const loudestFloorDb = -40;
/** So many dB above the floor count as certainly speech. */
const certainDb = 40;

function levelDb(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return energy === 0 ? -Infinity : 10 * Math.log10(energy / frame.length / (32_768 * 32_768));
}

/**
 * How much a frame sounds like speech, 0 to 1: its level above a noise floor that follows the quietest moment of the
 * last 3 s. A steady noise therefore stops counting after 3 s, and the dips between words keep the floor down while someone speaks.
 */
export class SpeechMeter {
  readonly #recent: number[] = Array.from({ length: floorWindowFrames }, () => quietestFloorDb);
  #next = 0;

  score(frame: Int16Array): number {
    const level = levelDb(frame);
    this.#recent[this.#next] = level;
    this.#next = (this.#next + 1) % floorWindowFrames;
    const floor = Math.min(loudestFloorDb, Math.max(quietestFloorDb, Math.min(...this.#recent)));
    return Math.min(1, Math.max(0, (level - floor) / certainDb));
  }
}
