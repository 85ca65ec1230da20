import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageChains } from '../../../electron/engine/costs/import/openai-pages.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-pages-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A page of one bucket, from one number to another. */
async function page(name: string, begins: number, ends: number, further: boolean): Promise<string> {
  const path = join(folder, name);
  const data = [{ object: 'bucket', start_time: begins, end_time: ends, results: [] }];
  await writeFile(path, JSON.stringify({ object: 'page', data, has_more: further, next_page: further ? 'p' : null }));
  return path;
}
const chains = async (...paths: string[]): Promise<string[]> =>
  (await pageChains(paths)).map((chain) => chain.map((path) => basename(path)).join(' '));

describe('files of pages', () => {
  it('are one bill where each names the next, whatever their order', async () => {
    const [a, b, c] = [await page('a', 1, 2, true), await page('b', 2, 3, true), await page('c', 3, 4, false)];
    expect(await chains(c, a, b)).toEqual(['a b c']);
    expect(await chains(c, a)).toEqual(['c', 'a']);
  });

  it('are each by themselves where two begin at one time', async () => {
    const [a, b, other] = [await page('a', 1, 2, true), await page('b', 2, 3, false), await page('c', 2, 3, false)];
    expect(await chains(a, b, other)).toEqual(['a', 'b', 'c']);
  });

  it('are never lost or taken twice, also where they lead in a ring or two lead to one', async () => {
    const [a, b, c] = [await page('a', 1, 2, true), await page('b', 2, 1, true), await page('c', 0, 2, true)];
    expect(await chains(a, b)).toEqual(['a b']);
    expect(await chains(a, c, b)).toEqual(['c b a']);
  });

  it('that are no pages stay as they are', async () => {
    const path = join(folder, 'other.json');
    await writeFile(path, '{"value": []}');
    expect(await chains(path)).toEqual(['other.json']);
  });
});
