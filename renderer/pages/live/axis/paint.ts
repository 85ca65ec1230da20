import { last, values } from '../../../../shared/kit/chunk-list.ts';
import { itemOf, type MarkView, type PlaybackView } from '../../../../shared/session/view.ts';
import type { UsageBasis } from '../../../../shared/usage/expected.ts';
import type { LevelHistory } from '../../../store/meters.ts';
import { ticks } from '../../../store/viewport.ts';
import { clockTime, rulerTime, seconds } from '../../../ui/format.ts';
import type { Lane } from './lanes.ts';
import { box, label, overlaps, type Scene } from './scene.ts';

/** What was heard up to a time; a hairline where nothing was. */
function wave(scene: Scene, lane: Lane, history: LevelHistory, side: 'in' | 'out', untilMs: number): void {
  const { context, width, color } = scene.brush;
  const middle = lane.top + lane.height / 2;
  context.fillStyle = color(`${side}-dim`);
  context.fillRect(0, Math.round(middle), Math.max(0, Math.min(width, scene.x(untilMs))), 1);
  const { fromMs, toMs, msPerPx } = scene;
  scene.waves[side].paint(
    { context, width, fromMs, toMs, msPerPx, scale: devicePixelRatio },
    lane,
    history,
    color(`${side}-fill`),
    untilMs,
  );
}

function paintMicrophone(scene: Scene): void {
  const { context, color } = scene.brush;
  const lane = scene.lanes.microphone;
  const history = scene.meters.history.input;
  wave(scene, lane, history, 'in', scene.nowMs);
  context.fillStyle = color('alarm');
  for (const t of history.clipTimes(scene.fromMs, scene.toMs)) {
    context.fillRect(Math.round(scene.x(t)), lane.top + 2, 2, lane.height - 4);
  }
}

