import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { openBench } from '../support/open-bench.ts';
import { temporaryFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const rateHz = 44_100;

test('a microphone that delivers only zeros is said so, once', async ({ hostName }) => {
  const home = await homeWith({});
  const microphone = join(await temporaryFolder(), 'zeros.wav');
  const data = Buffer.alloc(rateHz * 2 * 30);
  await writeFile(microphone, Buffer.concat([wavHeader(rateHz, data.length), data]));
  const bench = await openBench({ host: hostName, home, microphone });
  await startSession(bench.page);
  // The strip over the deck says it; the column and the announcer leave it to the strip while that is up.
  const said = bench.page.getByText('The microphone delivers only zeros');
  await expect(bench.page.getByRole('alert').filter({ has: said })).toBeVisible();
  await expect(said).toHaveCount(1);
  // The window says it by itself; the record has it a moment later.
  const told = async () => eventsOf(await linesOf(await onlySession(home)), 'bench.input.zeros');
  await expect.poll(told).not.toEqual([]);
  await stopSession(bench.page);
  await bench.close();
  const [zeros, ...more] = await told();
  expect(zeros?.['forMs']).toBeGreaterThanOrEqual(1000);
  expect(more).toEqual([]);
});
