import { clockTime, rulerTime } from '../../format/time.ts';
import { paintMicrophone, paintPlayback, paintResponses, paintVad } from './paint-lanes.ts';
import { paintMarks } from './paint-marks.ts';
import type { Scene } from './scene.ts';
import { ticks } from '../../store/viewport.ts';

function paintGround({ brush: { context, width, color }, lanes }: Scene): void {
  context.fillStyle = color('bg-0');
  for (const lane of [lanes.microphone, lanes.playback]) context.fillRect(0, lane.top, width, lane.height);
}

function paintRuler({ brush: { context, width, color, font }, lanes, fromMs, toMs, x }: Scene): void {
  const { at, stepMs } = ticks(fromMs, toMs - fromMs, 64 / width);
  context.font = font('t-cap', 'w-reg');
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const t of at) {
    const left = Math.round(x(t));
    context.fillStyle = color('line-2');
    context.fillRect(left, lanes.ruler.top, 1, lanes.marks.top - lanes.ruler.top);
    context.fillStyle = color('ink-3');
    const text = stepMs < 1000 ? clockTime(t) : rulerTime(t);
    if (left + 5 + context.measureText(text).width < width) context.fillText(text, left + 5, lanes.ruler.top + 10);
  }
}

function paintNow({ brush: { context, width, color, font }, lanes, nowMs, x }: Scene): void {
  const left = Math.round(x(nowMs));
  if (left < 0 || left > width) return;
  context.fillStyle = color('ink-1');
  context.fillRect(left, lanes.ruler.top + 8, 1, lanes.height - 8);
  const text = clockTime(nowMs);
  context.font = font('t-cap', 'w-semi');
  const wide = Math.ceil(context.measureText(text).width) + 10;
  const from = Math.min(Math.max(0, left - wide / 2), width - wide);
  context.beginPath();
  context.roundRect(from, lanes.ruler.top + 2, wide, 16, 2);
  context.fill();
  context.fillStyle = color('bg-0');
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, from + 5, lanes.ruler.top + 10.5);
}

/** The whole axis, back to front. */
export function paintAxis(scene: Scene, words: boolean): void {
  paintGround(scene);
  paintRuler(scene);
  paintMicrophone(scene);
  paintVad(scene);
  paintResponses(scene);
  paintPlayback(scene);
  paintMarks(scene, words);
  paintNow(scene);
}
