import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBench, temporaryFolder, type TestBench } from '../integration/support/bench.ts';
import { atMost, type BenchTable, figure, median } from './table.ts';

const sessionsInAll = 2000;
const repeats = 5;
/** A recorded session of an answer that was cut, by this name in the tests. */
const source = '06-truncation';
const words = ['amber', 'basket', 'candle', 'dolphin', 'engine', 'forest', 'garden', 'harbour', 'island', 'jungle'];

/** The recorded log under another id, second and words, so that no two sessions say the same. */
function logOf(log: string, index: number): { readonly id: string; readonly text: string } {
  const started = new Date(Date.UTC(2026, 8, 1) + index * 1_200_000);
  const id = `${started.toISOString().slice(0, 19).replaceAll(':', '-')}Z-voice-${String(index).padStart(6, '0')}`;
  const word = `${words[index % words.length]} ${words[Math.floor(index / words.length) % words.length]} order ${index}`;
  const end = log.indexOf('\n');
  const header: unknown = JSON.parse(log.slice(0, end));
  const told = { ...(header as object), sessionId: id, startedAt: started.toISOString() };
  return { id, text: `${JSON.stringify(told)}${log.slice(end).replaceAll('at the depot', `at the depot, ${word}`)}` };
}

async function layLibrary(root: string): Promise<string> {
  const log = await readFile(join(root, 'tests', 'fixtures', 'usage', `${source}.jsonl`), 'utf8');
  const folder = await temporaryFolder();
  for (let index = 0; index < sessionsInAll; index += 1) {
    const { id, text } = logOf(log, index);
    await mkdir(join(folder, 'sessions', id), { recursive: true });
    await writeFile(join(folder, 'sessions', id, 'events.jsonl'), text);
  }
  return folder;
}

async function timed(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const began = performance.now();
  const { ok } = await work();
  if (!ok) throw new Error('The library refused.');
  return performance.now() - began;
}

async function several(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < repeats; round += 1) times.push(await timed(work));
  return median(times);
}

/** A library of 2,000 sessions: how long the list and a search take at the contract. */
export async function benchLibrary(root: string): Promise<BenchTable> {
  const dataFolder = await layLibrary(root);
  const start = (): Promise<TestBench> =>
    startBench({ dataFolder, assetsFolder: join(root, 'assets'), workersFolder: join(root, 'out', 'node') });
  try {
    // The first start mends what was only copied, and its list reads every record once.
    const first = await start();
    await first.client.api.call('library.list', {});
    const made = await timed(() => first.client.api.call('library.search', { typed: '' }));
    await first.client.api.call('library.list', {});
    await first.engine.shutdown(0);
    // The next one finds nothing to mend, and the list says so from then on.
    await (await start()).engine.shutdown(0);

    const bench = await start();
    const { api } = bench.client;
    const search = (typed: string) => (): Promise<{ readonly ok: boolean }> => api.call('library.search', { typed });
    const coldList = await timed(() => api.call('library.list', {}));
    const warmList = await several(() => api.call('library.list', {}));
    const coldSearch = await timed(search('dolphin'));
    const rare = await several(search('"order 1234"'));
    const tenth = await several(search('dolphin'));
    const every = await several(search('parcel depot'));
    const none = await several(search('walrus'));
    await bench.engine.shutdown(0);
    return {
      title: 'A library of 2,000 sessions',
      note: `The log of one recorded session (\`${source}\`) ${sessionsInAll.toLocaleString('en-US')} times under other ids, times and words, mended by a first start and looked through by a second; at the contract, with the search in its thread. Warm: the middle of ${repeats}. Files lie in the memory of the system.`,
      rows: [
        figure('list, first of an engine', coldList, 'ms'),
        atMost('list, warm', warmList, 'ms', 300),
        atMost('search, first of an engine', coldSearch, 'ms', 1000),
        atMost('a phrase of one session', rare, 'ms', 1000),
        atMost('a word of 200 sessions', tenth, 'ms', 1000),
        atMost('words of every session', every, 'ms', 1000),
        atMost('a word of none', none, 'ms', 1000),
        figure('making the whole index', made / 1000, 's'),
      ],
    };
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}
