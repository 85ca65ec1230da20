import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '../../../electron/simulator/server.ts';
import { atPath, type Json } from '../../../shared/kit/json.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import {
  heardByHand,
  priceOf,
  runsByHand,
  spokenByHand,
  textOfSpokenTurn,
  writtenByHand,
} from '../support/count-by-hand.ts';
import { openingMs } from '../support/microphone.ts';
import { assetsFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, type Line, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

/** What one spoken turn used at the most, counted from its log with nothing of the product: by the lengths of audio and the counted texts. */
function turnByHand(lines: readonly Line[]): Record<'best' | 'most', Record<string, number>> & { spokenMs: number } {
  const number = (event: Json | undefined, path: string): number => Number(atPath(event, path));
  const [started] = eventsOf(lines, 'input_audio_buffer.speech_started');
  const [stopped] = eventsOf(lines, 'input_audio_buffer.speech_stopped');
  const spokenMs = number(stopped, 'audio_end_ms') - number(started, 'audio_start_ms');
  const heardBytes = eventsOf(lines, 'response.output_audio.delta').reduce(
    (sum, event) => sum + number(event, 'delta.$audio.length'),
    0,
  );
  const counted = eventsOf(lines, 'bench.tokens');
  const tokensOf = (part: string): number =>
    number(
      counted.find((event) => event['part'] === part),
      'tokens',
    );
  const audioOut = spokenByHand(heardBytes / 48);
  const words = tokensOf('text');
  const best = {
    text_in: tokensOf('instructions') + textOfSpokenTurn,
    audio_in: heardByHand(spokenMs),
    text_out: writtenByHand(words, runsByHand(lines, words, audioOut)),
    audio_out: audioOut,
  };
  // Instructions may count a token more, a whole answer one of audio more and its text a run more. Nothing is cached.
  const most = {
    ...best,
    text_in: best.text_in + 1,
    text_out: best.text_out + 2,
    audio_out: best.audio_out + 1,
  };
  return { best, most, spokenMs };
}

/** Dollars of whole seconds at the hourly price of whisper-1, in units of 1e-12, rounded as four decimals forgive. */
async function heardCost(seconds: number): Promise<bigint> {
  const book = JSON.parse(await readFile(join(assetsFolder, 'prices', '2026-10-09.json'), 'utf8')) as {
    models: { model: string; scope: string; prices: { field: string; price: string }[] }[];
  };
  const whisper = book.models.find(({ model, scope }) => model === 'whisper-1' && scope === 'global');
  const hourly = Number(whisper?.prices.find(({ field }) => field === 'duration')?.price);
  return BigInt(Math.round((seconds * hourly * 1e12) / 3600));
}

test('what a deployment keeps to itself is on the screen as what may be billed, and the log bears it out', async ({
  open,
}) => {
  const simulator = await startSimulator({ assetsFolder });
  try {
    const home = await homeWith({
      endpoint: {
        kind: 'custom',
        url: `${simulator.url}?model=gpt-realtime-mini&null_usage=1&zero_seconds=1`,
        auth: 'none',
      },
      options: { 'transcription.model': 'whisper-1' },
    });
    const { page } = await open({ home, hears: [openingMs, 'thank-you', 60_000] });
    await startSession(page);
    const logged = async (type: string) => eventsOf(await linesOf(await onlySession(home)), type);
    await expect.poll(async () => (await logged('response.done')).length, { timeout: 180_000 }).toBe(1);
    const counted = async (): Promise<unknown[]> => (await logged('bench.tokens')).map(({ part }) => part);
    await expect.poll(counted).toEqual(expect.arrayContaining(['instructions', 'text']));
    await stopSession(page);

    const lines = await linesOf(await onlySession(home));
    expect(eventsOf(lines, 'response.done').map((event) => atPath(event, 'response.usage'))).toEqual([null]);
    const { best, most, spokenMs } = turnByHand(lines);
    expect(best['audio_in']).toBeGreaterThan(0);
    expect(best['audio_out']).toBeGreaterThan(20);

    const amount = (name: string) => page.getByRole('status', { name });
    // Nothing is known to be billed: neither the answer nor its transcription ever reported.
    await expect(amount('Expected cost')).toHaveAttribute('data-exact', '$0.0000000');
    await expect(amount('Reported cost')).toHaveAttribute('data-exact', '$0.0000000');
    const answer = await priceOf('gpt-realtime-mini 1215', most);
    const seconds = Math.ceil(spokenMs / 1000) + 1;
    const onTop = answer + (await heardCost(seconds));
    const short = (of: bigint): string => `$${(Number(of) / 1e12).toFixed(4)}`;
    await expect(page.getByRole('region', { name: 'Cost', exact: true })).toContainText(
      `+ up to ${short(onTop)} if billed`,
    );
    await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('Responses without usage');
    await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('Transcription usage not reported');

    const row = page.getByRole('table', { name: 'Usage by turn' }).getByRole('row', { name: /R1/ }).first();
    await expect(row).toContainText('may be billed');
    await expect(row).toContainText(`~${(best['text_in'] ?? 0) + (best['audio_in'] ?? 0)}`);
    await expect(row).toContainText(`~${(best['text_out'] ?? 0) + (best['audio_out'] ?? 0)}`);
    await expect(row).toContainText(`0 to ${short(answer)}`);
  } finally {
    await simulator.close();
  }
});
