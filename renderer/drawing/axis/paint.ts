import { last, toArray, values } from '../../../shared/kit/chunk-list.ts';
import type { UsageBasis } from '../../../shared/usage/expected.ts';
import { clockTime, rulerTime, seconds } from '../../ui/format.ts';
import type { Brush, PictureToken } from '../tools/brush.ts';
import type { LevelHistory } from '../told/level-history.ts';
import { ticks } from './ticks.ts';
import type { AxisPlayback } from '../told/axis-view.ts';
import { type Envelopes, reachesTo } from '../told/envelopes.ts';
import { type CursorLook, paintCursors, paintSpan, timeFlag } from './cursors.ts';
import { paintEnvelope } from './envelope.ts';
import type { Lane } from './lanes.ts';
import { type MarkLook, marksIn } from './mark-places.ts';
import { box, label, overlaps, type Scene } from './scene.ts';
import type { WaveLayers } from './wave-layer.ts';

/** What a painting of the axis needs beside the scene. */
export interface AxisPaints {
  readonly brush: Brush;
  readonly history: Readonly<Record<'input' | 'output', LevelHistory>>;
  /** Glyphs of the marks by kind, as paths of 24 by 24. */
  readonly glyphs: ReadonlyMap<string, Path2D>;
  readonly waves: WaveLayers;
  readonly cursor: CursorLook;
  /** Of the sound files: around what is in view, and of the whole session. */
  readonly near: Envelopes | null;
  readonly whole: Envelopes | null;
}

/** The finer of the envelopes that say something of what is in view; null: none does. */
export function envelopesIn(
  { near, whole }: Pick<AxisPaints, 'near' | 'whole'>,
  { fromMs, toMs, nowMs }: Scene,
): Envelopes | null {
  const seenToMs = Math.min(toMs, nowMs);
  const covers = near !== null && near.fromMs <= fromMs && reachesTo(near) >= Math.min(seenToMs, near.knownToMs);
  return covers && reachesTo(near) > fromMs ? near : (whole ?? near);
}

/**
 * What was heard up to a time, as it lies in the sound files where they are known, else by the levels that were noted; a hairline where
 * nothing was.
 */
function wave(paints: AxisPaints, scene: Scene, lane: Lane, stream: 'input' | 'output'): void {
  const { brush, waves, history } = paints;
  const { context, width, color } = brush;
  const side = stream === 'input' ? 'in' : 'out';
  const untilMs = scene.nowMs;
  const middle = lane.top + lane.height / 2;
  context.fillStyle = color(`${side}-dim`);
  context.fillRect(0, Math.round(middle), Math.max(0, Math.min(width, scene.x(untilMs))), 1);
  const { fromMs, toMs, msPerPx } = scene;
  const envelopes = envelopesIn(paints, scene);
  const filed = envelopes !== null && !envelopes.notKept.includes(stream);
  const fromPx = filed ? Math.max(0, Math.min(width, scene.x(envelopes.fromMs))) : 0;
  const toPx = filed ? Math.max(0, Math.min(width, scene.x(reachesTo(envelopes)))) : 0;
  if (filed && toPx > fromPx) {
    const stretch = { fromMs, msPerPx, leftPx: fromPx, rightPx: toPx };
    paintEnvelope(brush, lane, stretch, envelopes, stream, `${side}-fill`);
    if (stream === 'output') paintEnvelope(brush, lane, stretch, envelopes, 'unheard', 'out-dim');
  }
  if (envelopes?.notKept.includes(stream) === true) {
    label(brush, lane, 0, width, 'not kept', 'ink-3');
    return;
  }
  if (toPx >= width && fromPx <= 0) return;
  const view = { context, width, scale: brush.scale, fromMs, toMs, msPerPx };
  const lay = (): void => waves[side].paint(view, lane, history[stream], color(`${side}-fill`), untilMs);
  if (toPx <= fromPx) return lay();
  context.save();
  context.beginPath();
  context.rect(0, lane.top, fromPx, lane.height);
  context.rect(toPx, lane.top, width - toPx, lane.height);
  context.clip();
  lay();
  context.restore();
}

