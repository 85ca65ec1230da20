import { describe, expect, it } from 'vitest';
import { Studio } from '../../../renderer/drawing/studio.ts';
import type { PictureKind } from '../../../renderer/drawing/told/messages.ts';
import { initialViewport } from '../../../renderer/drawing/told/viewport.ts';
import { pictureTokens, type TokenValues } from '../../../renderer/drawing/tools/brush.ts';
import { type FigureSheet, type Slots, slotGlyphs } from '../../../renderer/drawing/tools/slots.ts';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { fakeSurface, type Stroke } from './fake-surface.ts';

const values = Object.fromEntries(pictureTokens.map((token) => [token, token])) as TokenValues;

/** A sheet whose glyphs lie ten pixels apart, in the order of what may stand there. */
function sheetOf(glyphs: readonly string[]): FigureSheet {
  // It stands in for what only a browser can paint.
  const image = { height: 12 } as unknown as ImageBitmap;
  const cells = glyphs.map((text, at) => [text, { fromPx: at * 40, cellPx: 10, advance: 5 }] as const);
  return { image, glyphs: Object.fromEntries(cells), basePx: 10, padPx: 0, baseline: 9 };
}

const slotAt = (left: number, sheet: string | null) => ({ left, top: 0, width: 60, height: 16, sheet });

