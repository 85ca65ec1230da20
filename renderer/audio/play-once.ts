import { wireRateHz } from '../../shared/audio/frames.ts';
import { pcm16ToFloat } from '../../shared/audio/samples.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';
import type { DeviceWish } from './follow-device.ts';
import { noOutput, route } from './player.ts';

/** Plays PCM16 at 24 kHz once, on this computer alone; resolves when it has been heard. */
export async function playOnce(pcm24k: Int16Array, output: DeviceWish): Promise<Result> {
  let context: AudioContext;
  try {
    context = new AudioContext();
    await context.resume();
  } catch (cause) {
    return noOutput(cause);
  }
  try {
    const routed = await route(context, output);
    if (!routed.ok) return routed;
    const samples = new Float32Array(pcm24k.length);
    pcm16ToFloat(pcm24k, samples);
    const buffer = context.createBuffer(1, Math.max(1, samples.length), wireRateHz);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    await new Promise<void>((resolve) => {
      source.addEventListener('ended', () => resolve());
      // An output that dies in the middle ends nothing.
      context.addEventListener('statechange', () => context.state === 'closed' && resolve());
      source.start();
    });
    return ok({});
  } finally {
    if (context.state !== 'closed') await context.close();
  }
}
