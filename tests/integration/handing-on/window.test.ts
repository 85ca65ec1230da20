import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HandOnFiles } from '../../../electron/engine/handing-on/hand-on-files.ts';
import { importSession } from '../../../electron/engine/handing-on/import-session.ts';
import type { HandOnFile } from '../../../shared/session/handing-on/formats.ts';
import { handOnFileNames, handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { startBench, type TestBench } from '../support/bench.ts';
import { builtFolder } from '../support/bundle.ts';
import { app, recorded } from '../support/recorded.ts';

const id = '21-tool-round';
let work = '';
let bench: TestBench;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-window-'));
  const sessions = join(work, 'home', 'sessions');
  await recorded(sessions, id);
  await recorded(sessions, '06-truncation');
  bench = await startBench({ dataFolder: join(work, 'home'), workersFolder: await builtFolder() });
}, 120_000);
afterAll(async () => {
  await bench.engine.shutdown(0);
  await rm(work, { recursive: true, force: true });
});

async function written(format: HandOnFile, sessionIds: string[] = [id], redacted = false) {
  return await bench.client.api.call('handOn.write', { sessionIds, format, redacted });
}

/** A file that was written, read to its end in pieces. */
async function read(fileId: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const piece: Awaited<ReturnType<typeof next>> = await next(fileId, offset);
    if (!piece.ok) throw new Error(piece.error.message);
    pieces.push(Buffer.from(piece.base64, 'base64'));
    offset = piece.next;
  }
  return Buffer.concat(pieces);
}
const next = (fileId: string, offset: number) => bench.client.api.call('handOn.read', { fileId, offset });

describe('what a window hands on', () => {
  it('comes in pieces, each form under its own name and as long as was said', async () => {
    for (const format of handOnFileNames) {
      const file = await written(format);
      if (!file.ok) throw new Error(`${format}: ${file.error.message}`);
      const bytes = await read(file.fileId);
      expect([format, bytes.length]).toEqual([format, file.bytes]);
      expect(file.fileName.endsWith(`.${handOnFiles[format].end}`)).toBe(true);
      expect(file.mediaType).toBe(handOnFiles[format].mediaType);
      await bench.client.api.call('handOn.drop', { fileId: file.fileId });
      const gone = await next(file.fileId, 0);
      expect(!gone.ok && gone.error.message).toBe('The file that was written is not there any more.');
    }
  });

  it('is what several sessions are expected to cost as FOCUS rows, the same in both forms, and what has to be known of them', async () => {
    const ids = [id, '06-truncation'];
    const rows = async (format: HandOnFile): Promise<Buffer> => {
      const file = await written(format, ids);
      if (!file.ok) throw new Error(file.error.message);
      expect(file.fileName).toBe(`focus-of-2-sessions.${handOnFiles[format].end}`);
      // One of the responses ended without a report: the window is told what the command line says of such rows.
      expect(file.notes).toContainEqual(
        expect.stringMatching(
          /^\d+ of the rows may not be billed at all: they count as 0, and only the sum at most holds them\.$/,
        ),
      );
      return await read(file.fileId);
    };
    const lines = (await rows('focus-csv')).toString().trimEnd().split('\r\n');
    for (const one of ids) expect(lines.some((line) => line.includes(one))).toBe(true);
    const { buffer, byteOffset, byteLength } = await rows('focus-parquet');
    const { num_rows: stored } = parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
    expect(Number(stored)).toBe(lines.length - 1);
  });

  it('is the same zip that can be taken in again', async () => {
    const file = await written('zip');
    if (!file.ok) throw new Error(file.error.message);
    const path = join(work, 'back.zip');
    await writeFile(path, await read(file.fileId));
    const taken = await importSession(path, join(work, 'other'), app);
    if (!taken.ok) throw new Error(taken.error.message);
    const hash = async (folder: string): Promise<string> =>
      createHash('sha256')
        .update(await readFile(join(folder, 'events.jsonl')))
        .digest('hex');
    expect(await hash(taken.imported.folder)).toBe(await hash(join(work, 'home', 'sessions', id)));
  });

  it('is redacted where that is asked for, and refused in a sentence where a form holds one session', async () => {
    const file = await written('events-jsonl', [id], true);
    if (!file.ok) throw new Error(file.error.message);
    expect(file.fileName).toBe(`events-redacted-${id}.events.jsonl`);
    expect(file.notes[0]).toContain('redacted copy');
    const several = await written('zip', [id, '06-truncation']);
    expect(!several.ok && several.error.message).toContain('is of one session, and 2 were chosen.');
    const both = await written('usage-csv', [id, '06-truncation']);
    expect(both.ok && both.fileName).toBe('usage-of-2-sessions.csv');
    const unknown = await bench.client.api.call('handOn.write', {
      sessionIds: ['nowhere'],
      format: 'zip',
      redacted: false,
    });
    expect(unknown.ok).toBe(false);
  });

  it('leaves no file behind when the engine ends', async () => {
    const temporary = join(work, 'temporary');
    await mkdir(temporary);
    const files = new HandOnFiles(join(await builtFolder(), 'hand-on-worker.js'), temporary);
    const order = {
      books: [shipped('2026-10-09')],
      bookId: null,
      models: {},
      since: null,
      until: null,
      leavesOut: false,
    };
    const file = await files.write({
      ...order,
      format: 'usage-csv',
      redacted: false,
      folders: [join(work, 'home', 'sessions', id)],
      app,
      at: new Date().toISOString(),
      beside: null,
    });
    expect(file.ok).toBe(true);
    expect(await readdir(temporary)).toHaveLength(1);
    await files.close();
    expect(await readdir(temporary)).toEqual([]);
  });
});