/** A thread whose time goes on by hand, with a studio that has its face and knows its colours. */
async function studioAt({ withFace = true } = {}) {
  let ms = 0;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  const frames: (() => void)[] = [];
  let bring: () => void = () => undefined;
  const face = new Promise<void>((resolve) => (bring = resolve));
  const studio = new Studio({
    nowMs: () => ms,
    after(waitMs, run) {
      const timer = { dueMs: ms + waitMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    nextFrame: (run) => void frames.push(run),
    newSurface: () => fakeSurface().surface,
    readFace: () => face,
  });
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
    for (const run of frames.splice(0)) run();
  };
  const go = (forMs: number): void => {
    const untilMs = ms + forMs;
    for (;;) {
      const [next] = [...timers].sort((one, other) => one.dueMs - other.dueMs);
      if (next === undefined || next.dueMs > untilMs) break;
      timers.delete(next);
      ms = Math.max(ms, next.dueMs);
      next.run();
    }
    ms = untilMs;
    for (const run of frames.splice(0)) run();
  };
  studio.receive({ kind: 'page', hidden: false, calm: false });
  studio.receive({ kind: 'tokens', values });
  studio.receive({ kind: 'face', family: 'Inter', url: 'face' });
  if (withFace) bring();
  await settle();
  let canvases = 0;
  const put = (picture: PictureKind, slots: Slots) => {
    const { surface, strokes } = fakeSurface();
    const id = (canvases += 1);
    studio.receive({ kind: 'canvas', id, canvas: surface });
    const size = { width: 200, height: 60, scale: 1 };
    const show = (other: PictureKind, { width, height, scale } = size): void => {
      const part = { id: 1, picture: other, left: 0, top: 0, width, height, slots };
      studio.receive({ kind: 'place', id, width, height, scale, parts: [part] });
    };
    show(picture);
    const pictures = (): number => strokes.filter(([name]) => name === 'clearRect').length;
    return { id, surface, strokes, pictures, show };
  };
  const waiting = (): number => timers.size;
  const bringFace = async (): Promise<void> => {
    bring();
    await settle();
  };
  return { studio, go, put, waiting, bringFace, nowMs: () => ms };
}

/** The text of the last picture, by the cells that were laid. */
function figuresOn(strokes: readonly Stroke[], glyphs: readonly string[]): string {
  const from = strokes.findLastIndex(([name]) => name === 'clearRect');
  return strokes
    .slice(from)
    .filter(([name]) => name === 'drawImage')
    .map(([, , fromPx]) => glyphs[Math.floor(Number(fromPx) / 40)])
    .join('');
}

const levelOf = (rmsDbfs: number): LevelReading => ({
  peakDbfs: rmsDbfs,
  rmsDbfs,
  momentsDbfs: [rmsDbfs],
  holdDbfs: rmsDbfs,
  clips: 0,
  zerosMs: 0,
});

describe('the clock of a session', () => {
  it('runs by itself in tenths of a second, and stands where the session ended', async () => {
    const { studio, go, put } = await studioAt();
    studio.receive({ kind: 'sheet', id: 'a', sheet: sheetOf(slotGlyphs.clock) });
    studio.receive({ kind: 'clock', base: { running: true, startedAtMs: -60_000, lastMs: 0 } });
    const { strokes, pictures } = put('clock', { clock: slotAt(0, 'a') });
    expect(figuresOn(strokes, slotGlyphs.clock)).toBe('1:00.0');
    go(2180);
    expect(figuresOn(strokes, slotGlyphs.clock)).toBe('1:02.1');
    // One picture every 300 ms, the first and the last among them.
    expect(pictures()).toBeLessThanOrEqual(10);
    expect(pictures()).toBeGreaterThanOrEqual(8);
    studio.receive({ kind: 'clock', base: { running: false, startedAtMs: -60_000, lastMs: 62_340 } });
    go(1000);
    expect(figuresOn(strokes, slotGlyphs.clock)).toBe('1:02.3');
    const ended = pictures();
    go(10_000);
    expect(pictures()).toBe(ended);
  });

  it('stands still in a hidden page, and is right at once when it is seen', async () => {
    const { studio, go, put, waiting } = await studioAt();
    studio.receive({ kind: 'sheet', id: 'a', sheet: sheetOf(slotGlyphs.clock) });
    studio.receive({ kind: 'clock', base: { running: true, startedAtMs: 0, lastMs: 0 } });
    const { strokes, pictures } = put('clock', { clock: slotAt(0, 'a') });
    studio.receive({ kind: 'page', hidden: true, calm: false });
    const before = pictures();
    go(5000);
    expect(pictures()).toBe(before);
    expect(waiting()).toBe(0);
    studio.receive({ kind: 'page', hidden: false, calm: false });
    expect(figuresOn(strokes, slotGlyphs.clock)).toBe('0:05.0');
  });
});

describe('a canvas', () => {
  it('is painted once the face of its texts is there, and again in other colours', async () => {
    const { studio, go, put, bringFace } = await studioAt({ withFace: false });
    const { strokes, pictures } = put('empty-axis', {});
    go(1000);
    expect(strokes).toEqual([]);
    await bringFace();
    expect(pictures()).toBe(1);
    studio.receive({ kind: 'tokens', values: { ...values, 'bg-0': 'white' } });
    go(10);
    expect(pictures()).toBe(2);
    expect(strokes).toContainEqual(['fillStyle', 'white']);
  });

  it('has the pixels of its size, and keeps nobody busy once it is gone', async () => {
    const { studio, go, put, waiting } = await studioAt();
    const { id, surface, pictures, show } = put('empty-axis', {});
    show('empty-axis', { width: 300, height: 60.4, scale: 2 });
    expect([surface.width, surface.height]).toEqual([600, 121]);
    studio.receive({ kind: 'gone', id });
    const before = pictures();
    studio.receive({ kind: 'tokens', values });
    go(1000);
    expect(pictures()).toBe(before);
    expect(waiting()).toBe(0);
  });

  it('with several pictures has only that painted anew which looks otherwise, in its place', async () => {
    const { studio, go, put } = await studioAt();
    studio.receive({ kind: 'clock', base: { running: true, startedAtMs: 0, lastMs: 0 } });
    studio.receive({ kind: 'sheet', id: 'a', sheet: sheetOf(slotGlyphs.clock) });
    const { id, strokes } = put('clock', {});
    const at = { left: 0, width: 200, height: 60 };
    const parts = [
      { ...at, id: 1, picture: 'clock', top: 0, slots: { clock: slotAt(0, 'a') } },
      { ...at, id: 2, picture: 'empty-axis', top: 100, slots: {} },
    ] as const;
    studio.receive({ kind: 'place', id, width: 200, height: 160, scale: 2, parts });
    const corners = (): unknown[] =>
      strokes.filter(([name, scale]) => name === 'setTransform' && scale === 2).map((stroke) => stroke.slice(5));
    expect(corners()).toEqual([
      [0, 0],
      [0, 200],
    ]);
    strokes.length = 0;
    go(1001);
    expect(corners().length).toBeGreaterThanOrEqual(4);
    expect(new Set(corners().map(String))).toEqual(new Set(['0,0']));
  });

  it('follows what a person moves with the next picture', async () => {
    const { studio, put, go } = await studioAt();
    const { pictures } = put('axis', {});
    const before = pictures();
    studio.receive({ kind: 'viewport', viewport: { ...initialViewport, following: false, fromMs: 9000 } });
    go(0);
    expect(pictures()).toBe(before + 1);
  });

  it('of the axis is painted once a second where little motion is wanted, beside levels that move', async () => {
    const { studio, put, go } = await studioAt();
    studio.receive({ kind: 'clock', base: { running: true, startedAtMs: 0, lastMs: 0 } });
    const { id, strokes } = put('axis', {});
    const at = { left: 0, width: 200, slots: {} };
    const parts = [
      { ...at, id: 1, picture: 'levels', top: 0, height: 40, slots: { 'input-well': slotAt(10, null) } },
      { ...at, id: 2, picture: 'axis', top: 40, height: 60 },
    ] as const;
    studio.receive({ kind: 'place', id, width: 200, height: 100, scale: 1, parts });
    studio.receive({ kind: 'page', hidden: false, calm: true });
    go(1200);
    strokes.length = 0;
    for (let reading = 0; reading < 50; reading += 1) {
      const news = { kind: 'level', stream: 'input', channels: [], t: null, clipped: false } as const;
      studio.receive({ ...news, level: levelOf(-10 * (1 + (reading % 3))) });
      go(100);
    }
    const painted = (top: number): number =>
      strokes.filter(([name, , , , , left, topPx]) => name === 'setTransform' && left === 0 && topPx === top).length;
    expect(painted(40)).toBe(5);
    // Every picture sets its place, and each of its figures and sheets may do so again.
    expect(painted(0)).toBeGreaterThan(20);
  });

  it('without any room is not painted, and the others on it are', async () => {
    const { studio, put } = await studioAt();
    const { id, strokes } = put('empty-axis', {});
    strokes.length = 0;
    const parts = [
      { id: 1, picture: 'empty-axis', left: 0, top: 0, width: 0, height: 60, slots: {} },
      { id: 2, picture: 'empty-axis', left: 0, top: 60, width: 100, height: 60, slots: {} },
    ] as const;
    studio.receive({ kind: 'place', id, width: 200, height: 120, scale: 1, parts });
    expect(strokes.filter(([name]) => name === 'rect')).toEqual([['rect', 0, 0, 100, 60]]);
  });
});

describe('the levels', () => {
  const wells: Slots = {
    'input-well': slotAt(10, null),
    'input-value': slotAt(0, 'value'),
    'input-unit': slotAt(0, 'unit'),
    'input-peak': slotAt(100, 'peak'),
  };
  const glyphs = slotGlyphs['input-peak'];

  it('are bars and figures of the newest reading, the unit behind the figure and the peak at its right edge', async () => {
    const { studio, put, go } = await studioAt();
    studio.receive({ kind: 'sheet', id: 'value', sheet: sheetOf(glyphs) });
    studio.receive({ kind: 'sheet', id: 'unit', sheet: sheetOf(['dBFS']) });
    studio.receive({ kind: 'sheet', id: 'peak', sheet: sheetOf(glyphs) });
    const { strokes, pictures } = put('levels', wells);
    expect(figuresOn(strokes, glyphs)).toBe('silentnone');
    const news = { kind: 'level', stream: 'input', channels: [], t: 40, clipped: false } as const;
    studio.receive({ ...news, level: levelOf(-30) });
    go(300);
    const from = strokes.findLastIndex(([name]) => name === 'clearRect');
    const last = strokes.slice(from);
    // Half of the 60 pixels of its well.
    expect(last).toContainEqual(['fillRect', 10, 2, 30, 12]);
    const laid = last.filter(([name]) => name === 'drawImage').map((stroke) => Number(stroke[6]));
    // Five glyphs of five pixels, four pixels and the unit; then as many up to the right edge at 160.
    expect(laid).toEqual([0, 5, 10, 15, 20, 29, 135, 140, 145, 150, 155]);
    const before = pictures();
    studio.receive({ ...news, level: levelOf(-30) });
    go(300);
    expect(pictures()).toBe(before);
  });

  it('of the input are an outline alone where every sample is zero', async () => {
    const { put } = await studioAt();
    const { strokes, show } = put('levels', wells);
    show('levels-zeros');
    expect(strokes).toContainEqual(['strokeRect', 10.5, 2.5, 59, 11]);
  });
});
