import { openMicrophone } from '../../../renderer/audio/microphone.ts';
import { openPlayer } from '../../../renderer/audio/player.ts';
import { connectBench } from '../../../renderer/host/bench-client.ts';
import { createHost } from '../../../renderer/host/create-host.ts';

/*
 * The floor that the window is measured against: the bench's own worklets, ports and engine, and nothing on screen.
 * Whoever drives the page calls `floor.start()` and `floor.stop()`.
 */

const ignore = (): void => undefined;
const host = createHost();
const bench = await connectBench(host);

async function start(): Promise<void> {
  const read = await bench.call('preferences.read', {});
  if (!read.ok) throw new Error(read.error.message);
  const { endpoint, input } = read.preferences;
  const microphone = await openMicrophone({
    device: null,
    echoCancellation: input.echoCancellation,
    noiseSuppression: input.noiseSuppression,
    autoGainControl: input.autoGainControl,
    channel: 'mix',
    gainDb: 0,
    port: await host.openPort('capture'),
    onLevel: ignore,
    onLost: ignore,
    onZeros: ignore,
  });
  if (!microphone.ok) throw new Error(microphone.error.message);
  const player = await openPlayer({ port: await host.openPort('playback'), output: null, onLevel: ignore });
  if (!player.ok) throw new Error(player.error.message);
  const started = await bench.call('session.start', { endpoint, options: {}, input: { kind: 'microphone' } });
  if (!started.ok) throw new Error(started.error.message);
  stop = async () => {
    await microphone.microphone.close();
    await bench.call('session.stop', { graceMs: 1000 });
    await player.player.close();
  };
}

let stop = (): Promise<void> => Promise.resolve();

declare global {
  interface Window {
    floor?: { start(): Promise<void>; stop(): Promise<void> };
  }
}

window.floor = { start, stop: () => stop() };
