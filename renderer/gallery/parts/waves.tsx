import { useEffect, useRef } from 'react';
import { levelMs, momentMs } from '../../../shared/audio/level-meter.ts';
import { WaveLayer } from '../../drawing/axis/wave-layer.ts';
import { LevelHistory } from '../../drawing/told/level-history.ts';
import type { PartPage } from './part.ts';

const width = 400;
const lane = { top: 0, height: 48 };
/** Of what is in view the present stands at this place. */
const nowPx = 380;
const pictures = 500;

interface Screen {
  /** Pixels of the screen in a CSS pixel. */
  readonly scale: number;
  readonly msPerPx: number;
}

/** A screen of a whole scale, one between, and a wave seen from near: a bar of it is shorter than a reading counts for. */
const screens: readonly Screen[] = [
  { scale: 1, msPerPx: 100 },
  { scale: 1.25, msPerPx: 100 },
  { scale: 1, msPerPx: 4 },
];

/** Words and pauses, loud and quiet, noted as they come: every 50 ms, some of them late. */
function hear(history: LevelHistory, fromMs: number, toMs: number): void {
  const readings = { first: Math.floor(fromMs / levelMs) - 1, last: Math.ceil(toMs / levelMs) };
  for (let reading = readings.first; reading <= readings.last; reading += 1) {
    const t = reading * levelMs + 7 + (reading % 5) * 17;
    if (t < fromMs || t > toMs) continue;
    const moments = [t - momentMs, t].map((atMs) => (atMs % 7000 > 5000 ? null : -30 + 25 * Math.sin(atMs / 311)));
    history.push(t, moments, false);
  }
}

type Ways = (endMs: number, msPerPx: number) => readonly { readonly nowMs: number; readonly leftPx: number }[];

const leftAt = (nowMs: number, msPerPx: number): number => Math.max(0, Math.floor(nowMs / msPerPx) - nowPx);

const once: Ways = (endMs, msPerPx) => [{ nowMs: endMs, leftPx: leftAt(endMs, msPerPx) }];
const asItCame: Ways = (endMs, msPerPx) =>
  Array.from({ length: pictures }, (_, at) => {
    const nowMs = Math.round(((at + 1) * endMs) / pictures);
    return { nowMs, leftPx: leftAt(nowMs, msPerPx) };
  });
/** Back into the past, forth through it, and to the present. */
const backAndForth: Ways = (endMs, msPerPx) => [
  ...asItCame(endMs, msPerPx),
  ...[100, 30, 50, 200].map((leftPx) => ({ nowMs: endMs, leftPx })),
  ...once(endMs, msPerPx),
];

/** Paints one picture after the other; the last one stays. */
function paint(element: HTMLCanvasElement, { scale, msPerPx }: Screen, ways: Ways, before: boolean): void {
  const context = element.getContext('2d');
  if (context === null) return;
  const layer = new WaveLayer(new OffscreenCanvas(1, 1));
  const history = new LevelHistory();
  const { color } = getComputedStyle(element);
  const draw = (nowMs: number, leftPx: number): void => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, element.width, element.height);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const fromMs = leftPx * msPerPx;
    layer.paint(
      { context, width, fromMs, toMs: fromMs + width * msPerPx, msPerPx, scale },
      lane,
      history,
      color,
      nowMs,
    );
  };
  if (before) {
    history.push(msPerPx * 20, [0], false);
    draw(msPerPx * 40, 0);
    history.clear();
  }
  let heardMs = -1;
  for (const { nowMs, leftPx } of ways(650 * msPerPx, msPerPx)) {
    if (nowMs > heardMs) hear(history, heardMs + 1, nowMs);
    heardMs = Math.max(heardMs, nowMs);
    draw(nowMs, leftPx);
  }
}

interface WaveProps {
  readonly name: string;
  readonly screen: Screen;
  readonly ways: Ways;
  readonly before?: boolean;
}

function Wave({ name, screen, ways, before = false }: WaveProps) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (element.current !== null) paint(element.current, screen, ways, before);
  }, [screen, ways, before]);
  const size = { width: Math.round(width * screen.scale), height: Math.round(lane.height * screen.scale) };
  return <canvas ref={element} {...size} aria-label={name} role="img" />;
}

const examples = screens.flatMap((screen) => {
  const of = `${screen.scale}, ${screen.msPerPx} ms`;
  return [
    { name: `Drawn at once, ${of}`, Draw: () => <Wave name={`Drawn at once, ${of}`} screen={screen} ways={once} /> },
    {
      name: `Moved as it came, ${of}`,
      Draw: () => <Wave name={`Moved as it came, ${of}`} screen={screen} ways={asItCame} />,
    },
    {
      name: `Moved back and forth, ${of}`,
      Draw: () => <Wave name={`Moved back and forth, ${of}`} screen={screen} ways={backAndForth} />,
    },
    {
      name: `After another session, ${of}`,
      Draw: () => <Wave name={`After another session, ${of}`} screen={screen} ways={asItCame} before />,
    },
  ];
});

const page: PartPage = {
  title: 'Waves',
  says: 'What was heard, moved as the axis runs. All of one screen are the same picture.',
  examples,
};
export default page;
