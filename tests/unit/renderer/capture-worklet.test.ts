import { afterEach, expect, it, vi } from 'vitest';
import { decodeFrame } from '../../../shared/audio/frames.ts';

interface Processor {
  readonly port: EventTarget & { readonly told: unknown[] };
  process(inputs: Float32Array[][]): boolean;
}
type Made = new (options: object) => Processor;

afterEach(() => void vi.unstubAllGlobals());

/** The processor as a browser would register it. */
async function captureProcessor(): Promise<Made> {
  let made: Made | null = null;
  vi.stubGlobal('sampleRate', 24_000);
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      readonly port = Object.assign(new EventTarget(), {
        told: [] as unknown[],
        start: () => undefined,
        postMessage(message: unknown) {
          this.told.push(message);
        },
      });
    },
  );
  vi.stubGlobal('registerProcessor', (_name: string, processor: Made) => (made = processor));
  const worklet = '../../../renderer/audio/worklets/capture.ts';
  await import(worklet);
  if (made === null) throw new Error('Nothing was registered.');
  return made;
}

it('a microphone that stops sends what it has, and then leaves the word to the next at once', async () => {
  const Capture = await captureProcessor();
  const processor = new Capture({ processorOptions: { streamId: 3, channel: 'mix', gainDb: 0 } });
  const did: unknown[] = [];
  const port = { postMessage: (frame: ArrayBuffer) => did.push(frame), close: () => did.push('closed') };
  const tell = (data: object): void => void processor.port.dispatchEvent(new MessageEvent('message', { data }));
  tell({ type: 'port', port });
  expect(processor.process([[new Float32Array(128).fill(0.5)]])).toBe(true);
  tell({ type: 'stop' });
  expect(did).toHaveLength(2);
  expect(decodeFrame(new Uint8Array(did[0] as ArrayBuffer))).toMatchObject({ streamId: 3 });
  expect(did[1]).toBe('closed');
  expect(processor.port.told.at(-1)).toEqual({ type: 'stopped' });
  expect(processor.process([[new Float32Array(128)]])).toBe(false);
  expect(did).toHaveLength(2);
});
