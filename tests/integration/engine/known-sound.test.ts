import { appendFile, open, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../../../electron/engine/record/library.ts';
import { noRepairs } from '../../../shared/contract/repairs.ts';
import { temporaryFolder } from '../support/bench.ts';
import { app, recorded } from '../support/recorded.ts';

const name = '06-truncation';
const longAgo = new Date('2026-11-24T00:00:00Z');
const since = new Date('2026-11-25T00:00:00Z');

let sessions = '';
let folder = '';
let listFile = '';

/** What changed only now may change again without showing it, so it counts as known later. */
async function age(when = longAgo): Promise<void> {
  await utimes(join(folder, 'events.jsonl'), when, when);
  await utimes(folder, when, when);
}

const started = (version = app): Library => new Library(sessions, version, listFile);

/** One start with everything a window asks for. */
async function start(version = app): Promise<string[]> {
  const library = started(version);
  const { repaired, broken } = await library.repair();
  await library.list();
  return [
    ...repaired.map(({ sessionId, did }) => `Session ${sessionId} was repaired. ${did.join(' ')}`),
    ...broken.map(({ sessionId, problem }) => `Session ${sessionId} was not repaired: ${problem}`),
  ];
}

/** Its summary is no summary any more, and neither its folder nor its log shows it. */
async function spoilUnseen(): Promise<void> {
  const file = await open(join(folder, 'summary.json'), 'r+');
  await file.write(Buffer.alloc(64, ' '), 0, 64, 0);
  await file.close();
}

beforeEach(async () => {
  sessions = await temporaryFolder();
  folder = await recorded(sessions, name);
  listFile = join(await temporaryFolder(), 'sessions.list');
  await age();
  expect(await start()).toEqual([]);
});

describe('a session in which there was nothing to mend', () => {
  it('is not looked into again at the next start', async () => {
    await spoilUnseen();
    expect(await start()).toEqual([]);
    await rm(listFile);
    expect(await start()).toEqual([expect.stringContaining('Its summary was written anew.')]);
  });

  it('is known as soon as it was looked into, without a further list', async () => {
    await utimes(folder, since, since);
    await started().list();
    await rm(join(folder, 'summary.json'));
    await age(since);
    await start();
    await age(since);
    await started().list();
    expect(await started().repair()).toEqual(noRepairs);
    await spoilUnseen();
    expect(await started().repair()).toEqual(noRepairs);
  });

  it('is looked into by another version', async () => {
    await spoilUnseen();
    expect(await start('another version')).toHaveLength(1);
  });

  it.each([
    ['has no summary any more', () => rm(join(folder, 'summary.json'))],
    ['has more in its log', () => appendFile(join(folder, 'events.jsonl'), '{"seq":')],
    [
      'has the lock of a writer that died',
      async () => {
        await writeFile(join(folder, 'lock'), 'of nobody');
        await utimes(join(folder, 'lock'), longAgo, longAgo);
      },
    ],
  ])('is looked into where it %s', async (_, change) => {
    await change();
    await age(since);
    const said = await start();
    expect(said).toEqual([expect.stringContaining(`Session ${name} was repaired.`)]);
    await age();
    expect(await start()).toEqual([]);
  });

  it('that can be mended no more is told of at every start', async () => {
    const header = (await readFile(join(folder, 'events.jsonl'), 'utf8')).replace('"voxtally":1', '"voxtally":9');
    await writeFile(join(folder, 'events.jsonl'), `${header} `);
    await age();
    await rm(join(folder, 'summary.json'));
    await age();
    for (let again = 0; again < 2; again += 1) {
      expect(await start()).toEqual([expect.stringContaining('was not repaired')]);
    }
  });
});
