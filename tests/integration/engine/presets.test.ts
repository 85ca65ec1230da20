import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInPresets } from '../../../shared/protocol/options/presets.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import { startBench, type TestBench } from '../support/bench.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.engine.shutdown(0));

const options = { 'vad.silence': 700, json: { unheard_of: 1 } };
const names = async (): Promise<string[]> => {
  const answer = await bench.client.api.call('presets.list', {});
  return answer.ok ? answer.presets.map((preset) => preset.name) : [];
};

describe('a preset', () => {
  it('is saved in the data folder, found again by the next engine, renamed and deleted', async () => {
    const { api } = bench.client;
    expect(await api.call('presets.save', { name: ' Kitchen ', options })).toMatchObject({
      ok: true,
      presets: [{ name: 'Kitchen', options }],
    });
    await api.call('presets.save', { name: 'Attic', options: {} });
    expect(await names()).toEqual(['Attic', 'Kitchen']);
    const again = await startBench({ dataFolder: bench.dataFolder });
    expect(await again.client.api.call('presets.list', {})).toMatchObject({
      presets: [{ name: 'Attic' }, { name: 'Kitchen' }],
    });
    await again.engine.shutdown(0);
    expect(await api.call('presets.rename', { name: 'Attic', to: 'Zoo' })).toMatchObject({ ok: true });
    expect(await api.call('presets.delete', { name: 'Kitchen' })).toMatchObject({ ok: true });
    expect(await names()).toEqual(['Zoo']);
    expect(await readFile(join(bench.dataFolder, 'presets.json'), 'utf8')).toContain('"Zoo"');
  });

  it('of the same name replaces the one before', async () => {
    const { api } = bench.client;
    await api.call('presets.save', { name: 'Kitchen', options: {} });
    await api.call('presets.save', { name: 'Kitchen', options });
    expect(await api.call('presets.list', {})).toMatchObject({ presets: [{ name: 'Kitchen', options }] });
  });

  it('is refused under a name of the bench, a taken name, and with values that cannot be sent', async () => {
    const { api } = bench.client;
    await api.call('presets.save', { name: 'A', options: {} });
    await api.call('presets.save', { name: 'B', options: {} });
    const sentences = [
      await api.call('presets.save', { name: 'Push to talk', options }),
      await api.call('presets.delete', { name: 'Telephone' }),
      await api.call('presets.rename', { name: 'A', to: 'B' }),
      await api.call('presets.rename', { name: 'C', to: 'D' }),
      await api.call('presets.save', { name: 'C', options: { 'vad.silence': 'long' } }),
    ].map((answer) => (answer.ok ? 'taken' : answer.error.message));
    expect(sentences).toEqual([
      '"Push to talk" comes with the bench and stays as it is.',
      '"Telephone" comes with the bench and stays as it is.',
      'There is a preset called "B" already.',
      'There is no preset called "C".',
      'Silence is a number from 0 to 10000 ms.',
    ]);
    expect(await names()).toEqual(['A', 'B']);
  });

  it('file that is damaged is set aside and said so, and new ones can be saved', async () => {
    await writeFile(join(bench.dataFolder, 'presets.json'), '{"presets": 5}');
    expect(await names()).toEqual([]);
    expect(bench.logged.join('\n')).toContain('presets.json.unreadable');
    await bench.client.api.call('presets.save', { name: 'A', options: {} });
    expect(await names()).toEqual(['A']);
  });
});

describe('the presets of the bench', () => {
  it.each(builtInPresets.map((preset) => [preset.name, preset] as const))('%s can be sent', (_name, preset) => {
    expect(checkOptions(preset.options)).toEqual([]);
  });
});
