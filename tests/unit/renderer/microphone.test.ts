import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../../renderer/audio/microphone.ts';
import { fakePage } from './fake-context.ts';
import { settled } from './fake-sound.ts';

const level = { peakDbfs: -20, rmsDbfs: -26, momentsDbfs: [-20], holdDbfs: -20, clips: 0, zerosMs: 2000 };

class Track extends EventTarget {
  readonly label = 'Desk mic';
  readyState = 'live';
  readonly getSettings = () => ({ sampleRate: 48_000, channelCount: 2 });
  readonly stop = vi.fn();
  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

let track: Track;
let page: ReturnType<typeof fakePage>;

beforeEach(() => {
  track = new Track();
  page = fakePage(track);
});
afterEach(() => void vi.unstubAllGlobals());

async function opened() {
  const told: string[] = [];
  const answer = await openMicrophone({
    port: new MessageChannel().port1,
    device: null,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channel: 'mix',
    gainDb: 0,
    onLevel: () => told.push('level'),
    onCancelling: () => told.push('cancelling'),
    onZeros: () => told.push('zeros'),
    onLost: (message) => told.push(message),
  });
  const measure = (): void => page.worklet({ type: 'level', level, channels: [], cancels: true });
  return { answer, told, measure };
}

describe('a microphone of this page', () => {
  const gone = 'Desk mic was disconnected. Plug it in again or choose another input.';

  it('tells nothing more once it is lost, though levels are still on their way', async () => {
    const { told, measure } = await opened();
    measure();
    track.end();
    measure();
    expect(told).toEqual(['level', 'cancelling', 'zeros', gone]);
    await settled();
    expect(page.contexts()).toEqual(['closed']);
  });

  it('that is pulled out while it is opened is refused in the same words, and leaves nothing open', async () => {
    page.meanwhile(() => track.end());
    const { answer, told } = await opened();
    expect(answer).toEqual({ ok: false, error: { reason: 'not-found', message: gone } });
    expect(told).toEqual([]);
    expect(track.stop).toHaveBeenCalledOnce();
    expect(page.contexts()).toEqual(['closed']);
  });

  it('whose audio the system closes while it is opened is refused, too', async () => {
    page.meanwhile(() => page.systemCloses());
    const { answer, told } = await opened();
    expect(answer).toMatchObject({
      ok: false,
      error: { message: 'The system closed the audio of Desk mic. Choose an input to go on.' },
    });
    expect(told).toEqual([]);
  });
});
