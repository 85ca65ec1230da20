import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { importLimits, importSession } from '../../../electron/engine/handing-on/import-session.ts';
import { zipSession } from '../../../electron/engine/handing-on/zip-session.ts';
import { app, recorded } from '../support/recorded.ts';

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-zip-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

async function zipped(folder: string, name: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  const written = await zipSession(folder, async (bytes) => void pieces.push(bytes));
  if (!written.ok) throw new Error(written.error.message);
  const path = join(work, name);
  await writeFile(path, Buffer.concat(pieces));
  return path;
}

type Put = (zip: ZipFile) => void;

/** A zip that somebody made by hand. */
async function made(name: string, put: Put): Promise<string> {
  const zip = new ZipFile();
  put(zip);
  zip.end();
  const path = join(work, name);
  const out = createWriteStream(path);
  zip.outputStream.pipe(out);
  await finished(out);
  return path;
}

const digestOf = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder))
        .filter((name) => name !== 'summary.json' && name !== 'lock')
        .sort()
        .map(
          async (name) =>
            [
              name,
              createHash('sha256')
                .update(await readFile(join(folder, name)))
                .digest('hex'),
            ] as const,
        ),
    ),
  );

/** The sentence of a refusal; the library then holds nothing of it. */
async function refused(path: string, library: string, limits = importLimits): Promise<string> {
  const taken = await importSession(path, library, app, limits);
  expect((await readdir(library).catch(() => [])).filter((name) => name.startsWith('.'))).toEqual([]);
  return taken.ok ? 'it was taken' : taken.error.message;
}

