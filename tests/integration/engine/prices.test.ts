import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploymentKey } from '../../../shared/session/costs/model-of-view.ts';
import { startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';

describe('price books in the engine', () => {
  let bench: TestBench;
  let folder = '';
  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder, 'prices'), { recursive: true });
    await writeFile(join(folder, 'prices', 'torn.json'), '{"id":');
    bench = await startBench({ dataFolder: folder });
  });
  afterEach(async () => {
    await bench.engine.shutdown(0);
    await rm(folder, { recursive: true, force: true });
  });

  it('lists its books, and says which file in the data folder is none', async () => {
    const listed = await bench.client.api.call('prices.list', {});
    expect(listed).toMatchObject({
      ok: true,
      books: [{ id: 'list-2026-10-09', shipped: true }, { id: 'list-2026-07-31' }],
    });
    expect(listed.ok && listed.problems).toEqual([expect.stringContaining('torn.json is not JSON')]);
    const info = await bench.client.api.call('app.info', {});
    expect(info.ok && info.notices).toEqual([expect.stringContaining('torn.json is not JSON')]);
  });

  it('makes an agreement, keeps it over a restart, and takes it for new sessions when it was chosen', async () => {
    const { api } = bench.client;
    const made = await api.call('prices.derive', {
      from: 'list-2026-10-09',
      name: 'Contoso EA',
      currency: 'USD',
      discountPercent: '10',
      changes: [{ model: 'gpt-realtime-mini 1215', scope: 'global', field: 'audio_in', price: '8.5' }],
    });
    const id = made.ok ? made.id : '';
    expect(id).toMatch(/^own-contoso-ea-/);
    const deployment = await startDeployment();
    const label = await api.call('endpoint.describe', {
      endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' },
    });
    expect(label.ok).toBe(true);
    const key = deploymentKey({ label: label.ok ? label.label : '', deployment: 'gpt-realtime-mini-2025-12-15' });
    const choice = { model: 'gpt-realtime-mini 1215', scope: 'data-zone' as const };
    await api.call('preferences.write', { pricing: { bookId: id, models: { [key]: choice } } });
    await bench.engine.shutdown(0);

    bench = await startBench({ dataFolder: folder });
    await startSession(bench, deployment.url);
    expect(bench.client.header).toMatchObject({ priceBookId: id, pricing: choice });
    await bench.client.api.call('session.stop', { graceMs: 0 });
    const read = await bench.client.api.call('prices.read', { id, day: '2026-11-24' });
    expect(read).toMatchObject({ ok: true, how: 'chosen', book: { kind: 'own' } });
    await deployment.close();
  });

  it('refuses a book that is none, one whose id is taken, and the removal of its own', async () => {
    const { api } = bench.client;
    const exported = await api.call('prices.export', { id: 'list-2026-10-09' });
    const imported = async (name: string, text: string): Promise<unknown> => {
      const path = join(folder, name);
      await writeFile(path, text);
      const from = { kind: 'paths' as const, paths: [path] };
      return await api.call('prices.import', { from, name: null, day: null, region: null });
    };
    expect(await imported('again.json', exported.ok ? exported.text : '')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('never overwritten') as string },
    });
    expect(await imported('mine.json', '{}')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('mine.json is not a price book') as string },
    });
    expect(await api.call('prices.remove', { id: 'list-2026-10-09' })).toMatchObject({ ok: false });
    expect(await api.call('prices.export', { id: 'none' })).toMatchObject({
      ok: false,
      error: { reason: 'not-found' },
    });
    expect(await api.call('prices.refresh', { region: 'not a region', currency: 'USD' })).toMatchObject({ ok: false });
  });
});
