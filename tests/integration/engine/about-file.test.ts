import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAbout, writeAbout } from '../../../electron/engine/record/about-file.ts';

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-about-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** A session's folder of its own. */
async function sessionFolder(name: string): Promise<string> {
  const folder = join(work, name);
  await mkdir(folder);
  return folder;
}

const left = 'the session\u2019s name and tags are left out.';

describe('the name and tags beside a record', () => {
  it('are read as they were written, with members of later versions, and are none where nobody wrote any', async () => {
    const folder = await sessionFolder('named');
    expect(await readAbout(folder)).toEqual({ about: { name: null, tags: [] }, note: null });
    const about = { name: 'Order desk', tags: ['pilot', 'customer=Contoso'], note: 'by phone' };
    await writeAbout(folder, about);
    expect(await readAbout(folder)).toEqual({ about, note: null });
  });

  it.each([
    ['damaged', '{"name": 3}', 'is damaged'],
    ['no JSON', '{"name": "Order', 'is not JSON'],
    ['too large', JSON.stringify({ tags: ['x'.repeat(70_000)] }), 'is not used, for it has 1 MB'],
  ])('that are %s are left out, which is said without the path, and stay on disk', async (name, text, why) => {
    const folder = await sessionFolder(name);
    await writeFile(join(folder, 'about.json'), text);
    const { about, note } = await readAbout(folder);
    expect(about).toEqual({ name: null, tags: [] });
    expect(note).toContain(`about.json of ${name} ${why}`);
    expect(note).toContain(left);
    expect(note).not.toContain(work);
    expect(await readFile(join(folder, 'about.json'), 'utf8')).toBe(text);
  });

  it.skipIf(process.platform === 'win32')(
    'are not waited for where a pipe or a folder stands in their place',
    async () => {
      const [piped, folded] = [await sessionFolder('piped'), await sessionFolder('folded')];
      execFileSync('mkfifo', [join(piped, 'about.json')]);
      await mkdir(join(folded, 'about.json'));
      for (const folder of [piped, folded]) {
        const { about, note } = await readAbout(folder);
        expect(about).toEqual({ name: null, tags: [] });
        expect(note).toContain(`is not used, for it is a ${folder === piped ? 'pipe' : 'folder'}`);
      }
    },
  );
});
