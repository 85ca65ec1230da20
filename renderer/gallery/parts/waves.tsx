import { useEffect, useRef } from 'react';
import { WaveLayer } from '../../drawing/axis/wave-layer.ts';
import { LevelHistory } from '../../drawing/told/level-history.ts';
import type { PartPage } from './part.ts';

const width = 400;
const lane = { top: 0, height: 48 };
const msPerPx = 100;
const endMs = 65_000;
const stepMs = 130;

/** Words and pauses, loud and quiet. */
function spoken(untilMs: number): LevelHistory {
  const history = new LevelHistory();
  for (let t = 0; t < untilMs; t += LevelHistory.bucketMs) {
    const silent = t % 7000 > 5000;
    history.push(t, silent ? null : -30 + 25 * Math.sin(t / 311), false);
  }
  return history;
}

/** Paints one picture after the other; the last one stays. */
function paint(
  element: HTMLCanvasElement,
  times: readonly { readonly nowMs: number; readonly fromMs: number }[],
): void {
  const context = element.getContext('2d');
  if (context === null) return;
  const layer = new WaveLayer(new OffscreenCanvas(1, 1));
  for (const { nowMs, fromMs } of times) {
    context.clearRect(0, 0, element.width, element.height);
    const view = { context, width, scale: devicePixelRatio, fromMs, toMs: fromMs + width * msPerPx, msPerPx };
    layer.paint(view, lane, spoken(nowMs), getComputedStyle(element).color, nowMs);
  }
}

const last = { nowMs: endMs, fromMs: endMs - 38_000 };
const ran = Array.from({ length: Math.ceil(endMs / stepMs) }, (_, at) => {
  const nowMs = at * stepMs;
  return { nowMs, fromMs: Math.max(0, Math.round((nowMs - 38_000) / msPerPx) * msPerPx) };
});
/** Back into the past, forth through it, and to the present. */
const panned = [10_000, 3000, 5000, 20_000].map((fromMs) => ({ nowMs: endMs, fromMs }));

function Wave({ name, times }: { readonly name: string; readonly times: Parameters<typeof paint>[1] }) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (element.current !== null) paint(element.current, times);
  }, [times]);
  return (
    <canvas
      ref={element}
      width={width * devicePixelRatio}
      height={lane.height * devicePixelRatio}
      aria-label={name}
      role="img"
    />
  );
}

const once = [last];
const afterRun = [...ran, last];
const afterPan = [...ran, ...panned, last];

const page: PartPage = {
  title: 'Waves',
  says: 'What was heard, moved as the axis runs. All three are the same picture.',
  examples: [
    { name: 'Drawn at once', Draw: () => <Wave name="Drawn at once" times={once} /> },
    { name: 'Moved as it came', Draw: () => <Wave name="Moved as it came" times={afterRun} /> },
    { name: 'Moved back and forth', Draw: () => <Wave name="Moved back and forth" times={afterPan} /> },
  ],
};
export default page;
