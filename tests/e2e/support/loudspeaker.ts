import { expect, type Page } from '@playwright/test';
import { startButton } from './audio-page.ts';

/** What went to the loudspeaker, taken between the player and the sound card. */
export interface Heard {
  readonly rateHz: number;
  readonly samples: Int16Array;
}

declare global {
  interface Window {
    heardByTest?: { rateHz: number; pieces: Float32Array[]; clock: () => number };
  }
}

/**
 * The ear: a worklet beside the player, on the thread that renders. Every quantum is posted, and waits in the page's
 * queue however long the page is busy: nothing that was played is missed.
 */
const ear = `
  registerProcessor('ear-of-test', class extends AudioWorkletProcessor {
    process([input]) {
      if (input[0] !== undefined) this.port.postMessage(input[0].slice());
      return true;
    }
  });
`;

/**
 * Listens in on whatever the page sends to its sound card from now on. To be called before a session starts. The page
 * is loaded anew without its content policy, which would not take the ear's module.
 */
export async function listenIn(page: Page): Promise<void> {
  await startButton(page).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await startButton(page).waitFor();
  await setEar(page);
}

/** Listens in anew, in a page that was listened in on before it was reloaded. To be called before it opens a sound card. */
export async function setEar(page: Page): Promise<void> {
  await page.evaluate((module) => {
    type Connect = (this: AudioNode, to: AudioNode | AudioParam) => AudioNode;
    const connect = Reflect.get(AudioNode.prototype, 'connect') as Connect;
    const listen = async (player: AudioNode, context: AudioContext): Promise<void> => {
      const pieces: Float32Array[] = [];
      await context.audioWorklet.addModule(URL.createObjectURL(new Blob([module], { type: 'text/javascript' })));
      const node = new AudioWorkletNode(context, 'ear-of-test', { channelCount: 1, channelCountMode: 'explicit' });
      node.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => void pieces.push(data));
      node.port.start();
      connect.call(player, node);
      // Its own output is silence: only what leads to the sound card is rendered.
      connect.call(node, context.destination);
      window.heardByTest = { rateHz: context.sampleRate, pieces, clock: () => context.currentTime };
    };
    const spy = function (this: AudioNode, to: AudioNode | AudioParam): AudioNode {
      if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
        void listen(this, this.context as AudioContext);
      }
      return connect.call(this, to);
    };
    AudioNode.prototype.connect = spy;
  }, ear);
}

/** Resolves when the ear hears: before, nothing can be said of what was played. */
export const listening = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => (window.heardByTest?.pieces.length ?? 0) > 0);
};

/** Everything heard so far. Digital silence alone is zero: what is too quiet for 16 bits keeps its sign. */
export async function heardFrom(page: Page): Promise<Heard> {
  const { rateHz, base64 } = await page.evaluate(() => {
    const { rateHz, pieces } = window.heardByTest ?? { rateHz: 0, pieces: [] as Float32Array[] };
    const letters = pieces.map((piece) => {
      const pcm = Int16Array.from(piece, (sample) => Math.round(sample * 32_768) || Math.sign(sample));
      return String.fromCharCode(...new Uint8Array(pcm.buffer));
    });
    return { rateHz, base64: btoa(letters.join('')) };
  });
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return { rateHz, samples: new Int16Array(bytes.buffer) };
}

/** Everything heard, once that holds so much sound: the page takes in what was rendered when it has the time. */
export async function heardWhole(page: Page, soundMs: number): Promise<Heard> {
  await page.waitForFunction(
    (ms) => {
      const { rateHz, pieces } = window.heardByTest ?? { rateHz: 1, pieces: [] as Float32Array[] };
      const sounding = pieces.reduce((sum, piece) => sum + piece.filter((sample) => sample !== 0).length, 0);
      return (sounding * 1000) / rateHz >= ms;
    },
    soundMs,
    { polling: 500 },
  );
  return heardFrom(page);
}

/** What is heard from this press on, once there is so much sound in it; silences before and in it are no sound. */
export async function heardOnceMore(page: Page, soundMs: number, press: () => Promise<void>): Promise<Heard> {
  // What was played before comes late on a busy machine; all of it is here once silence follows.
  const quietMs = async (): Promise<number> => {
    const { rateHz, samples } = await heardFrom(page);
    return ((samples.length - 1 - samples.findLastIndex((sample) => sample !== 0)) * 1000) / rateHz;
  };
  await expect.poll(quietMs).toBeGreaterThan(300);
  const before = (await heardFrom(page)).samples.length;
  await press();
  const since = async (): Promise<Heard> => {
    const { rateHz, samples } = await heardFrom(page);
    return { rateHz, samples: samples.slice(before) };
  };
  const soundIn = async (): Promise<number> => {
    const { rateHz, samples } = await since();
    return (samples.filter((sample) => sample !== 0).length * 1000) / rateHz;
  };
  await expect.poll(soundIn, { timeout: 30_000 }).toBeGreaterThan(soundMs + 200);
  return await since();
}

/**
 * Holds the page's main thread, without a break, until `seconds` of the loudspeaker's own clock have gone by. Resolves
 * when the page is free again. A clock that stands still gives up after a minute.
 */
export async function holdWindow(page: Page, seconds: number): Promise<void> {
  const passed = await page.evaluate((forSeconds) => {
    const clock = window.heardByTest?.clock;
    if (clock === undefined) throw new Error('Nothing is connected to the sound card.');
    const [from, giveUp] = [clock(), performance.now() + 60_000];
    while (clock() - from < forSeconds && performance.now() < giveUp) continue;
    return clock() - from;
  }, seconds);
  if (passed < seconds) throw new Error(`The sound card stood still at ${passed} s.`);
}
