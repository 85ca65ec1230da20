import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { openWindow, reconcilingBenches, type TestBench, type Window } from '../support/reconcile-bench.ts';
import { writeSession } from '../support/session.ts';
import { enterpriseFile, threadMeters } from '../support/synthetic.ts';

const start = reconcilingBenches();

const usageOf = (audioIn: number, audioOut: number, textIn: number, textOut: number): JsonObject => ({
  total_tokens: audioIn + audioOut + textIn + textOut,
  input_tokens: audioIn + textIn,
  output_tokens: audioOut + textOut,
  input_token_details: { audio_tokens: audioIn, text_tokens: textIn, cached_tokens: 0 },
  output_token_details: { audio_tokens: audioOut, text_tokens: textOut },
});

/** Two sessions of a day that is billed as they reported, the public case on the next, and one that no bill was imported for. */
const sessions = [
  { id: '2026-03-29T10-00-00Z-contoso-voice-000001', day: '2026-03-29', usage: usageOf(83, 257, 371, 74) },
  { id: '2026-03-29T11-00-00Z-contoso-voice-000002', day: '2026-03-29', usage: usageOf(17, 43, 129, 26) },
  { id: '2026-03-30T10-00-00Z-contoso-voice-000003', day: '2026-03-30', usage: threadUsage },
  { id: '2026-03-31T10-00-00Z-contoso-voice-000004', day: '2026-03-31', usage: usageOf(5, 6, 7, 8) },
] as const;
const named = sessions.slice(0, 3).map(({ id }) => id);

async function withBill(): Promise<{ bench: TestBench; window: Window; importIds: string[] }> {
  const bench = await start();
  for (const { id, day, usage } of sessions) {
    await writeSession(join(bench.dataFolder, 'sessions'), [{ id: 'resp_1', usage }], {
      sessionId: id,
      startedAt: `${day}T${id.slice(11, 13)}:00:00.000Z`,
    });
  }
  const six = [100, 0, 300, 500, 0, 100];
  const first = enterpriseFile(
    '03/29/2026',
    threadMeters.map((meter, at) => ({ ...meter, tokens: six[at] ?? 0 })).filter(({ tokens }) => tokens > 0),
  );
  const second = enterpriseFile('03/30/2026').trimEnd().split('\r\n').slice(1);
  const path = join(bench.dataFolder, 'march.csv');
  await writeFile(path, `${[first.trimEnd(), ...second].join('\r\n')}\r\n`);
  const window = openWindow(bench);
  const imported = await window.call('bill.import', { from: { kind: 'paths', paths: [path] }, answers: {} });
  if (!imported.ok || imported.outcome.kind !== 'imported') throw new Error('the bill was not imported');
  return { bench, window, importIds: imported.outcome.imports.map(({ importId }) => importId) };
}

