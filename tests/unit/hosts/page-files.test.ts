import fc from 'fast-check';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtPage, fileOf, readPageFile } from '../../../electron/hosts/page-files.ts';

describe('a path of the page', () => {
  it('names a file under the folder, or none: whatever is written, however it is encoded', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2E.', '..%2f', '%5c..', '%00', '%252e%252e', 'assets', '', '~', 'C:'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('/', '//', '/../', '%2f', '%2F..%2F'),
        (parts, glue) => {
          const path = fileOf('/page', `/${parts.join(glue)}`);
          return path === null || path.startsWith(`${resolve('/page')}${sep}`);
        },
      ),
      { numRuns: 2000 },
    );
    expect(fileOf('/page', '/')).toBe(resolve('/page/index.html'));
    expect(fileOf('/page', '/..%2fsecret')).toBeNull();
  });

  it('serves files of known types only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voxtally-page-'));
    await writeFile(join(folder, 'a.js'), 'let a');
    await writeFile(join(folder, 'a.key'), 'secret');
    expect(await readPageFile(folder, '/a.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' });
    for (const path of ['/a.key', '/none.js', '/', '/%E0%A4%A']) {
      expect(await readPageFile(folder, path)).toEqual({ status: 404 });
    }
  });

  it('is kept by the browser where its name says what it holds, and asked for each time where it does not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voxtally-page-'));
    await mkdir(join(folder, 'assets'));
    const names = [
      'index.html',
      'index-A1b2C3d4.js',
      'assets/index-A1b2C3_4.js',
      'assets/inter.woff2',
      'assets/in-A1b2C3d4.json',
    ];
    for (const name of names) await writeFile(join(folder, name), '');
    const page = builtPage(folder, 'self');
    expect(page.headers['cache-control']).toBe('no-cache');
    const ownOf = async (name: string) => {
      const file = await page.read(`/${name}`, '');
      return file.status === 200 ? (file.headers ?? null) : 404;
    };
    expect(await Promise.all(names.map(ownOf))).toEqual([
      null,
      null,
      { 'cache-control': 'private, max-age=31536000, immutable' },
      null,
      null,
    ]);
  });
});
