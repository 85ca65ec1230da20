import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { temporaryFolder } from '../support/bench.ts';
import { bundle } from '../support/bundle.ts';
import { rebuildFrames } from '../support/rebuild.ts';

let script: string;
beforeAll(async () => {
  script = join(await bundle({ child: 'tests/integration/support/falling-child.ts' }), 'out', 'node', 'child.js');
}, 60_000);

/** What is on disk after a process that recorded 24 frames in one turn of its loop has fallen in that turn. */
async function fall(how: string, watched: string): Promise<{ status: number | null; said: string; folder: string }> {
  const sessions = await temporaryFolder();
  const { status, stderr } = spawnSync(process.execPath, [script, sessions, how, watched], { encoding: 'utf8' });
  return { status, said: stderr, folder: join(sessions, 'falls') };
}

describe('a process that falls by a fault of its own', () => {
  it.each(['throw', 'rejection', 'leaves'])('writes what it had received before it ends: %s', async (how) => {
    const { status, said, folder } = await fall(how, 'watched');
    expect(status).not.toBe(0);
    if (how !== 'leaves') expect(said).toContain('falls');
    const frames = await rebuildFrames(folder);
    expect(frames).toHaveLength(24);
    expect(frames[20]?.text).toContain('"total_tokens":42');
    const delta = Buffer.alloc(4800, 7).toString('base64');
    for (const { text } of [...frames.slice(0, 20), ...frames.slice(21)]) expect(text).toContain(delta);
    expect((await repairSession(folder, 'test')).kind).toBe('repaired');
  });

  it('loses all of it where nobody watches', async () => {
    const { folder } = await fall('throw', 'unwatched');
    // The header and its digest.
    expect((await readFile(join(folder, 'events.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });
});
