import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { foldLog, readHeader } from '../../electron/engine/record/read-log.ts';
import { parseWav } from '../../shared/audio/files/wav-file.ts';
import { peakBetween, atWireRate } from './support/compare.ts';
import { heardFrom, listenIn } from './support/loudspeaker.ts';
import { startSession, stopSession } from './support/audio-page.ts';
import { homeWith } from './support/prepare.ts';
import { costByHand, usageByHand } from './support/count-by-hand.ts';
import { expectRunning, expectStill } from './support/drawn.ts';
import { openingMs } from './support/microphone.ts';
import { root } from './support/places.ts';
import { eventsOf, linesOf, onlySession } from './support/record.ts';
import { expect, test } from './support/test.ts';
import { costOnScreen, usageOnScreen } from './support/usage-on-screen.ts';

const transcriber = 'gpt-4o-mini-transcribe';
const realtime = 'gpt-realtime-2.1-mini';

interface Replayed {
  readonly usage: readonly { readonly source: string; readonly path: string; readonly total: number }[];
  readonly cost: { readonly totalUsd: string };
}

/** What `voxtally replay` says of a session folder. */
async function replay(folder: string): Promise<Replayed> {
  const args = [join(root, 'out/node/cli.js'), 'replay', '--json', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Replayed;
}

const labelled = (title: string, sums: ReadonlyMap<string, number>): [string, number][] =>
  [...sums].map(([path, total]) => [`${title} ${path}`, total]);

test('a spoken question is answered aloud; window, engine, command line and log count the same', async ({ open }) => {
  const home = await homeWith({ options: { 'transcription.model': transcriber } });
  const { page } = await open({ home, hears: [openingMs, 'thank-you', 60_000] });
  await listenIn(page);
  await startSession(page);
  const logged = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
  await expect.poll(() => logged('bench.playback.stopped'), { timeout: 180_000 }).toHaveLength(1);
  const heard = atWireRate(await heardFrom(page));
  await expectRunning(page);
  await stopSession(page);
  await expectStill(page);

  const folder = await onlySession(home);
  const lines = await linesOf(folder);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));

  // What was understood depends on how well the sound card kept time; that the window shows it does not.
  const conversation = page.getByRole('region', { name: 'Conversation' });
  for (const type of [
    'conversation.item.input_audio_transcription.completed',
    'response.output_audio_transcript.done',
  ]) {
    const [said, ...more] = eventsOf(lines, type);
    expect(more).toEqual([]);
    await expect(conversation).toContainText(said?.['transcript'] as string);
  }
  const [playback] = eventsOf(lines, 'bench.playback.stopped');
  const record = parseWav(await readFile(join(folder, 'output.wav')), 'output.wav');
  expect(record.ok && record.wav.durationMs).toBeCloseTo(playback?.['receivedMs'] as number, 0);
  expect(playback).toMatchObject({ why: 'drained', playedMs: playback?.['receivedMs'] });
  expect(peakBetween(heard, 0, 0, (heard.length / 24_000) * 1000)).toBeGreaterThan(0.1);

  const byHand = usageByHand(lines);
  expect(byHand.response.get('output_token_details.audio_tokens')).toBeGreaterThan(20);
  // A sound card that the machine keeps waiting leaves out parts of the question.
  expect(byHand.transcription.get('input_tokens')).toBeGreaterThan(0);
  const expected = new Map([
    ...labelled('Responses', byHand.response),
    ...labelled(`Transcription, ${transcriber}`, byHand.transcription),
  ]);
  await expect.poll(() => usageOnScreen(page)).toEqual(expected);
  const cost = await costByHand(lines, { response: realtime, transcription: transcriber });
  await expect.poll(() => costOnScreen(page)).toBe(cost);

  const replayed = await replay(folder);
  const titles = { response: 'Responses', transcription: `Transcription, ${transcriber}` } as const;
  const totals = replayed.usage.map(({ source, path, total }) => [
    `${titles[source as keyof typeof titles]} ${path}`,
    total,
  ]);
  expect(Object.fromEntries(totals)).toEqual(Object.fromEntries(expected));
  expect(`$${Number(replayed.cost.totalUsd).toFixed(7)}`).toBe(cost);

  const log = join(folder, 'events.jsonl');
  const folded = await foldLog(log, await readHeader(log));
  const summary = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as { view: unknown };
  expect(summary.view).toEqual(JSON.parse(JSON.stringify(folded)));
});
