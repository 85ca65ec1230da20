import { afterEach, expect, it, vi } from 'vitest';
import { type NotedPort, registeredBy } from './fake-worklet.ts';
import { encodeFrame, frameMs, frameSamples } from '../../../shared/audio/frames.ts';

interface Told {
  readonly level: { readonly peakDbfs: number | null; readonly holdDbfs: number | null; readonly clips: number };
  readonly stats: { readonly playedMs: number; readonly flushes: number };
}
interface Processor {
  readonly port: NotedPort<Told>;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}
type Made = new () => Processor;

afterEach(() => void vi.unstubAllGlobals());

/** The processor as a browser would register it, and the engine's end of its port. */
async function player() {
  const Playback = await registeredBy<Made>('../../../renderer/audio/worklets/playback.ts');
  const processor = new Playback();
  const engine = Object.assign(new EventTarget(), { start: () => undefined, postMessage: () => undefined });
  const tell = (to: EventTarget, data: unknown): void => void to.dispatchEvent(new MessageEvent('message', { data }));
  tell(processor.port, { type: 'port', port: engine });
  return {
    told: processor.port.told,
    tell: (data: object) => tell(processor.port, data),
    engine: (data: unknown) => tell(engine, data),
    /** Lets so much be played. */
    play: (ms: number): void => {
      const output = new Float32Array(120);
      for (let at = 0; at < ms; at += 5) processor.process([], [[output]]);
    },
  };
}

const speech = (number: number): ArrayBuffer =>
  encodeFrame({
    number,
    clipped: 0,
    firstAtMs: 0,
    streamId: 1,
    muted: false,
    pcm24k: new Int16Array(frameSamples).fill(8000),
  });

it('silence that lasts is told once, and speech as often as it is drawn', async () => {
  const { told, engine, play } = await player();
  play(5000);
  expect(told).toHaveLength(1);
  engine({ type: 'begin', streamId: 1, itemId: 'item' });
  for (let number = 1; number <= 50; number += 1) engine(speech(number));
  engine({ type: 'end', streamId: 1 });
  play(50 * frameMs);
  expect(told.length).toBeGreaterThanOrEqual(9);
  expect(told.length).toBeLessThanOrEqual(12);
  expect(told.at(-1)?.level.peakDbfs).toBeCloseTo(-12.2, 0);
  // The highest peak is held for two seconds.
  play(5000);
  expect(told.at(-1)).toMatchObject({ level: { peakDbfs: null, holdDbfs: null } });
  expect(told.at(-1)?.stats.playedMs).toBeCloseTo(50 * frameMs, -1);
  const silent = told.length;
  play(5000);
  expect(told).toHaveLength(silent);
});

it('what changes in silence is told', async () => {
  const { told, tell, engine, play } = await player();
  engine({ type: 'begin', streamId: 1, itemId: 'item' });
  engine(
    encodeFrame({
      number: 1,
      clipped: 0,
      firstAtMs: 0,
      streamId: 1,
      muted: false,
      pcm24k: new Int16Array(2400).fill(32_767),
    }),
  );
  engine({ type: 'end', streamId: 1 });
  play(5000);
  const loud = told.at(-1)?.level.clips ?? 0;
  expect(loud).toBeGreaterThan(0);
  const before = told.length;
  tell({ type: 'reset-clips' });
  play(100);
  expect(told.slice(before)).toHaveLength(1);
  expect(told.at(-1)?.level.clips).toBe(0);
});
