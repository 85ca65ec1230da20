import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { layRecorded } from '../support/recorded-sessions.ts';

let bench: TestBench;
let ids: string[] = [];
beforeEach(async () => {
  const dataFolder = await temporaryFolder();
  ids = await layRecorded(dataFolder, ['06-truncation', '21-tool-round']);
  bench = await startBench({ dataFolder });
});
afterEach(() => bench.engine.shutdown(0));

const put = (sessionId: string) => bench.client.api.call('library.delete', { sessionId });
const restore = (sessionId: string) => bench.client.api.call('library.restore', { sessionId });
const listed = async (): Promise<string[]> => {
  const list = await bench.client.api.call('library.list', {});
  return list.ok ? list.sessions.map(({ sessionId }) => sessionId).toSorted() : [];
};
const trashed = async () => {
  const trash = await bench.client.api.call('library.trash', {});
  return trash.ok ? trash.sessions : [];
};
const log = (folder: string, id: string): Promise<string> =>
  readFile(join(bench.dataFolder, folder, id, 'events.jsonl'), 'utf8');

describe('the trash', () => {
  it('takes a session whole and gives it back as it was', async () => {
    const [one = '', other = ''] = ids;
    await bench.client.api.call('library.about', { sessionId: one, about: { name: 'Order desk' } });
    const before = await log('sessions', one);
    expect(await put(one)).toEqual({ ok: true });
    expect(await listed()).toEqual([other]);
    expect(await log('trash', one)).toBe(before);
    expect(await trashed()).toMatchObject([
      {
        sessionId: one,
        name: 'Order desk',
        startedAt: '2026-11-23T14:02:00.000Z',
        deletedAt: expect.any(String) as string,
      },
    ]);
    expect(await restore(one)).toEqual({ ok: true });
    expect(await log('sessions', one)).toBe(before);
    expect(await listed()).toEqual([...ids].toSorted());
    expect(await trashed()).toEqual([]);
    expect(await restore(one)).toMatchObject({ ok: false, error: { reason: 'not-found' } });
  });

  it('is emptied for good', async () => {
    for (const id of ids) await put(id);
    expect(await bench.client.api.call('library.emptyTrash', {})).toEqual({ ok: true, deleted: 2 });
    expect(await trashed()).toEqual([]);
    expect(await listed()).toEqual([]);
    await expect(access(join(bench.dataFolder, 'trash', ids[0] ?? ''))).rejects.toThrow('ENOENT');
    expect(await bench.client.api.call('library.emptyTrash', {})).toEqual({ ok: true, deleted: 0 });
  });

  it('loses neither of two sessions of one name', async () => {
    const [one = ''] = ids;
    await put(one);
    await mkdir(join(bench.dataFolder, 'sessions', one));
    expect(await restore(one)).toMatchObject({
      ok: false,
      error: { message: `There is a session ${one} again, so the one in the trash stays there.` },
    });
    expect(await put(one)).toMatchObject({
      ok: false,
      error: { message: `The trash holds a session ${one} already, so this one stays.` },
    });
    expect(await log('trash', one)).toContain('"voxtally":1');
  });

  it('takes nothing that is recorded, that is not there, or that lies elsewhere', async () => {
    const deployment = await startDeployment();
    const live = await startSession(bench, deployment.url);
    expect(await put(live)).toMatchObject({ ok: false, error: { reason: 'session-active' } });
    const other = await startBench({ dataFolder: bench.dataFolder });
    expect(await other.client.api.call('library.delete', { sessionId: live })).toMatchObject({
      ok: false,
      error: { reason: 'locked' },
    });
    await other.engine.shutdown(0);
    expect(await put('../trash')).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    expect(await restore('../sessions')).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    await bench.client.api.call('session.stop', { graceMs: 0 });
    await deployment.close();
  });
});
