import { startDeployment } from '../integration/support/deployment.ts';
import { keepBusy, startSession, stopSession } from './support/audio-page.ts';
import { capturedIn } from './support/captured.ts';
import { homeFor } from './support/prepare.ts';
import { eventsOf, linesOf, onlySession } from './support/record.ts';
import { expect, test } from './support/test.ts';

/** Ten seconds of audio, however long the sound card takes to hear them. */
const enoughFrames = 500;

test('no frame of the microphone is lost while the window is busy half of the time', async ({ open }, info) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await startSession(page);
  const remote = await deployment.session();
  await remote.event('input_audio_buffer.append');
  const rest = await keepBusy(page, 500);
  const sent = () => remote.events('input_audio_buffer.append').length;
  await expect.poll(sent, { timeout: 60_000 }).toBeGreaterThanOrEqual(enoughFrames);
  await rest();
  await stopSession(page);
  const lines = await linesOf(await onlySession(home));
  const captured = capturedIn(lines);
  info.annotations.push({
    type: 'sound card',
    description: `${captured.deviceGapMs} ms left out by the device itself`,
  });
  expect(captured).toMatchObject({ lostFrames: 0, droppedFrames: 0 });
  expect(remote.events('input_audio_buffer.append')).toHaveLength(captured.frames);
  const measured = eventsOf(lines, 'bench.capture').reduce((frames, event) => frames + (event['frames'] as number), 0);
  expect(measured).toBe(captured.frames);
  await deployment.close();
});
