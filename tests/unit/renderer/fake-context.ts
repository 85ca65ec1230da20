import { vi } from 'vitest';

/** The sound of a browser as far as a worklet is opened in it, in the place of the page's own until globals are put back. */
export function fakePage(track: object | null = null) {
  const contexts: Context[] = [];
  const nodes: { readonly port: EventTarget }[] = [];
  let meanwhile: () => void = () => undefined;

  class Context extends EventTarget {
    state = 'running';
    readonly sampleRate = 48_000;
    readonly baseLatency = 0.01;
    readonly outputLatency = 0.02;
    readonly destination = {};
    readonly audioWorklet = {
      addModule: () => {
        meanwhile();
        return Promise.resolve();
      },
    };
    readonly resume = () => Promise.resolve();
    readonly createMediaStreamSource = () => ({ connect: () => undefined });
    constructor() {
      super();
      contexts.push(this);
    }
    close(): Promise<void> {
      if (this.state === 'closed') return Promise.reject(new Error('It is closed already.'));
      this.state = 'closed';
      return Promise.resolve();
    }
  }

  class Node {
    readonly port = Object.assign(new EventTarget(), { postMessage: () => undefined, start: () => undefined });
    readonly connect = () => undefined;
    constructor() {
      nodes.push(this);
    }
  }

  const getUserMedia = () => Promise.resolve({ getAudioTracks: () => [track], getTracks: () => [track] });
  vi.stubGlobal('navigator', { mediaDevices: Object.assign(new EventTarget(), { getUserMedia }) });
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('AudioWorkletNode', Node);
  return {
    /** The states of those that were made. */
    contexts: () => contexts.map(({ state }) => state),
    /** What happens while the worklet is loaded. */
    meanwhile: (happens: () => void) => void (meanwhile = happens),
    systemCloses() {
      const context = contexts.at(-1);
      if (context === undefined) throw new Error('No context was made.');
      context.state = 'closed';
      context.dispatchEvent(new Event('statechange'));
    },
    /** The newest worklet tells the page something. */
    worklet: (data: object) => void nodes.at(-1)?.port.dispatchEvent(new MessageEvent('message', { data })),
  };
}
