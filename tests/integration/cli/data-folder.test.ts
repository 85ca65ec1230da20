import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { commandLines, fixture } from '../support/cli.ts';
import { writeSession } from '../support/session.ts';

const { here: cli } = commandLines();
let folder = '';
let session = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-home-'));
  session = await writeSession(join(folder, 'session'), [{ id: 'r1', usage: threadUsage, heard: 'a', said: 'b' }]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a price book that is none', () => {
  const thread = ['--usage', fixture('thread-usage.json'), '--meters', fixture('thread-meters.txt')];
  it.each([
    ['prices', () => ['prices']],
    ['usage', () => ['usage', session]],
    ['replay', () => ['replay', session]],
    ['reconcile', () => ['reconcile', ...thread]],
    ['reconcile with a book', () => ['reconcile', ...thread, '--prices', 'mine']],
  ])('is named beside what %s prints, and left where it is', async (_, args) => {
    const home = await mkdtemp(join(folder, 'home-'));
    const prices = join(home, 'prices');
    await mkdir(prices);
    await writeFile(join(prices, 'mine.json'), '{"id":');
    const { err } = await cli(args(), undefined, home);
    expect(err).toContain(join(prices, 'mine.json'));
    expect(await readdir(prices)).toEqual(['mine.json']);
    expect(await readFile(join(prices, 'mine.json'), 'utf8')).toBe('{"id":');
  });
});

describe('a data folder that cannot be made', () => {
  it('is told of among the results where JSON is asked for, else in words', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const home = join(file, 'data');
    const json = await cli(['bill', 'list', '--json'], undefined, home);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      voxtally: 1,
      error: { message: expect.stringContaining(home) as unknown },
    });
    const words = await cli(['bill', 'list'], undefined, home);
    expect([words.code, words.out]).toEqual([1, '']);
    expect(words.err).toContain(home);
    expect(words.err).not.toContain('fault of its own');
  });
});

describe('a day that no calendar has', () => {
  it('is refused as a mistake of the command line, before any file is read', async () => {
    const { code, err } = await cli(['reconcile', '--usage', '/nope', '--bill', '/nope', '--day', '2026-02-31']);
    expect([code, err]).toEqual([2, '--day is a UTC day YYYY-MM-DD or a month YYYY-MM, not 2026-02-31.\n']);
  });
});

describe('a file that is called like standard input', () => {
  it('is a file to who takes no standard input', async () => {
    const { code, err } = await cli(['resample', '-', join(folder, 'out.wav')], 'piped');
    expect([code, err.includes('- cannot be read: there is no such file')]).toEqual([1, true]);
  });
});
