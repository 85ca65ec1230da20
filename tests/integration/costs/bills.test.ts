import { randomUUID } from 'node:crypto';
import { access, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portPair } from '../../../electron/engine/ports/transports.ts';
import { exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import { openWindow, reconcilingBenches, type TestBench, upload } from '../support/reconcile-bench.ts';
import { enterpriseFile } from '../support/synthetic.ts';
import { until } from '../support/until.ts';

const start = reconcilingBenches();
const writtenAt = '2026-04-08T00:00:00.000Z';
const csv = (text: string, path = 'march.csv') => ({ path, bytes: new TextEncoder().encode(text), writtenAt });
const noAnswers = {};
const incoming = ({ dataFolder }: TestBench): Promise<string[]> =>
  readdir(join(dataFolder, 'incoming-bills')).catch(() => []);

describe('an export sent by a window', () => {
  it('is imported with its own time, told as it goes, listed, compared, and forgotten', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const { uploadId, answer } = await upload(bench, csv(enterpriseFile()));
    expect(answer).toEqual({ ok: true });
    const imported = await window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: noAnswers });
    if (!imported.ok || imported.outcome.kind !== 'imported') throw new Error(JSON.stringify(imported));
    const [summary] = imported.outcome.imports;
    expect(summary).toMatchObject({
      shape: 'Enterprise cost and usage',
      writtenAt,
      files: [{ name: 'march.csv' }],
      days: ['2026-03-31'],
      tally: { rows: 6, kept: 6 },
    });
    const news = window.pushes.flatMap((push) => (push.type === 'import' ? [push.news] : []));
    expect(news[0]).toMatchObject({ file: 'march.csv', part: 1, ofParts: 1 });
    expect(news.at(-1)).toBeNull();
    expect(await incoming(bench)).toEqual([]);

    const importId = summary?.importId ?? '';
    const made = await window.call('reconcile.create', { from: { kind: 'nothing' } });
    const caseId = made.ok ? made.view.case.caseId : '';
    const change = {
      reported: { kind: 'usage' as const, text: exampleUsage },
      billed: { kind: 'imports' as const, importIds: [importId] },
    };
    const compared = await window.call('reconcile.change', { caseId, change });
    expect(compared.ok && compared.view.billed).toMatchObject({
      kind: 'read',
      read: {
        days: ['2026-03-31'],
        resources: ['contoso-voice'],
        models: ['gpt-realtime-mini 1215, global'],
        arithmetic: '0.00064 \u00d7 1,000,000 = 640',
      },
    });
    expect(compared.ok && compared.view.outcome).toMatchObject({
      kind: 'report',
      report: { compared: { days: ['2026-03-31'], resource: 'contoso-voice' } },
    });

    await window.call('bill.forget', { importId });
    expect(await window.call('bill.list', {})).toEqual({ ok: true, imports: [] });
    const without = await window.call('reconcile.look', { caseId });
    expect(without.ok && without.view.billed).toMatchObject({ kind: 'read', read: { missing: [importId] } });
    expect(without.ok && without.view.outcome.kind).toBe('waiting');
  });

  it('given twice is one import', async () => {
    const bench = await start();
    const window = openWindow(bench);
    for (let time = 0; time < 2; time += 1) {
      const { uploadId } = await upload(bench, csv(enterpriseFile()));
      await window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: noAnswers });
    }
    const listed = await window.call('bill.list', {});
    expect(listed.ok && listed.imports).toHaveLength(1);
  });

  it('is no second import as a copy of its file under another name, which stays and is told of', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const { uploadId } = await upload(bench, csv(enterpriseFile()));
    await window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: noAnswers });
    const folder = join(bench.dataFolder, 'bills');
    const [name = ''] = await readdir(folder);
    for (const copy of ['fedcba9876543210.json', 'a copy.json']) await copyFile(join(folder, name), join(folder, copy));
    const listed = await window.call('bill.list', {});
    expect(listed.ok && listed.imports.map(({ importId }) => `${importId}.json`)).toEqual([name]);
    expect((await readdir(folder)).sort()).toEqual([name, 'a copy.json', 'fedcba9876543210.json'].sort());
    expect(bench.logged.join('\n')).toContain(join(folder, 'fedcba9876543210.json'));
  });

  it('whose dates read both ways is asked about, kept until the answer, and then imported', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const { uploadId } = await upload(bench, csv(enterpriseFile('03/04/2026')));
    const from = { kind: 'upload' as const, uploadId };
    const asked = await window.call('bill.import', { from, answers: noAnswers });
    expect(asked).toMatchObject({
      ok: true,
      outcome: { kind: 'question', question: { about: 'dateOrder' }, file: 'march.csv' },
    });
    const answered = await window.call('bill.import', { from, answers: { dateOrder: 'day-first' } });
    expect(answered).toMatchObject({ ok: true, outcome: { kind: 'imported', imports: [{ days: ['2026-04-03'] }] } });
    expect(await incoming(bench)).toEqual([]);
  });

  it('that is no export is refused in a sentence, and stays for another try', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const { uploadId } = await upload(bench, csv('nothing here', 'notes.txt'));
    const from = { kind: 'upload' as const, uploadId };
    expect(await window.call('bill.import', { from, answers: noAnswers })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('notes.txt') },
    });
    // Nothing is sent a second time: the same files are tried again, beside what was lacking.
    await upload(bench, csv(enterpriseFile()), uploadId);
    await rm(join(bench.dataFolder, 'incoming-bills', uploadId, 'notes.txt'));
    expect(await window.call('bill.import', { from, answers: noAnswers })).toMatchObject({ ok: true });
    expect(await incoming(bench)).toEqual([]);
    expect(await window.call('bill.import', { from, answers: noAnswers })).toMatchObject({
      ok: false,
      error: { reason: 'not-found' },
    });
    // A page that means them no more says so.
    const left = await upload(bench, csv('nothing here', 'notes.txt'));
    expect(await incoming(bench)).toEqual([left.uploadId]);
    expect(await window.call('bill.letGo', { uploadId: left.uploadId })).toEqual({ ok: true });
    expect(await incoming(bench)).toEqual([]);
  });

  it('is cancelled in the middle, and nothing of it is kept', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const meters = Array.from({ length: 60_000 }, () => ({
      name: 'gpt rt aud mn in gl 1215 1M Tokens',
      tokens: 7,
      usdPerMillion: '10',
    }));
    const { uploadId } = await upload(bench, csv(enterpriseFile('03/31/2026', meters)));
    const running = window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: noAnswers });
    await until(() => window.pushes.some((push) => push.type === 'import'), 'the import to begin');
    const second = await window.call('bill.import', {
      from: { kind: 'paths', paths: [bench.dataFolder] },
      answers: noAnswers,
    });
    expect(second).toMatchObject({ ok: false, error: { message: expect.stringContaining('still running') } });
    await window.call('bill.cancel', {});
    expect(await running).toMatchObject({ ok: false, error: { message: expect.stringContaining('cancelled') } });
    expect(await window.call('bill.list', {})).toEqual({ ok: true, imports: [] });
    // What was cancelled is there for another try, and the next import need not wait for the thread of the first.
    expect(await readdir(join(bench.dataFolder, 'incoming-bills', uploadId))).toHaveLength(1);
    const next = await upload(bench, csv(enterpriseFile('03/31/2026', meters.slice(0, 6))));
    const from = { kind: 'upload', uploadId: next.uploadId } as const;
    expect(await window.call('bill.import', { from, answers: noAnswers })).toMatchObject({
      ok: true,
      outcome: { kind: 'imported' },
    });
  });

  it('never leaves the folder of its upload, whatever its path says', async () => {
    const bench = await start();
    const { uploadId, answer } = await upload(bench, csv('a,b', '../../../evil/../run.csv'));
    expect(answer).toEqual({ ok: true });
    await access(join(bench.dataFolder, 'incoming-bills', uploadId, 'evil', 'run.csv'));
    expect(await readdir(bench.dataFolder)).not.toContain('evil');
  });

  it('with more bytes than announced, or bytes before its name, is refused', async () => {
    const bench = await start();
    const [mine, theirs] = portPair();
    bench.engine.attachPort('bill', theirs, 1);
    const heard: unknown[] = [];
    mine.onMessage((message) => heard.push(message));
    mine.post(new Uint8Array(3));
    await until(() => heard.length === 1, 'the first refusal');
    mine.post({ uploadId: randomUUID(), path: 'a.csv', sizeBytes: 2, writtenAtMs: 0 });
    mine.post(new Uint8Array(3));
    await until(() => heard.length === 2, 'the second refusal');
    mine.post({ name: 'a.wav', sizeBytes: 2 });
    await until(() => heard.length === 3, 'the third refusal');
    expect(heard).toMatchObject([
      { ok: false, error: { message: expect.stringContaining('before the name') } },
      { ok: false, error: { message: expect.stringContaining('more bytes') } },
      { ok: false, error: { message: expect.stringContaining('begins with the name') } },
    ]);
  });
});

