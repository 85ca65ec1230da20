import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { savedNetwork } from '../../../electron/cli/input/network-flags.ts';
import { JsonFile } from '../../../electron/engine/data/json-files.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { startBench, temporaryFolder, type TestBench } from '../support/bench.ts';

let bench: TestBench | null = null;
afterEach(async () => {
  await bench?.engine.shutdown(0);
  bench = null;
});

describe('a kept file that is damaged', () => {
  it('and looked at by several at once is set aside once, told once, and can be changed by all of them', async () => {
    const path = join(await temporaryFolder(), 'list.json');
    await writeFile(path, '{"half');
    const notes: string[] = [];
    const file = new JsonFile<readonly number[]>({
      path,
      what: 'the numbers',
      empty: () => [],
      schema: z.array(z.number()),
      print: (value) => value,
      note: (text) => void notes.push(text),
    });
    const add = (number: number) => file.change((now) => ok({ next: [...now, number], answer: {} }));
    const [one, other, first, second] = await Promise.all([file.read(), file.read(), add(1), add(2)]);
    expect([first, second]).toEqual([{ ok: true }, { ok: true }]);
    for (const read of [one, other]) expect([[], [1], [1, 2]]).toContainEqual(read);
    expect(await file.read()).toEqual([1, 2]);
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe('{"half');
    expect(notes).toEqual([expect.stringContaining(`set aside as ${path}.unreadable,`)]);
  });

  it('while the bench runs costs no preference that was set before, and is told of', async () => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, 'preferences.json');
    bench = await startBench({ dataFolder });
    const { api } = bench.client;
    await api.call('preferences.write', { theme: 'dark', outputLabel: 'Desk' });
    await writeFile(path, 'torn');
    await api.call('preferences.write', { outputLabel: 'Lamp' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ theme: 'dark', outputLabel: 'Lamp' });
    expect(await readdir(dataFolder)).toContain('preferences.json.unreadable');
    expect(bench.logged.join('\n')).toContain(`set aside as ${path}.unreadable`);
  });

  it('and read on the command line for its network settings is told of there', async () => {
    const dataFolder = await temporaryFolder();
    const path = join(dataFolder, 'preferences.json');
    await writeFile(path, 'torn');
    const said: string[] = [];
    expect(await savedNetwork(dataFolder, (text) => void said.push(text))).toEqual(defaultNetwork);
    expect(said).toEqual([
      expect.stringContaining(
        `${path}, is damaged, for it is not JSON (line 1, column 1: expected a value); it was set aside`,
      ),
    ]);
  });
});