function paintMicrophone(paints: AxisPaints, scene: Scene): void {
  const { context, color } = paints.brush;
  const lane = scene.lanes.microphone;
  wave(paints, scene, lane, 'input');
  context.fillStyle = color('alarm');
  for (const t of paints.history.input.clipTimes(scene.fromMs, scene.toMs)) {
    context.fillRect(Math.round(scene.x(t)), lane.top + 2, 2, lane.height - 4);
  }
}

function paintVad(brush: Brush, scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  if (view === null) return;
  for (const speech of values(view.speech)) {
    const endMs = speech.endMs ?? nowMs;
    if (!overlaps(scene, speech.startMs, endMs)) continue;
    const [left, right] = [x(speech.startMs), x(endMs)];
    box(brush, lanes.vad, left, right, { fill: 'in-soft', edge: 'in', dashed: speech.endMs === null });
    label(brush, lanes.vad, left, right, seconds(endMs - speech.startMs), 'in');
  }
}

type Look = Parameters<typeof box>[4];

/** Solid where it was reported, hatched where it is an estimate, an empty box where it may not be billed at all. */
const responseLooks: Readonly<Record<UsageBasis, Look>> = {
  reported: { fill: 'out-soft', edge: 'out', dashed: false },
  estimated: { fill: null, edge: 'out', dashed: true, hatch: 'out-dim' },
  live: { fill: null, edge: 'out', dashed: true, hatch: 'out-dim' },
  'if billed': { fill: null, edge: 'out', dashed: true },
};

/** The accent never enters a plot. */
const chosenEdge = { edge: 'ink-1', edgePx: 2 } as const;

function paintResponses({ brush, cursor }: AxisPaints, scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  if (view === null) return;
  const lane = lanes.responses;
  for (const response of values(view.responses)) {
    const endMs = response.doneMs ?? nowMs;
    if (!overlaps(scene, response.createdMs, endMs)) continue;
    const [left, right] = [x(response.createdMs), x(endMs)];
    const look = responseLooks[response.basis];
    box(brush, lane, left, right, response.id === cursor.span?.responseId ? { ...look, ...chosenEdge } : look);
    label(brush, lane, left, right, `R${response.number}`, 'out', 'w-semi');
  }
}

/** Audio that came and was never played: the service may bill it, nobody heard it. */
function paintUnheard(brush: Brush, scene: Scene, playback: AxisPlayback, nextMs: number): void {
  const { endMs, playedMs, receivedMs, why } = playback;
  if ((why !== 'interrupted' && why !== 'lost') || endMs === null || playedMs === null || receivedMs === null) return;
  const left = scene.x(endMs);
  // What was played after it is not painted over.
  const right = scene.x(Math.min(nextMs, endMs + Math.max(0, receivedMs - playedMs)));
  if (right - left < 4) return;
  const { top, height } = scene.lanes.playback;
  const lane = { top: top + height / 2 - 9, height: 18 };
  box(brush, lane, left, right, { fill: null, edge: 'out-dim', dashed: true, hatch: 'bg-0' });
  label(brush, lane, left, right, 'unheard', 'ink-2');
}

