import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppendFile } from '../../../electron/engine/record/append-file.ts';
import { faultyDisk } from '../../integration/support/disks.ts';

const newPath = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'voxtally-append-')), 'file');
const text = (path: string): Promise<string> => readFile(path, 'utf8');

/** A file on a medium that loses what was written since the last sync at each of these syncs, and says so that once. */
async function onLossyMedium(...losing: readonly number[]): Promise<{ path: string; file: AppendFile }> {
  const path = await newPath();
  let syncs = 0;
  let safe = '';
  const disk = faultyDisk(async ({ name }) => {
    if (name !== 'datasync') return null;
    syncs += 1;
    const now = await text(path);
    if (losing.includes(syncs)) {
      await writeFile(path, safe + '?'.repeat(now.length - safe.length));
      return 'EIO';
    }
    safe = now;
    return null;
  });
  return { path, file: new AppendFile(path, disk) };
}

describe('a file that only grows', () => {
  it('writes again what a medium lost, at its place, before it says that the medium has it', async () => {
    const parts = ['ab', 'cde', 'f', 'ghij'];
    for (const losing of [[1], [2], [4], [1, 2], [2, 3, 4]]) {
      const { path, file } = await onLossyMedium(...losing);
      const failed: number[] = [];
      for (const [n, part] of parts.entries()) {
        file.append(Buffer.from(part));
        await file.flush();
        await file.sync().catch(() => failed.push(n + 1));
      }
      const whole = parts.join('');
      expect({ losing, failed, bytes: file.writtenBytes }).toEqual({ losing, failed: losing, bytes: whole.length });
      await file.sync();
      expect({ losing, text: await text(path) }).toEqual({ losing, text: whole });
      await file.close();
    }
  });

  it('brings no more to the medium than was written, and no older header over a newer one', async () => {
    const { path, file } = await onLossyMedium(1);
    file.append(Buffer.from('00abc'));
    await file.flush();
    await expect(file.sync()).rejects.toThrow('EIO');
    file.append(Buffer.from('waits'));
    await file.patch(Buffer.from('03'), 0);
    await file.sync();
    expect([await text(path), file.writtenBytes, file.queuedBytes]).toEqual(['03abc', 5, 5]);
    await file.flush();
    expect(await text(path)).toBe('03abcwaits');
    await file.close();
  });

  it('loses nothing that is written while the medium refuses', async () => {
    const { path, file } = await onLossyMedium(1);
    file.append(Buffer.from('ab'));
    await file.flush();
    file.append(Buffer.from('cd'));
    await Promise.allSettled([file.sync(), file.flush(), file.sync()]);
    await file.flush();
    await file.sync();
    expect(await text(path)).toBe('abcd');
    await file.close();
  });

  it('is copied with everything at its own place, of what cannot be read back all that can', async () => {
    const stretch = 512 * 1024;
    const piece = 4096;
    const path = await newPath();
    let bad: readonly number[] = [];
    const disk = faultyDisk(() => Promise.resolve(null), {
      unreadable: (_, position, bytes) => bad.some((at) => position <= at && at < position + bytes),
    });
    const file = new AppendFile(path, disk);
    const whole = Buffer.concat([Buffer.alloc(stretch, 1), Buffer.alloc(stretch, 2), Buffer.from('end')]);
    file.append(whole);
    await file.flush();
    await file.sync();
    file.append(Buffer.from('waits'));
    const cases = [[], [9], [stretch + 9000], [10, 20, stretch - 1, stretch, 2 * stretch + 1]];
    for (const [n, places] of cases.entries()) {
      bad = places;
      const expected = Buffer.concat([whole, Buffer.from('waits')]);
      let lostBytes = 0;
      for (const from of new Set(places.map((place) => place - (place % piece)))) {
        const end = Math.min(from + piece, whole.length);
        expected.fill(0, from, end);
        lostBytes += end - from;
      }
      expected.write('front');
      expect(await file.copyTo(`${path}.${n}`, Buffer.from('front'))).toEqual({ lostBytes });
      expect((await readFile(`${path}.${n}`)).equals(expected)).toBe(true);
    }
    await file.close();
  });

  it('is copied from memory where its medium may not have it yet', async () => {
    const path = await newPath();
    let isGone = false;
    const disk = faultyDisk(() => Promise.resolve(null), { unreadable: () => isGone });
    const file = new AppendFile(path, disk);
    file.append(Buffer.from('safe, '));
    await file.flush();
    await file.sync();
    file.append(Buffer.from('written, '));
    await file.flush();
    file.append(Buffer.from('waiting'));
    isGone = true;
    expect(await file.copyTo(`${path}.copy`)).toEqual({ lostBytes: 6 });
    expect(await text(`${path}.copy`)).toBe(`${'\0'.repeat(6)}written, waiting`);
    await file.close();
  });

  it('is written at once for a process that ends, and says so where the disk takes nothing', async () => {
    const refusing = ['open', 'write', 'datasync', 'nothing', null] as const;
    for (const what of refusing) {
      const path = await newPath();
      const disk = faultyDisk(() => Promise.resolve(null), {
        now: ({ name }) => (what === 'nothing' ? 'nothing' : name === what ? 'EIO' : null),
      });
      const file = new AppendFile(path, disk);
      file.append(Buffer.from('ab'));
      file.append(Buffer.from('cd'));
      if (what === null) {
        file.rescue();
        expect(await text(path)).toBe('abcd');
      } else {
        expect(() => file.rescue(), what).toThrow(what === 'nothing' ? 'took none of the bytes' : 'EIO');
      }
    }
  });
});
