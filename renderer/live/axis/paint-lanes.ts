import { at, findLastIndex, last, values } from '../../../shared/session/chunk-list.ts';
import type { PlaybackView } from '../../../shared/session/view.ts';
import type { UsageBasis } from '../../../shared/usage/expected.ts';
import { seconds } from '../../format/time.ts';
import type { LevelHistory } from '../../store/audio/level-history.ts';
import type { Lane } from './lanes.ts';
import { box, label, overlaps, type Scene } from './scene.ts';

/** A wave of bars three pixels apart, mirrored on the lane's middle; a hairline where nothing was heard. */
function wave(scene: Scene, lane: Lane, history: LevelHistory, side: 'in' | 'out', untilMs: number): void {
  const { context, width, color } = scene.brush;
  const middle = lane.top + lane.height / 2;
  const end = Math.min(width, scene.x(untilMs));
  context.fillStyle = color(`${side}-dim`);
  context.fillRect(0, Math.round(middle), Math.max(0, end), 1);
  context.fillStyle = color(`${side}-fill`);
  const step = 3;
  const msPerBar = (step / width) * (scene.toMs - scene.fromMs);
  const first = Math.floor(scene.fromMs / msPerBar);
  for (let bar = first; scene.x(bar * msPerBar) < end; bar += 1) {
    const fromMs = bar * msPerBar;
    const peak = history.peak(fromMs, Math.min(fromMs + msPerBar, untilMs));
    if (peak === null || peak < 0.02) continue;
    // Squared, so that speech stands out of room noise as the ear hears it.
    const half = Math.max(1, peak * peak * (lane.height / 2 - 3));
    context.fillRect(Math.round(scene.x(fromMs)), middle - half, 2, half * 2);
  }
}

export function paintMicrophone(scene: Scene): void {
  const { context, color } = scene.brush;
  const lane = scene.lanes.microphone;
  const history = scene.meters.history.input;
  wave(scene, lane, history, 'in', scene.nowMs);
  context.fillStyle = color('alarm');
  for (const t of history.clipTimes(scene.fromMs, scene.toMs)) {
    context.fillRect(Math.round(scene.x(t)), lane.top + 2, 2, lane.height - 4);
  }
}

export function paintVad(scene: Scene): void {
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
const looks: Readonly<Record<UsageBasis, Look>> = {
  reported: { fill: 'out-soft', edge: 'out', dashed: false },
  estimated: { fill: null, edge: 'out', dashed: true, hatch: 'out-dim' },
  live: { fill: null, edge: 'out', dashed: true, hatch: 'out-dim' },
  'if billed': { fill: null, edge: 'out', dashed: true },
};

export function paintResponses(scene: Scene): void {
  const { view, lanes, x, nowMs } = scene;
  if (view === null) return;
  const lane = lanes.responses;
  for (const response of values(view.responses)) {
    const endMs = response.doneMs ?? nowMs;
    if (!overlaps(scene, response.createdMs, endMs)) continue;
    const [left, right] = [x(response.createdMs), x(endMs)];
    box(scene, lane, left, right, looks[response.expected.basis]);
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
  if (why !== 'interrupted' || endMs === null || playedMs === null || receivedMs === null) return;
  const left = scene.x(endMs);
  const right = scene.x(endMs + Math.max(0, receivedMs - playedMs));
  if (right - left < 4) return;
  const { top, height } = scene.lanes.playback;
  const lane = { top: top + height / 2 - 9, height: 18 };
  box(scene, lane, left, right, { fill: 'bg-0', edge: 'out-dim', dashed: true });
  label(scene, lane, left, right, 'unheard', 'ink-2');
}

export function paintPlayback(scene: Scene): void {
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
  const item = at(
    view.items,
    findLastIndex(view.items, ({ id }) => id === running.itemId),
  );
  const waitingMs = (item?.audioMs ?? 0) - (nowMs - running.startMs);
  if (waitingMs <= 0) return;
  brush.context.fillStyle = brush.color('out-dim');
  const left = x(nowMs) + 1;
  brush.context.fillRect(left, lane.top + lane.height / 2 - 7, Math.min(brush.width, x(nowMs + waitingMs)) - left, 14);
}
