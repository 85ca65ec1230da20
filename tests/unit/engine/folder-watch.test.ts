import { lstat, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderWatch, type FolderWatchOptions, hintAt } from '../../../electron/engine/data/folder-watch.ts';
import { PresetStore } from '../../../electron/engine/data/presets.ts';
import { until } from '../../integration/support/until.ts';

const soon = { gatherMs: 5, pollMs: 20 };
/** No poll within a test: what is heard was watched. */
const never = { gatherMs: 5, pollMs: 2 ** 30 };

let root = '';
let watcher: FolderWatch | null = null;
let heard: string[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'voxtally-watch-'));
  heard = [];
});
afterEach(async () => {
  await watcher?.close();
  watcher = null;
});

function watched(folder: string, options: FolderWatchOptions = soon): void {
  watcher = new FolderWatch(
    [folder],
    (_, names) => {
      heard.push(...(names.size === 0 ? ['?'] : names));
      return Promise.resolve();
    },
    options,
  );
}
/** Writes a file until it was heard of: whatever came before it was, too. */
async function marked(folder: string, name: string): Promise<void> {
  await until(async () => {
    await writeFile(join(folder, name), `${Math.random()}`);
    return heard.includes(name);
  }, name);
}

describe('a watched folder', () => {
  it('tells which file changed, and nothing of what the bench lays beside one for a moment', async () => {
    watched(root, never);
    for (const passing of ['a.json.tmp', 'a.json.lock', 'a.json.lock.3', '.lock-0123456789abcdef']) {
      await writeFile(join(root, passing), '');
    }
    await marked(root, 'a.json');
    expect(new Set(heard)).toEqual(new Set(['a.json']));
  });

  it('tells of a store that writes its file once, however it locks it', async () => {
    watched(root, never);
    const presets = new PresetStore(join(root, 'presets.json'), () => undefined);
    expect(await presets.save('Night', { voice: 'ash' })).toMatchObject({ ok: true });
    await marked(root, 'marker');
    expect(new Set(heard)).toEqual(new Set(['presets.json', 'marker']));
  });

  it('tells of a change within one of its folders where that is hinted at', async () => {
    await mkdir(join(root, 'session'));
    watched(root, never);
    await writeFile(join(root, 'session', 'about.json'), '{}');
    await hintAt(join(root, 'session'));
    await until(() => heard.includes('session'), 'the hint');
    await expect(hintAt(join(root, 'nowhere'))).resolves.toBeUndefined();
  });

  it('is watched again after it was deleted and made anew', async () => {
    const folder = join(root, 'sessions');
    await mkdir(folder);
    watched(folder);
    await marked(folder, 'one');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    heard = [];
    await marked(folder, 'two');
  });
});

describe('a folder that cannot be looked at for a while', () => {
  it('as of a share that is gone, ends nothing, and is watched again once it is back', async () => {
    const share = join(root, 'share');
    const folder = join(share, 'sessions');
    await mkdir(folder, { recursive: true });
    watched(folder);
    await marked(folder, 'one');
    await rename(share, `${share}.gone`);
    // Whatever is looked for behind a link to itself fails, and not because it is not there.
    await symlink('share', share);
    await expect(lstat(folder)).rejects.toMatchObject({ code: 'ELOOP' });
    await new Promise((looked) => setTimeout(looked, 5 * soon.pollMs));
    await rm(share);
    await rename(`${share}.gone`, share);
    heard = [];
    await marked(folder, 'two');
  });
});

describe('a folder that the system does not watch', () => {
  const unwatched = {
    ...soon,
    watch: () => {
      throw new Error('ENOSPC: System limit for number of file watchers reached');
    },
  };
  it('is looked at every few moments: files that come, change and go, and the folder itself', async () => {
    const folder = join(root, 'later');
    watched(folder, unwatched);
    const seen = async (what: string, change: () => Promise<unknown>): Promise<void> => {
      heard = [];
      await change();
      await until(() => heard.includes('?'), what);
    };
    await seen('a folder that comes', () => mkdir(folder).then(() => writeFile(join(folder, 'one'), '1')));
    await seen('a file that changes', () => writeFile(join(folder, 'one'), '12'));
    await seen('a file that goes', () => rm(join(folder, 'one')));
  });
});
