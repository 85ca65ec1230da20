import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zipSession } from '../../../electron/engine/handing-on/zip-session.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { builtFolder } from '../support/bundle.ts';
import { app, recorded } from '../support/recorded.ts';

const id = '21-tool-round';
let work = '';
let zip = '';
let bench: TestBench;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-import-'));
  const folder = await recorded(join(work, 'from'), id);
  const pieces: Uint8Array[] = [];
  const written = await zipSession(folder, async (bytes) => void pieces.push(bytes));
  if (!written.ok) throw new Error(written.error.message);
  zip = join(work, 'session.zip');
  await writeFile(zip, Buffer.concat(pieces));
  bench = await startBench({ dataFolder: join(work, 'home'), workersFolder: await builtFolder(), version: app });
}, 120_000);
afterAll(async () => {
  await bench.engine.shutdown(0);
  await rm(work, { recursive: true, force: true });
});

/** Puts files where those of an upload lie. */
async function uploaded(...names: string[]): Promise<string> {
  const uploadId = randomUUID();
  const folder = join(work, 'home', 'incoming-bills', uploadId);
  await mkdir(folder, { recursive: true });
  for (const name of names) await writeFile(join(folder, name), await readFile(zip));
  return uploadId;
}
const take = (from: { kind: 'upload'; uploadId: string } | { kind: 'path'; path: string }) =>
  bench.client.api.call('handOn.import', { from });
const left = (): Promise<string[]> => readdir(join(work, 'home', 'incoming-bills'));

it('is taken in from an upload, is in the list then, and the upload is gone; a second one is refused by the name of its file', async () => {
  const taken = await take({ kind: 'upload', uploadId: await uploaded('session.zip') });
  expect(taken).toEqual({ ok: true, sessionId: id, files: 3, digest: 'intact', problems: [] });
  expect(await left()).toEqual([]);
  const list = await bench.client.api.call('library.list', {});
  expect(list.ok && list.sessions.map(({ sessionId }) => sessionId)).toEqual([id]);
  const again = await take({ kind: 'path', path: zip });
  expect(!again.ok && again.error.message).toBe(`The session ${id} is in the library already, so nothing was changed.`);
});

it('refuses what is no zip, two files, and what is not there, each in a sentence, and keeps none of it', async () => {
  const text = join(work, 'notes.zip');
  await writeFile(text, 'not a zip');
  const refused = await take({ kind: 'path', path: text });
  expect(!refused.ok && refused.error.message).toMatch(/^notes\.zip is not taken: it is no whole zip/);
  const two = await take({ kind: 'upload', uploadId: await uploaded('a.zip', 'b.zip') });
  expect(!two.ok && two.error.message).toBe('One zip is taken at a time.');
  const gone = await take({ kind: 'upload', uploadId: randomUUID() });
  expect(!gone.ok && gone.error.reason).toBe('not-found');
  const nowhere = await take({ kind: 'path', path: join(work, 'nowhere.zip') });
  expect(!nowhere.ok && nowhere.error.message).toMatch(/^nowhere\.zip cannot be read/);
  expect(await left()).toEqual([]);
});
