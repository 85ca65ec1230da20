import { afterEach, expect, it, vi } from 'vitest';
import { type NotedPort, registeredBy } from './fake-worklet.ts';
import { decodeFrame } from '../../../shared/audio/frames.ts';

interface Processor {
  readonly port: NotedPort<unknown>;
  process(inputs: Float32Array[][]): boolean;
}
type Made = new (options: object) => Processor;

afterEach(() => void vi.unstubAllGlobals());

const captureProcessor = (): Promise<Made> => registeredBy('../../../renderer/audio/worklets/capture.ts');

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
