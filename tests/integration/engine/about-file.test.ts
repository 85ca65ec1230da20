import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeAbout, readAbout, writeAbout } from '../../../electron/engine/record/about-file.ts';
import { noAbout } from '../../../shared/session/about.ts';

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

const left = 'the session\u2019s name, note and tags are left out.';

describe('the name, note and tags beside a record', () => {
  it('are read as they were written, with members of later versions, and are none where nobody wrote any', async () => {
    const folder = await sessionFolder('named');
    expect(await readAbout(folder)).toEqual({ about: noAbout, note: null });
    const about = { name: 'Order desk', note: 'By phone.\nTwice.', tags: ['pilot', 'customer=Contoso'], colour: 'red' };
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
    expect(about).toEqual(noAbout);
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
        expect(about).toEqual(noAbout);
        expect(note).toContain(`is not used, for it is a ${folder === piped ? 'pipe' : 'folder'}`);
      }
    },
  );
});

describe('a change of what a person wrote', () => {
  it('leaves out nothing of the rest, members of later versions too, and takes away what is null', async () => {
    const folder = await sessionFolder('changed');
    await writeFile(join(folder, 'about.json'), '{"name": "Order desk", "tags": ["pilot"], "colour": "red"}');
    expect(await changeAbout(folder, { note: 'By phone.\nTwice.' })).toEqual({
      ok: true,
      about: { name: 'Order desk', note: 'By phone.\nTwice.', tags: ['pilot'], colour: 'red' },
    });
    await changeAbout(folder, { name: null, tags: [] });
    expect((await readAbout(folder)).about).toEqual({ ...noAbout, note: 'By phone.\nTwice.', colour: 'red' });
    // Readers of an earlier version look for a name and tags only.
    expect(JSON.parse(await readFile(join(folder, 'about.json'), 'utf8'))).toMatchObject({ name: null, tags: [] });
  });

  it('is made one after the other where several come at once', async () => {
    const folder = await sessionFolder('at-once');
    await Promise.all([
      changeAbout(folder, { name: 'Order desk' }),
      changeAbout(folder, { note: 'By phone.' }),
      changeAbout(folder, { tags: ['pilot'] }),
    ]);
    expect((await readAbout(folder)).about).toEqual({ name: 'Order desk', note: 'By phone.', tags: ['pilot'] });
  });

  it('is refused where the file cannot be read, which is left as it is, and where all of it is too long', async () => {
    const folder = await sessionFolder('refused');
    await writeFile(join(folder, 'about.json'), '{"name": "Order');
    expect(await changeAbout(folder, { name: 'Other' })).toMatchObject({
      ok: false,
      error: { reason: 'disk', message: expect.stringContaining('about.json of refused is not JSON') as string },
    });
    expect(await readFile(join(folder, 'about.json'), 'utf8')).toBe('{"name": "Order');

    const large = await sessionFolder('large');
    await writeFile(join(large, 'about.json'), JSON.stringify({ later: 'x'.repeat(63_000) }));
    expect(await changeAbout(large, { note: 'y'.repeat(4000) })).toMatchObject({
      ok: false,
      error: { reason: 'invalid-argument', message: expect.stringContaining('too long') as string },
    });
    expect((await readAbout(large)).about.note).toBeNull();
  });
});
