import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../../electron/engine/record/read-record.ts';
import { verifyRecord } from '../../../electron/engine/record/verify.ts';
import { type Simulator, startSimulator } from '../../../electron/simulator/server.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { tone } from '../support/audio.ts';
import { assetsFolder } from '../support/bench.ts';
import { app } from '../support/recorded.ts';
import { chargedLedger, Talk, totals } from '../support/talk.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ assetsFolder, seed: 5 });
});
afterAll(() => simulator.close());

const said = 'Saskatchewan';

describe('a session of which usage alone is kept', () => {
  it('shows its words while it runs, and writes no sound and no word, with the usage that was billed', async () => {
    const talk = await Talk.begin(simulator, {}, { instructions: `Be kind to ${said}.` }, 'usage');
    const pcm = tone(1200);
    await talk.speak(new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2));
    await talk.answer();
    await talk.type(`Tell me of ${said}.`);
    await talk.answer();
    const { bench } = talk;
    expect(JSON.stringify(bench.client.entries)).toContain(said);
    await talk.end();
    const billed = totals(chargedLedger(await talk.bill()));
    const folder = join(bench.dataFolder, 'sessions', bench.client.header?.sessionId ?? '');
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['events.jsonl', 'summary.json']);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).not.toContain(said);
      expect(text).not.toContain(said.toLowerCase());
    }
    const record = await readRecord(folder);
    expect(record?.header.redacted).toBe('usage-only');
    if (record === null) throw new Error('no record');
    expect(totals(expectedTotals(record.view).ledger)).toEqual(billed);
    expect(totals(expectedTotals(bench.client.view).ledger)).toEqual(billed);
    expect(record.view.input.sentMs).toBe(bench.client.view.input.sentMs);
    expect(record.view.output.receivedMs).toBe(bench.client.view.output.receivedMs);
    expect(await verifyRecord(folder, app)).toMatchObject({
      holds: true,
      digest: 'intact',
      notes: ['This record keeps usage only: sound and words were not written down.'],
    });
  });
});
