import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '../../../electron/simulator/server.ts';
import { atPath, type Json } from '../../../shared/json.ts';
import { startSession, stopSession } from '../audio/support/page.ts';
import { homeWith } from '../audio/support/prepare.ts';
import { openingMs } from '../support/microphone.ts';
import { assetsFolder } from '../support/places.ts';
import { eventsOf, linesOf, onlySession, type Line } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

/** What one spoken turn used, counted from its log with nothing of the product: by the lengths of audio and the counted texts. */
function turnByHand(lines: readonly Line[]): Record<string, number> {
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
  return {
    text_in: tokensOf('instructions') + 2,
    audio_in: Math.ceil(spokenMs / 100),
    text_out: tokensOf('text'),
    audio_out: Math.ceil(heardBytes / 48 / 50),
    spokenMs,
  };
}

/** Dollars of amounts at the list's prices of 1M tokens, and of a spoken length at the hourly price of whisper-1, as the window writes them. */
async function priceByHand({ spokenMs = 0, ...tokens }: Record<string, number>): Promise<string> {
  const book = JSON.parse(await readFile(join(assetsFolder, 'prices', '2026-10-09.json'), 'utf8')) as {
    models: { model: string; version?: string; scope: string; prices: { field: string; price: string }[] }[];
  };
  const priceOf = (model: string, field: string, version?: string): number => {
    const entry = book.models.find((one) => one.model === model && one.scope === 'global' && one.version === version);
    return Number(entry?.prices.find((price) => price.field === field)?.price);
  };
  // In units of 1e-8 dollars every one of these is whole, but for the binary dust that the rounding takes away.
  const units = Object.entries(tokens).map(
    ([field, count]) => count * priceOf('gpt-realtime-mini', field, '1215') * 100,
  );
  const heard = (spokenMs * priceOf('whisper-1', 'duration') * 1e8) / 3_600_000;
  const sum = Math.round([...units, heard].reduce((so, one) => so + one, 0));
  return `$${(Math.round(sum / 10) / 1e7).toFixed(7)}`;
}

test('what a deployment keeps to itself is on the screen as an estimate that the log bears out', async ({ open }) => {
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
    await stopSession(page);

    const lines = await linesOf(await onlySession(home));
    expect(eventsOf(lines, 'response.done').map((event) => atPath(event, 'response.usage'))).toEqual([null]);
    const used = turnByHand(lines);
    expect(used['audio_in']).toBeGreaterThan(5);
    expect(used['audio_out']).toBeGreaterThan(20);

    const { spokenMs: _spokenMs, ...tokens } = used;
    const exact = await priceByHand(used);
    const amount = (name: string) => page.getByRole('status', { name });
    await expect(amount('Expected cost')).toHaveAttribute('data-exact', exact);
    await expect(amount('Reported cost')).toHaveAttribute('data-exact', '$0.0000000');
    await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('Responses without usage');
    await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('Transcription usage not reported');

    const row = page.getByRole('table', { name: 'Usage by response' }).getByRole('row', { name: /R1/ });
    await expect(row).toContainText(`~${(tokens['text_in'] ?? 0) + (tokens['audio_in'] ?? 0)}`);
    await expect(row).toContainText(`~${(tokens['text_out'] ?? 0) + (tokens['audio_out'] ?? 0)}`);
  } finally {
    await simulator.close();
  }
});
