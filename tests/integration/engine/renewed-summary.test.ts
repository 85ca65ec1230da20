import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../../electron/engine/data/lock.ts';
import { Library } from '../../../electron/engine/record/library.ts';
import { readSummary } from '../../../electron/engine/record/summary.ts';
import { temporaryFolder } from '../support/bench.ts';
import { recorded } from '../support/recorded.ts';

const name = '06-truncation';
const later = 'a later version';

async function saved() {
  const sessions = await temporaryFolder();
  const folder = await recorded(sessions, name);
  const summary = () => readFile(join(folder, 'summary.json'), 'utf8');
  return { sessions, folder, summary, before: await summary() };
}

describe('the summary of a record that another version wrote', () => {
  it('is written anew as the record is opened, so that its log is folded once', async () => {
    const { sessions, folder } = await saved();
    expect(await readSummary(folder, later)).toBeNull();
    const opened = await new Library(sessions, later).open(name);
    if (!opened.ok) throw new Error(opened.error.message);
    const renewed = await readSummary(folder, later);
    expect(renewed?.head).toMatchObject({ complete: true, seq: opened.view.seq });
    const { record } = opened.view;
    expect({ ...renewed?.view, record }).toEqual(JSON.parse(JSON.stringify(opened.view)));
  });

  it('stays as it is where this version wrote it', async () => {
    const { sessions, summary, before } = await saved();
    await new Library(sessions, later).open(name);
    const renewed = await summary();
    await new Library(sessions, later).open(name);
    expect(renewed).not.toBe(before);
    expect(await summary()).toBe(renewed);
  });

  it('stays where a process holds the record, where its log is damaged, and where it says that the session did not end', async () => {
    const held = await saved();
    const lock = await takeLock(held.folder);
    expect((await new Library(held.sessions, later).open(name)).ok).toBe(true);
    expect(await held.summary()).toBe(held.before);
    await lock?.release();

    const damaged = await saved();
    const log = join(damaged.folder, 'events.jsonl');
    await writeFile(log, (await readFile(log, 'utf8')).replace('"from":"client"', '"from":"server"'));
    expect((await new Library(damaged.sessions, later).open(name)).ok).toBe(true);
    expect(await damaged.summary()).toBe(damaged.before);

    const grown = await saved();
    const entry = { seq: 99_999, at: '2026-11-23T15:20:00.000Z', t: 99_999, from: 'bench', event: { type: 'x' } };
    const path = join(grown.folder, 'events.jsonl');
    await writeFile(path, `${await readFile(path, 'utf8')}${JSON.stringify(entry)}\n`);
    expect((await new Library(grown.sessions, later).open(name)).ok).toBe(true);
    expect(await grown.summary()).toBe(grown.before);
  });
});