describe('a folder sent by a window', () => {
  it('is one run by its manifest, and a newer run of the same export replaces it', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const ids: string[] = [];
    for (const [run, tokens] of [
      ['11111111-1111-4111-8111-111111111111', 7],
      ['22222222-2222-4222-8222-222222222222', 9],
    ] as const) {
      const meters = [{ name: 'gpt rt aud mn in gl 1215 1M Tokens', tokens, usdPerMillion: '10' }];
      const path = `costs/daily/20260301-20260331/${run}`;
      const manifest = JSON.stringify({
        blobCount: 1,
        dataRowCount: 1,
        runInfo: { runId: run },
        blobs: [{ blobName: `${path}/part_0_0001.csv` }],
      });
      const at = tokens === 7 ? writtenAt : '2026-04-09T00:00:00.000Z';
      const { uploadId } = await upload(bench, { ...csv(manifest, 'run/manifest.json'), writtenAt: at });
      const part = csv(enterpriseFile('03/31/2026', meters), 'run/part_0_0001.csv');
      await upload(bench, { ...part, writtenAt: at }, uploadId);
      const imported = await window.call('bill.import', { from: { kind: 'upload', uploadId }, answers: noAnswers });
      if (!imported.ok || imported.outcome.kind !== 'imported') throw new Error(JSON.stringify(imported));
      const [summary] = imported.outcome.imports;
      expect(summary).toMatchObject({ runId: run, period: '20260301-20260331', tally: { rows: 1 } });
      ids.push(summary?.importId ?? '');
    }
    const made = await window.call('reconcile.create', { from: { kind: 'nothing' } });
    const compared = await window.call('reconcile.change', {
      caseId: made.ok ? made.view.case.caseId : '',
      change: {
        reported: { kind: 'usage' as const, text: exampleUsage },
        billed: { kind: 'imports' as const, importIds: ids },
      },
    });
    if (!compared.ok || compared.view.outcome.kind !== 'report') throw new Error(JSON.stringify(compared));
    const { report } = compared.view.outcome;
    expect(report.meters[0]?.billed).toBe(9);
    expect(report.notes.join(' ')).toContain('is an older run of 20260301-20260331, which the newer one replaces');
  });
});

describe('an export on this computer', () => {
  it('is imported by its path, the manifest with its parts as one run', async () => {
    const bench = await start();
    const window = openWindow(bench);
    const run = join(bench.dataFolder, 'run');
    await mkdir(run);
    const paths = [join(run, 'part_0.csv'), join(run, 'manifest.json')];
    await writeFile(paths[0] ?? '', enterpriseFile());
    await writeFile(
      paths[1] ?? '',
      JSON.stringify({ blobCount: 1, dataRowCount: 6, blobs: [{ blobName: 'x/part_0.csv' }] }),
    );
    const imported = await window.call('bill.import', { from: { kind: 'paths', paths }, answers: noAnswers });
    expect(imported).toMatchObject({ ok: true, outcome: { kind: 'imported', imports: [{ tally: { rows: 6 } }] } });
    const missing = await window.call('bill.import', {
      from: { kind: 'paths', paths: [join(run, 'no.csv')] },
      answers: noAnswers,
    });
    expect(missing).toMatchObject({ ok: false, error: { reason: 'not-found' } });
  });
});
