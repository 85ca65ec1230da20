import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fitting, JsonFolder } from '../../../electron/engine/data/json-files.ts';
import type { Result } from '../../../shared/kit/errors.ts';

const folderOf = async (): Promise<{ folder: string; files: JsonFolder<{ name: string }> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-test-'));
  const read = fitting(z.object({ name: z.string() }), 1);
  return { folder, files: new JsonFolder({ folder, what: 'the thing', read, note: () => undefined }) };
};

describe('a folder of JSON files', () => {
  it('deletes behind a change that has begun, so that the change does not bring the file back', async () => {
    const { folder, files } = await folderOf();
    await files.write('a', { name: 'one' });
    let deleted: Promise<Result> | undefined;
    const changed = await files.change('a', () => {
      deleted = files.delete('a');
      return { name: 'two' };
    });
    expect(changed).toMatchObject({ ok: true, value: { name: 'two' } });
    expect(await deleted).toEqual({ ok: true });
    expect(await files.read('a')).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes behind a change that has begun, so that what was asked for last stands', async () => {
    const { files } = await folderOf();
    await files.write('a', { name: 'one' });
    let written: Promise<Result> | undefined;
    await files.change('a', () => {
      written = files.write('a', { name: 'three' });
      return { name: 'two' };
    });
    expect(await written).toEqual({ ok: true });
    expect(await files.read('a')).toEqual({ name: 'three' });
  });
});