describe('a session as a zip', () => {
  let folder = '';
  let zip = '';
  beforeAll(async () => {
    folder = await recorded(join(work, 'from'), '21-tool-round');
    await writeFile(join(folder, 'about.json'), JSON.stringify({ name: 'Order desk', tags: ['pilot'] }));
    zip = await zipped(folder, 'session.zip');
  });

  it('comes back byte for byte, with its record as it stands', async () => {
    const library = join(work, 'to');
    const taken = await importSession(zip, library, app);
    if (!taken.ok) throw new Error(taken.error.message);
    expect(taken.imported).toMatchObject({ sessionId: '21-tool-round', folder: join(library, '21-tool-round') });
    expect(taken.imported.verdict).toMatchObject({ holds: true, digest: 'intact', problems: [] });
    expect(await digestOf(taken.imported.folder)).toEqual(await digestOf(folder));
    expect(Object.keys(await digestOf(folder))).toEqual(['about.json', 'events.jsonl', 'input.wav', 'output.wav']);
    // Never over one that is there.
    expect(await refused(zip, library)).toBe(
      'The session 21-tool-round is in the library already, so nothing was changed.',
    );
    expect(await digestOf(taken.imported.folder)).toEqual(await digestOf(folder));
  });

  it('is taken with a changed byte, and says that its record is damaged', async () => {
    const log = (await readFile(join(folder, 'events.jsonl'), 'utf8')).replace(
      '"session.created"',
      '"session.creatid"',
    );
    const path = await made('changed.zip', (one) => one.addBuffer(Buffer.from(log), 'events.jsonl'));
    const taken = await importSession(path, join(work, 'damaged'), app);
    expect(taken.ok && [taken.imported.verdict.holds, taken.imported.verdict.digest]).toEqual([false, 'damaged']);
  });

  const header = JSON.stringify({
    voxtally: 1,
    sessionId: 's-1',
    startedAt: '2026-11-23T14:05:33.120Z',
    endpoint: { url: 'wss://x' },
  });
  const log = (text = `${header}\n`): Put => {
    return (one) => one.addBuffer(Buffer.from(text), 'events.jsonl');
  };

  it.each<[string, Put, RegExp]>([
    [
      'another file',
      (one) => one.addBuffer(Buffer.from('x'), 'notes.txt'),
      /notes\.txt, which is no file of a session/,
    ],
    [
      'a folder',
      (one) => one.addBuffer(Buffer.from('x'), 'sub/events.jsonl'),
      /sub\/events\.jsonl, which is no file of a session/,
    ],
    ['a summary', (one) => one.addBuffer(Buffer.from('{}'), 'summary.json'), /which is no file of a session/],
    ['a lock', (one) => one.addBuffer(Buffer.from('1'), 'lock'), /which is no file of a session/],
    [
      'two logs',
      (one) => {
        log()(one);
        log()(one);
      },
      /events\.jsonl twice/,
    ],
    [
      'a link',
      (one) => one.addBuffer(Buffer.from('/etc/passwd'), 'about.json', { mode: 0o120777 }),
      /no ordinary file/,
    ],
    ['no log', (one) => one.addBuffer(Buffer.from('{}'), 'about.json'), /it holds no events\.jsonl/],
    ['a log without a header', log('{}\n'), /does not begin with the header of a session/],
    ['a newer record', log(`${header.replace('"voxtally":1', '"voxtally":9')}\n`), /format 9/],
    ['an id that leaves the library', log(`${header.replace('s-1', '../../up')}\n`), /is no name of a session/],
    ['an id that is hidden', log(`${header.replace('s-1', '.ssh')}\n`), /is no name of a session/],
    [
      'a large about.json',
      (one) => {
        log()(one);
        one.addBuffer(Buffer.alloc(100_000, 32), 'about.json');
      },
      /more than such a file has/,
    ],
    ['nothing', () => undefined, /it holds no events\.jsonl/],
  ])('refuses one with %s, and leaves nothing behind', async (name, put, why) => {
    const library = join(work, `refuses ${name}`);
    const said = await refused(await made(`${name}.zip`, put), library);
    expect(said).toMatch(why);
    expect(await readdir(library)).toEqual([]);
  });

  it('clears away what an import left that was killed, and nothing that may still be under way', async () => {
    const library = join(work, 'leftovers');
    const [killed, running] = [join(library, '.importing-aaaaaaaaaaaa'), join(library, '.importing-bbbbbbbbbbbb')];
    for (const folder of [killed, running]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'events.jsonl'), 'half');
    }
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(killed, twoDaysAgo, twoDaysAgo);
    const taken = await importSession(zip, library, app);
    expect(taken.ok).toBe(true);
    expect((await readdir(library)).filter((name) => name.startsWith('.importing-'))).toEqual([
      '.importing-bbbbbbbbbbbb',
    ]);
  });

  it('refuses what unpacks to too much, by ratio and in all', async () => {
    const library = join(work, 'bombs');
    const bomb = await made('bomb.zip', log(`${header}\n${' '.repeat(20 * 1024 * 1024)}\n`));
    expect(await refused(bomb, library)).toMatch(/more than 100 times its size/);
    const long = await made('long.zip', (one) => {
      log()(one);
      one.addBuffer(Buffer.alloc(1_000_000), 'input.wav');
    });
    expect(await refused(long, library, { ...importLimits, totalBytes: 500_000 })).toMatch(/at most 500,000 are taken/);
    // Silence packs better than any log, and is taken.
    expect((await importSession(long, library, app)).ok).toBe(true);
  });

  it('refuses what is no zip, and a zip with any byte cut off or changed is taken whole or refused in a sentence', async () => {
    const library = join(work, 'fuzzed');
    await mkdir(library);
    const bytes = await readFile(zip);
    const path = join(work, 'fuzzed.zip');
    await writeFile(path, 'no zip');
    expect(await refused(path, library)).toMatch(/is no whole zip/);
    expect(await refused(join(work, 'nowhere.zip'), library)).toMatch(/cannot be read/);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        await writeFile(path, cut ? bytes.subarray(0, at) : changed);
        const taken = await importSession(path, library, app);
        if (taken.ok) await rm(taken.imported.folder, { recursive: true });
        else expect(taken.error.message).toMatch(/\.$/);
        expect(await readdir(library)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});