function paintPlayback(paints: AxisPaints, scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  const { brush } = paints;
  const lane = lanes.playback;
  wave(paints, scene, lane, 'output');
  if (view === null) return;
  const all = toArray(view.playback);
  for (const [at, playback] of all.entries()) {
    const reach = (playback.endMs ?? nowMs) + (playback.receivedMs ?? 0);
    const nextMs = all[at + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    if (overlaps(scene, playback.startMs, reach)) paintUnheard(brush, scene, playback, nextMs);
  }
  const running = last(view.playback);
  if (running === undefined || running.endMs !== null) return;
  const waitingMs = view.comingMs - (nowMs - running.startMs);
  if (waitingMs <= 0) return;
  brush.context.fillStyle = brush.color('out-dim');
  const left = x(nowMs) + 1;
  brush.context.fillRect(left, lane.top + lane.height / 2 - 7, Math.min(brush.width, x(nowMs + waitingMs)) - left, 14);
}

function markLine({ context, color }: Brush, { lanes }: Scene, x: number, look: MarkLook): void {
  context.strokeStyle = color(look.ink);
  context.lineWidth = look.line === 'solid' ? 1.5 : 1;
  context.setLineDash(look.line === 'dashed' ? [3, 3] : []);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, lanes.microphone.top);
  context.lineTo(Math.round(x) + 0.5, lanes.marks.top + 2);
  context.stroke();
  context.setLineDash([]);
}

function markGlyph({ context, color }: Brush, path: Path2D, x: number, y: number, ink: PictureToken): void {
  context.save();
  context.translate(x, y);
  context.scale(0.5, 0.5);
  context.strokeStyle = color(ink);
  context.lineWidth = 2.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(path);
  context.restore();
}

/** Marks with their glyph, and with their words where there is room. */
function paintMarks({ brush, glyphs }: AxisPaints, scene: Scene): void {
  const { context, color, font } = brush;
  const { marks } = scene.lanes;
  const middle = marks.top + marks.height / 2;
  for (const { mark, look, x, place } of marksIn(scene, brush)) {
    if (look.line !== null) markLine(brush, scene, x, look);
    if (place === null) continue;
    const path = glyphs.get(mark.kind);
    if (path !== undefined) markGlyph(brush, path, x - 6, middle - 6, look.ink);
    if (!place.worded) continue;
    context.font = font('t-cap', 'w-reg');
    context.fillStyle = color(look.ink);
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillText(mark.text, x + 10, middle + 0.5);
  }
}

function paintGround({ context, width, color }: Brush, { lanes }: Scene): void {
  context.fillStyle = color('bg-0');
  for (const lane of [lanes.microphone, lanes.playback]) context.fillRect(0, lane.top, width, lane.height);
}

function paintRuler({ context, width, color, font, measure }: Brush, { lanes, fromMs, toMs, x }: Scene): void {
  const { at, stepMs } = ticks(fromMs, toMs - fromMs, 64 / width);
  const face = font('t-cap', 'w-reg');
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const t of at) {
    const left = Math.round(x(t));
    context.fillStyle = color('line-2');
    context.fillRect(left, lanes.ruler.top, 1, lanes.marks.top - lanes.ruler.top);
    context.fillStyle = color('ink-3');
    const text = stepMs < 1000 ? clockTime(t) : rulerTime(t);
    if (left + 5 + measure(text, face) >= width) continue;
    context.font = face;
    context.fillText(text, left + 5, lanes.ruler.top + 10);
  }
}

function paintNow(brush: Brush, scene: Scene): void {
  const { lanes, nowMs, x, running } = scene;
  const left = Math.round(x(nowMs));
  if (!running || left < 0 || left > brush.width) return;
  brush.context.fillStyle = brush.color('ink-1');
  brush.context.fillRect(left, lanes.ruler.top + 8, 1, lanes.height - 8);
  timeFlag(brush, lanes.ruler, left, clockTime(nowMs));
}

/** The whole axis, back to front. */
export function paintAxis(paints: AxisPaints, scene: Scene): void {
  const { brush } = paints;
  paintGround(brush, scene);
  paintRuler(brush, scene);
  paintMicrophone(paints, scene);
  paintVad(brush, scene);
  paintResponses(paints, scene);
  paintPlayback(paints, scene);
  paintSpan(brush, scene, paints.cursor);
  paintMarks(paints, scene);
  paintNow(brush, scene);
  paintCursors(brush, scene, paints.cursor);
}
