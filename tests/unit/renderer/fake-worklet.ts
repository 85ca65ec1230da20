import { vi } from 'vitest';

/** What a browser's worklet processor has of its page: a port that notes what is told over it. */
export interface NotedPort<Told> extends EventTarget {
  readonly told: Told[];
}

/**
 * The processor that a module registers, as a browser at 24 kHz would read it; each time anew. Whoever calls this takes
 * the stubs of its globals away again.
 * @param worklet its path from the folder of the tests
 */
export async function registeredBy<Made>(worklet: string): Promise<Made> {
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
  vi.resetModules();
  await import(/* @vite-ignore */ worklet);
  if (made === null) throw new Error('Nothing was registered.');
  return made;
}
