import type { Page } from '@playwright/test';
import { startButton } from './page.ts';

/** What went to the loudspeaker, taken between the player and the sound card. */
export interface Heard {
  readonly rateHz: number;
  readonly samples: Int16Array;
}

declare global {
  interface Window {
    heardByTest?: { rateHz: number; pieces: Float32Array[] };
  }
}

/** Chromium's, in no library of types yet: the samples of a track as they come. */
declare class MediaStreamTrackProcessor {
  constructor(init: { readonly track: MediaStreamTrack; readonly maxBufferSize: number });
  readonly readable: ReadableStream<AudioData>;
}

/** Pieces of 10 ms or less that may wait while the page is busy: several seconds. */
const mostWaiting = 4096;

/** Listens in on whatever the page sends to its sound card from now on. To be called before a session starts. */
export async function listenIn(page: Page): Promise<void> {
  await startButton(page).waitFor();
  await page.evaluate((maxBufferSize) => {
    type Connect = (this: AudioNode, to: AudioNode | AudioParam) => AudioNode;
    const connect = Reflect.get(AudioNode.prototype, 'connect') as Connect;
    const listen = async (samples: ReadableStream<AudioData>, pieces: Float32Array[]): Promise<void> => {
      const reader = samples.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        const piece = new Float32Array(next.value.numberOfFrames);
        next.value.copyTo(piece, { planeIndex: 0, format: 'f32-planar' });
        next.value.close();
        pieces.push(piece);
      }
    };
    const spy = function (this: AudioNode, to: AudioNode | AudioParam): AudioNode {
      if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
        const context = this.context as AudioContext;
        const heard = { rateHz: context.sampleRate, pieces: [] as Float32Array[] };
        window.heardByTest = heard;
        const ear = context.createMediaStreamDestination();
        connect.call(this, ear);
        const [track] = ear.stream.getAudioTracks();
        if (track === undefined) throw new Error('The stream has no track.');
        void listen(new MediaStreamTrackProcessor({ track, maxBufferSize }).readable, heard.pieces);
      }
      return connect.call(this, to);
    };
    AudioNode.prototype.connect = spy;
  }, mostWaiting);
}

/** Everything heard so far. */
export async function heardFrom(page: Page): Promise<Heard> {
  const { rateHz, samples } = await page.evaluate(() => {
    const { rateHz, pieces } = window.heardByTest ?? { rateHz: 0, pieces: [] };
    const samples = pieces.flatMap((piece) => Array.from(piece, (sample) => Math.round(sample * 32_768)));
    return { rateHz, samples };
  });
  return { rateHz, samples: Int16Array.from(samples) };
}
