import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { atWireRate, likeness, peakBetween, startOf } from '../support/compare.ts';
import { heardFrom, listenIn } from '../support/loudspeaker.ts';
import { openingMs } from '../support/microphone.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const withinMs = 20;

test('a second question cuts the answer off, and the service is told how much of it was heard', async ({ open }) => {
  const home = await homeWith({});
  // The second question falls into the answer to the first, which lasts seven seconds; both are in the file's first round.
  const { page } = await open({ home, hears: [3 * openingMs, 'change-address', 3500, 'thank-you', 60_000] });
  await listenIn(page);
  await startSession(page);
  await expect(page.getByText('The assistant may hear itself').first()).toBeVisible({ timeout: 180_000 });
  const answered = async (): Promise<number> =>
    eventsOf(await linesOf(await onlySession(home)), 'response.done').length;
  await expect.poll(answered, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  const heard = atWireRate(await heardFrom(page));
  await stopSession(page);

  const folder = await onlySession(home);
  const lines = await linesOf(folder);
  const [truncate] = eventsOf(lines, 'conversation.item.truncate');
  const stopped = eventsOf(lines, 'bench.playback.stopped').find((event) => event['why'] === 'interrupted');
  expect(stopped).toMatchObject({ why: 'interrupted', itemId: truncate?.['item_id'] });
  const cutMs = truncate?.['audio_end_ms'] as number;
  expect(Math.abs(cutMs - (stopped?.['playedMs'] as number))).toBeLessThanOrEqual(1);
  expect(cutMs).toBeLessThan(stopped?.['receivedMs'] as number);
  expect(eventsOf(lines, 'bench.self-interruption')).toHaveLength(1);

  const record = parseWav(await readFile(join(folder, 'output.wav')), 'output.wav');
  if (!record.ok) throw new Error(record.error.message);
  // A copy: in the file the samples may begin anywhere.
  const said = new Int16Array(Uint8Array.from(record.wav.data).buffer);
  const start = startOf(heard, said);
  // The loudspeaker had the answer up to the cut, and nothing of it after.
  expect(cutMs).toBeGreaterThan(500);
  // A machine that was late puts silences in between, each of them recorded: the cut comes so much later.
  const gapsMs = eventsOf(lines, 'bench.playback.underrun').map(({ silenceMs }) => silenceMs as number);
  const lateMs = gapsMs.reduce((sum, ms) => sum + ms, 0);
  if (gapsMs.length === 0) expect(likeness(heard, said, start, cutMs - withinMs)).toBeGreaterThan(0.99);
  expect(peakBetween(heard, start, cutMs + lateMs + withinMs, cutMs + lateMs + 700)).toBe(0);
  expect(peakBetween(heard, start, 0, cutMs + lateMs - withinMs)).toBeGreaterThan(0);
});
