import type { Brush, PictureToken } from '../tools/brush.ts';
import { type Envelopes, extremesIn, type Lane as SoundLane } from '../told/envelopes.ts';
import type { Lane } from './lanes.ts';

/** Where a stretch of time lies in CSS pixels. */
interface Stretch {
  readonly fromMs: number;
  readonly msPerPx: number;
  /** Pixels from the left between which it is painted. */
  readonly leftPx: number;
  readonly rightPx: number;
}

/** As the ear hears it: what is quiet is seen beside what is loud. */
const bent = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));

/** A voice between its lowest and highest sample, a column of the screen at a time, around the middle of a lane. */
export function paintEnvelope(
  { context, scale, color }: Pick<Brush, 'context' | 'scale' | 'color'>,
  lane: Lane,
  { fromMs, msPerPx, leftPx, rightPx }: Stretch,
  envelopes: Envelopes,
  sound: SoundLane,
  ink: PictureToken,
): void {
  const step = 1 / scale;
  const middle = lane.top + lane.height / 2;
  const half = lane.height / 2 - 2;
  context.beginPath();
  for (let column = Math.floor(leftPx * scale); column < rightPx * scale; column += 1) {
    const x = column * step;
    const startMs = fromMs + x * msPerPx;
    if (startMs + step * msPerPx <= envelopes.fromMs || startMs >= envelopes.toMs) continue;
    const found = extremesIn(envelopes, sound, startMs, startMs + step * msPerPx);
    if (found === null) continue;
    const [lowest, highest] = [bent(found[0]), bent(found[1])];
    const top = middle - highest * half;
    context.rect(x, top, step, Math.max(step, (highest - lowest) * half));
  }
  context.fillStyle = color(ink);
  context.fill();
}
