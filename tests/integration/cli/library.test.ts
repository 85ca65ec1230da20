import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../../electron/cli/all-commands.ts';
import { runCommand } from '../../../electron/cli/input/command.ts';
import { changeAbout } from '../../../electron/engine/record/about-file.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import { temporaryFolder } from '../support/bench.ts';
import { layRecorded } from '../support/recorded-sessions.ts';

let home = '';
let ids: string[] = [];
beforeEach(async () => {
  home = await temporaryFolder();
  ids = await layRecorded(home, ['06-truncation', '21-tool-round']);
  vi.stubEnv('VOXTALLY_HOME', home);
});
afterEach(() => void vi.unstubAllEnvs());

/** A command on this data folder, as it is listed. */
async function run(name: string, ...args: readonly string[]) {
  const entry = commands.find((one) => one.name === name);
  if (entry === undefined) throw new Error(`There is no command ${name}.`);
  let [out, err] = ['', ''];
  const code = await runCommand(name, await entry.load(), args, {
    installation: findInstallation(),
    terminal: { out: (text) => void (out += text), err: (text) => void (err += text) },
    launch: forkChild,
  });
  return { code, out, err };
}

const sessionFolder = (id: string): string => join(home, 'sessions', id);

describe('the library at the command line', () => {
  it('lists sessions by day and tag, with their first words', async () => {
    const [one = '', other = ''] = ids;
    await changeAbout(sessionFolder(one), { name: 'Order desk', tags: ['pilot'], note: 'By phone.' });
    const all = JSON.parse((await run('sessions', '--json')).out) as { sessions: { sessionId: string }[] };
    expect(all.sessions.map(({ sessionId }) => sessionId).toSorted()).toEqual([one, other].toSorted());
    const tagged = await run('sessions', '--tag', 'pilot', '--json');
    expect(JSON.parse(tagged.out)).toMatchObject({
      sessions: [
        {
          sessionId: one,
          name: 'Order desk',
          tags: ['pilot'],
          note: 'By phone.',
          firstWords: { by: 'you', text: 'Words.' },
          refused: null,
          responses: 3,
        },
      ],
    });
    const table = await run('sessions');
    expect(table.code).toBe(0);
    expect(table.out).toMatch(/^ +session +name +deployment/);
    expect(table.out).toContain('Order desk');
    expect((await run('sessions', '--since', '2026-11-24')).out).toBe('2 sessions looked through; none is meant.\n');
    expect(await run('sessions', '--since', 'today')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--since is a day, not today.') as string,
    });
  });

  it('shows one with what was said in it', async () => {
    const [one = ''] = ids;
    await changeAbout(sessionFolder(one), { note: 'By phone.\nTwice.' });
    const text = await run('show', one);
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/R\d: You are welcome\./);
    expect(text.out).toContain('Note: By phone.');
    expect(JSON.parse((await run('show', one, '--json')).out)).toMatchObject({
      sessionId: one,
      note: 'By phone.\nTwice.',
      cost: { currency: 'USD', expected: expect.any(String) as string },
    });
    expect((await run('show', 'none')).code).toBe(1);
  });

  it('finds what was said, and says what it needs', async () => {
    const [one = ''] = ids;
    const found = await run('search', 'your', 'parc');
    expect(found.code).toBe(0);
    expect(found.out).toMatch(new RegExp(`${one}\\n +\\d:\\d\\d\\.\\d R1: .*your parcel is at the depot`));
    const phrase = JSON.parse((await run('search', 'parcel is at', '--json')).out) as {
      found: { sessionId: string }[];
    };
    expect(phrase.found.map(({ sessionId }) => sessionId)).toContain(one);
    expect((await run('search', 'parcel at is')).out).toBe('0 sessions of 2.\n');
    expect((await run('search', '""')).code).toBe(2);
  });

  it('repairs what was cut off, says what was done, and needs to be told which', async () => {
    const [one = ''] = ids;
    const log = join(sessionFolder(one), 'events.jsonl');
    await writeFile(log, `${await readFile(log, 'utf8')}{"seq":10`);
    const repaired = await run('repair', one);
    expect(repaired).toMatchObject({ code: 0, out: expect.stringContaining(`${one}: repaired.`) as string });
    expect(await readFile(join(sessionFolder(one), 'events.torn'), 'utf8')).toContain('{"seq":10');
    const again = JSON.parse((await run('repair', '--all', '--json')).out) as { sessions: { came: string }[] };
    expect(again.sessions.map(({ came }) => came).toSorted()).toEqual(['repaired', 'sound']);
    expect((await run('repair')).code).toBe(2);
    expect((await run('repair', one, '--all')).code).toBe(2);
  });
});
