import { expect, it } from 'vitest';
import { recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { Meters } from '../../../renderer/store/meters.ts';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { header } from '../session/log.ts';

const level = (momentDbfs: number, clips = 0): LevelReading => ({
  peakDbfs: momentDbfs,
  rmsDbfs: momentDbfs,
  momentsDbfs: [momentDbfs],
  holdDbfs: momentDbfs,
  clips,
  zerosMs: 0,
});

/** The meters of a page that listens to a microphone, with an engine that measures as well. */
function measured() {
  let push: (push: BenchPush) => void = () => undefined;
  const state = { file: false, t: 0 };
  const meters = new Meters(
    {
      ...recordedBench({}),
      onPush(listener) {
        push = listener;
        return () => undefined;
      },
    },
    () => state.t,
    () => state.file,
  );
  const at = (t: number): void => void (state.t = t);
  return {
    meters,
    state,
    at,
    engine: (reading: LevelReading) => push({ type: 'level', stream: 'input', level: reading }),
    opened: () => push({ type: 'session.opened', header }),
    page: (reading: LevelReading) => meters.own('input', reading, [reading, reading]),
    shown: () => [meters.latest.input?.momentsDbfs[0], meters.channels.length],
  };
}

it('the meter of the input shows the microphone, and the file while that speaks in its place', () => {
  const { state, engine, page, shown } = measured();
  page(level(-20));
  engine(level(-10));
  expect(shown()).toEqual([-20, 2]);
  state.file = true;
  engine(level(-30));
  page(level(-5));
  expect(shown()).toEqual([-30, 0]);
  state.file = false;
  engine(level(-30));
  page(level(-25));
  expect(shown()).toEqual([-25, 2]);
});

it('the clip light tells of what is sent: each counts its own, and nothing is told twice when the word changes', () => {
  const { meters, state, at, engine, page } = measured();
  const clipped: (number | null)[] = [];
  meters.onNews((news) => void (news.kind === 'level' && news.clipped && clipped.push(news.t)));
  at(1000);
  page(level(0, 3));
  meters.clearClips();
  expect(meters.clips('input')).toBe(0);
  state.file = true;
  at(2000);
  engine(level(-20));
  // The microphone clips unheard.
  page(level(0, 5));
  expect(meters.clips('input')).toBe(0);
  at(3000);
  engine(level(0, 2));
  expect(meters.clips('input')).toBe(2);
  state.file = false;
  at(4000);
  meters.clearClips();
  page(level(-20, 5));
  expect(meters.clips('input')).toBe(0);
  // The microphone is opened anew, and counts from the start.
  page(level(0, 1));
  expect(meters.clips('input')).toBe(1);
  expect(clipped).toEqual([1000, 3000, 4000]);
});

it('the clip light stays lit until a person puts it out or a session begins, whatever becomes of the microphone', () => {
  const { meters, page, opened, shown } = measured();
  page(level(0, 3));
  meters.release('input');
  expect(shown()).toEqual([undefined, 0]);
  expect(meters.clips('input')).toBe(3);
  // Another microphone counts from the start, though it has clipped as often by its first reading.
  page(level(0, 3));
  meters.anew('input');
  page(level(0, 4));
  expect(meters.clips('input')).toBe(10);
  opened();
  expect(meters.clips('input')).toBe(0);
});

it('the clip light tells nothing twice when the page ceases to measure, nor when the next session counts from the start', () => {
  const { meters, engine, page, opened } = measured();
  page(level(0, 3));
  engine(level(0, 3));
  meters.release('input');
  engine(level(0, 3));
  expect(meters.clips('input')).toBe(3);
  engine(level(0, 4));
  expect(meters.clips('input')).toBe(4);
  opened();
  engine(level(0, 5));
  expect(meters.clips('input')).toBe(5);
});

it('the meter of the input goes on showing a file whose sound is sent while an unused microphone is pulled out', () => {
  const { meters, state, engine, page, shown } = measured();
  page(level(-20));
  state.file = true;
  engine(level(-30));
  meters.release('input');
  expect(shown()).toEqual([-30, 0]);
  state.file = false;
  meters.release('input');
  expect(shown()).toEqual([undefined, 0]);
});

it('what is drawn hears of every reading with its time, of a device that went, and of another session', () => {
  const { meters, at, engine, page } = measured();
  const heard: unknown[] = [];
  meters.onNews((news) =>
    heard.push(news.kind === 'level' ? [news.level?.momentsDbfs[0] ?? null, news.t, news.channels.length] : news.kind),
  );
  page(level(-20));
  at(500);
  page(level(-21));
  // Measured by the page already.
  engine(level(-10));
  meters.anew('input');
  meters.forget();
  expect(heard).toEqual([[-20, null, 2], [-21, 500, 2], [null, null, 0], 'levels-forgotten']);
});