async function listed(window: Window): Promise<(SessionSummary | undefined)[]> {
  const answer = await window.call('library.list', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return sessions.map(({ id }) => answer.sessions.find(({ sessionId }) => sessionId === id));
}
const billOf = async (window: Window) => (await listed(window)).map((one) => one?.bill);

async function compared(window: Window, importIds: readonly string[], sessionIds: readonly string[] = named) {
  const begun = await window.call('reconcile.create', { from: { kind: 'sessions', sessionIds: [...sessionIds] } });
  if (!begun.ok) throw new Error(begun.error.message);
  const { caseId } = begun.view.case;
  const changed = await window.call('reconcile.change', {
    caseId,
    change: { billed: { kind: 'imports', importIds: [...importIds] } },
  });
  if (!changed.ok) throw new Error(changed.error.message);
  return { caseId, view: changed.view };
}

const notCompared = { kind: 'not compared' };

describe('the list of sessions', () => {
  it('says what a bill charges for each once a reconciliation that names it has ended', async () => {
    const { window, importIds } = await withBill();
    expect(await billOf(window)).toEqual(sessions.map(() => notCompared));
    const told = window.pushes.length;
    await compared(window, importIds);
    expect(window.pushes.slice(told)).toContainEqual({ type: 'changed', what: 'sessions' });
    const bills = await billOf(window);
    expect(bills.slice(0, 3)).toMatchObject([
      { kind: 'compared', verdict: { state: 'as reported', reason: '' } },
      { kind: 'compared', verdict: { state: 'as reported', reason: '' } },
      { kind: 'compared', verdict: { state: 'story', reason: expect.stringContaining('over the finished') as string } },
    ]);
    expect(bills[3]).toEqual(notCompared);
    // By the prices of the file, for a million: 10 and 20 for audio in and out, 0.6 and 2.4 for text.
    const cost = (at: number): string => {
      const bill = bills[at];
      return new Decimal(bill?.kind === 'compared' ? (bill.verdict.billed?.cost ?? NaN) : NaN)
        .toDecimalPlaces(15)
        .toFixed();
    };
    const million = (audioIn: number, audioOut: number, textIn: number, textOut: number): string =>
      new Decimal(audioIn * 100 + audioOut * 200 + textIn * 6 + textOut * 24).div(1e7).toFixed();
    expect([cost(0), cost(1), cost(2)]).toEqual([
      million(83, 257, 371, 74),
      million(17, 43, 129, 26),
      million(640, 631, 357, 181),
    ]);
  });

  it('keeps that for the next start, and the same is said again once the file of it was deleted', async () => {
    const { bench, window, importIds } = await withBill();
    const { caseId } = await compared(window, importIds);
    const before = await billOf(window);
    await bench.engine.shutdown(0);
    const again = openWindow(await start({ dataFolder: bench.dataFolder }));
    expect(await billOf(again)).toEqual(before);
    const folder = join(bench.dataFolder, 'verdicts');
    expect(await readdir(folder)).toEqual([`${caseId}.json`]);
    expect(await readFile(join(folder, `${caseId}.json`), 'utf8')).toContain('"version":1');
    await rm(folder, { recursive: true });
    expect(await billOf(again)).toEqual(sessions.map(() => notCompared));
    await again.call('reconcile.look', { caseId });
    expect(await billOf(again)).toEqual(before);
  });

  it('takes it back with the bill, with the session in the reconciliation, and with the reconciliation', async () => {
    const { window, importIds } = await withBill();
    const { caseId } = await compared(window, importIds);
    await window.call('reconcile.change', {
      caseId,
      change: { reported: { kind: 'sessions', sessionIds: [named[0] ?? '', named[1] ?? ''] } },
    });
    // Of one day, which is one comparison: each has its part all the same.
    const two = await billOf(window);
    expect(two.slice(0, 2)).toMatchObject([
      { verdict: { state: 'as reported', billed: { currency: 'USD' } } },
      { verdict: { state: 'as reported', billed: { currency: 'USD' } } },
    ]);
    expect(two[2]).toEqual(notCompared);
    await window.call('reconcile.change', { caseId, change: { billed: { kind: 'imports', importIds: [] } } });
    expect(await billOf(window)).toEqual(sessions.map(() => notCompared));
    await window.call('reconcile.change', { caseId, change: { billed: { kind: 'imports', importIds } } });
    expect((await billOf(window))[0]).toMatchObject({ kind: 'compared' });
    await window.call('reconcile.delete', { caseId });
    expect(await billOf(window)).toEqual(sessions.map(() => notCompared));
  });

  it('keeps what was said of all days while one of them is looked at', async () => {
    const { window, importIds } = await withBill();
    const { caseId } = await compared(window, importIds);
    const before = await billOf(window);
    const wanted = { days: ['2026-03-30'], resource: null, model: null };
    expect(await window.call('reconcile.change', { caseId, change: { wanted } })).toMatchObject({ ok: true });
    expect(await billOf(window)).toEqual(before);
  });

  it('uses no file that was changed to say what it does not, and is as if there were none', async () => {
    const { bench, window, importIds } = await withBill();
    const { caseId } = await compared(window, importIds);
    await bench.engine.shutdown(0);
    const path = join(bench.dataFolder, 'verdicts', `${caseId}.json`);
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"cost":"[\d.]+"/, '"cost":"a lot"'));
    const again = openWindow(await start({ dataFolder: bench.dataFolder }));
    expect(await billOf(again)).toEqual(sessions.map(() => notCompared));
    const info = await again.call('app.info', {});
    expect(info.ok && info.notices.join(' ')).toContain('the verdicts of a reconciliation');
  });
});