function paintVad(scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  if (view === null) return;
  for (const speech of values(view.speech)) {
    const endMs = speech.endMs ?? nowMs;
    if (!overlaps(scene, speech.startMs, endMs)) continue;
    const [left, right] = [x(speech.startMs), x(endMs)];
    box(scene, lanes.vad, left, right, { fill: 'in-soft', edge: 'in', dashed: speech.endMs === null });
    label(scene, lanes.vad, left, right, seconds(endMs - speech.startMs), 'in');
    const { top, height } = lanes.vad;
    const text = `Speech of ${seconds(endMs - speech.startMs)}`;
    scene.spots.push({ left, right, top, bottom: top + height, seq: null, itemId: speech.itemId, text });
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

function paintResponses(scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  if (view === null) return;
  const lane = lanes.responses;
  for (const response of values(view.responses)) {
    const endMs = response.doneMs ?? nowMs;
    if (!overlaps(scene, response.createdMs, endMs)) continue;
    const [left, right] = [x(response.createdMs), x(endMs)];
    box(scene, lane, left, right, responseLooks[response.expected.basis]);
    label(scene, lane, left, right, `R${response.number}`, 'out', 'w-semi');
    scene.spots.push({
      left,
      right: Math.max(right, left + 8),
      top: lane.top,
      bottom: lane.top + lane.height,
      seq: response.doneSeq,
      itemId: response.itemIds[0] ?? null,
      text: `R${response.number}, ${response.doneMs === null ? 'in progress' : response.status}`,
    });
  }
}

/** Audio that came and was never played: the service may bill it, nobody heard it. */
function paintUnheard(scene: Scene, playback: PlaybackView): void {
  const { endMs, playedMs, receivedMs, why } = playback;
  if ((why !== 'interrupted' && why !== 'lost') || endMs === null || playedMs === null || receivedMs === null) return;
  const left = scene.x(endMs);
  const right = scene.x(endMs + Math.max(0, receivedMs - playedMs));
  if (right - left < 4) return;
  const { top, height } = scene.lanes.playback;
  const lane = { top: top + height / 2 - 9, height: 18 };
  box(scene, lane, left, right, { fill: 'bg-0', edge: 'out-dim', dashed: true });
  label(scene, lane, left, right, 'unheard', 'ink-2');
}

function paintPlayback(scene: Scene): void {
  const { view, lanes, x, nowMs, brush } = scene;
  const lane = lanes.playback;
  wave(scene, lane, scene.meters.history.output, 'out', nowMs);
  if (view === null) return;
  for (const playback of values(view.playback)) {
    const reach = (playback.endMs ?? nowMs) + (playback.receivedMs ?? 0);
    if (overlaps(scene, playback.startMs, reach)) paintUnheard(scene, playback);
  }
  const running = last(view.playback);
  if (running === undefined || running.endMs !== null) return;
  const item = itemOf(view, running.itemId);
  const waitingMs = (item?.audioMs ?? 0) - (nowMs - running.startMs);
  if (waitingMs <= 0) return;
  brush.context.fillStyle = brush.color('out-dim');
  const left = x(nowMs) + 1;
  brush.context.fillRect(left, lane.top + lane.height / 2 - 7, Math.min(brush.width, x(nowMs + waitingMs)) - left, 14);
}

interface MarkLook {
  readonly ink: string;
  /** A line through the lanes: solid for what happened in the sound, dashed for what was set. */
  readonly line: 'solid' | 'dashed' | null;
}

/** How each kind of mark looks; its glyph goes by the same name. */
const markLooks: Readonly<Record<MarkView['kind'], MarkLook | null>> = {
  interrupted: { ink: 'ink-1', line: 'solid' },
  options: { ink: 'ink-2', line: 'dashed' },
  error: { ink: 'alarm', line: 'dashed' },
  input: { ink: 'ink-2', line: null },
  connection: { ink: 'ink-2', line: null },
  commit: { ink: 'ink-2', line: null },
  // Clips are bars in the microphone lane.
  clip: null,
};

function markLine({ brush: { context, color }, lanes }: Scene, x: number, look: MarkLook): void {
  context.strokeStyle = color(look.ink);
  context.lineWidth = look.line === 'solid' ? 1.5 : 1;
  context.setLineDash(look.line === 'dashed' ? [3, 3] : []);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, lanes.microphone.top);
  context.lineTo(Math.round(x) + 0.5, lanes.marks.top + 2);
  context.stroke();
  context.setLineDash([]);
}

function markGlyph({ brush: { context, color } }: Scene, path: Path2D, x: number, y: number, ink: string): void {
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

/** Marks with their glyph, and their words where the window is wide and the next mark leaves room. */
function paintMarks(scene: Scene, words: boolean): void {
  const { view, lanes, x, brush, glyphs } = scene;
  if (view === null) return;
  const shown = [...values(view.marks)].filter(
    (mark) => markLooks[mark.kind] !== null && overlaps(scene, mark.t - (scene.toMs - scene.fromMs) / 8, mark.t),
  );
  const { context, color, font, measure } = brush;
  const middle = lanes.marks.top + lanes.marks.height / 2;
  let busyUntil = Number.NEGATIVE_INFINITY;
  for (const [index, mark] of shown.entries()) {
    const known = markLooks[mark.kind];
    if (known === null) continue;
    const look = mark.outcome === undefined ? known : { ...known, ink: mark.outcome };
    const left = x(mark.t);
    if (look.line !== null) markLine(scene, left, look);
    // Several marks on one spot show the first; hovering and `[` `]` reach them all.
    if (left < busyUntil) continue;
    const path = glyphs.get(mark.kind);
    if (path !== undefined) markGlyph(scene, path, left - 6, middle - 6, look.ink);
    busyUntil = left + 14;
    const following = shown.slice(index + 1).find((later) => x(later.t) >= busyUntil);
    context.font = font('t-cap', 'w-reg');
    const wide = measure(mark.text);
    if (words && left + 12 + wide < (following === undefined ? brush.width : x(following.t) - 10)) {
      context.fillStyle = color(look.ink);
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      context.fillText(mark.text, left + 10, middle + 0.5);
      busyUntil = left + 14 + wide;
    }
    const { top, height } = lanes.marks;
    scene.spots.push({
      left: left - 8,
      right: busyUntil,
      top,
      bottom: top + height,
      seq: mark.seq,
      itemId: null,
      text: mark.text,
    });
  }
}

function paintGround({ brush: { context, width, color }, lanes }: Scene): void {
  context.fillStyle = color('bg-0');
  for (const lane of [lanes.microphone, lanes.playback]) context.fillRect(0, lane.top, width, lane.height);
}

function paintRuler({ brush: { context, width, color, font, measure }, lanes, fromMs, toMs, x }: Scene): void {
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
    if (left + 5 + measure(text) < width) context.fillText(text, left + 5, lanes.ruler.top + 10);
  }
}

function paintNow({ brush: { context, width, color, font, measure }, lanes, nowMs, x }: Scene): void {
  const left = Math.round(x(nowMs));
  if (left < 0 || left > width) return;
  context.fillStyle = color('ink-1');
  context.fillRect(left, lanes.ruler.top + 8, 1, lanes.height - 8);
  const text = clockTime(nowMs);
  context.font = font('t-cap', 'w-semi');
  const wide = Math.ceil(measure(text)) + 10;
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
