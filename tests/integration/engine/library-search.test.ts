import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { builtFolder } from '../support/bundle.ts';
import { startDeployment } from '../support/deployment.ts';
import { layRecorded } from '../support/recorded-sessions.ts';

let bench: TestBench;
let built = '';
let ids: string[] = [];
beforeAll(async () => {
  built = await builtFolder();
}, 120_000);
beforeEach(async () => {
  const dataFolder = await temporaryFolder();
  ids = await layRecorded(dataFolder, ['06-truncation', '09-late-transcripts', '21-tool-round']);
  bench = await startBench({ dataFolder, workersFolder: built });
});
afterEach(() => bench.engine.shutdown(0));

const index = (): string => join(bench.dataFolder, 'search');
const search = async (typed: string) => {
  const answer = await bench.client.api.call('library.search', { typed });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer;
};
const idsWith = async (typed: string): Promise<string[]> =>
  (await search(typed)).found.map(({ sessionId }) => sessionId).toSorted();

describe('a search of the library', () => {
  it('finds what an answer said that was cut, with its place, and marks the word', async () => {
    const [cut = ''] = ids;
    expect((await search('')).standing).toMatchObject({ sessions: 3, indexed: 3 });
    const { found } = await search('your PARCEL');
    const one = found.find(({ sessionId }) => sessionId === cut);
    const [hit] = one?.hits ?? [];
    expect(hit).toMatchObject({ place: 'said', by: 'assistant', response: 1 });
    expect(hit?.seq).toBeGreaterThan(1);
    const { text = '', marks = [] } = hit?.snippet ?? {};
    expect(text).toContain('Of course, your parcel is at the depot');
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['your', 'parcel']);
    expect(await idsWith('parcel elephant')).toEqual([]);

    const all = await bench.client.api.call('library.hits', { sessionId: cut, typed: 'your parcel' });
    expect(all.ok && all.found?.places.said).toBe(one?.places.said);
  });

  it('finds types of events, names, tags and notes, which may be changed meanwhile', async () => {
    const [first = ''] = ids;
    await search('');
    expect(await idsWith('response.function_call_arguments.done')).toEqual([ids[2]]);
    expect(await idsWith('zebra')).toEqual([]);
    await bench.client.api.call('library.about', {
      sessionId: first,
      about: { name: 'Zebra desk', note: 'Said at a crossing.', tags: ['pilot'] },
    });
    await search('');
    expect(await idsWith('zebra')).toEqual([first]);
    // Words may stand in several places of one session.
    expect(await idsWith('zebra crossing pilot parcel')).toEqual([first]);
    expect((await search('crossing')).found[0]?.places).toMatchObject({ note: 1, said: 0 });
  });

  it('is the same from an index that was there, that was deleted, and that is damaged', async () => {
    await search('');
    const before = await idsWith('parcel');
    expect(before.length).toBeGreaterThan(0);
    const again = async (): Promise<TestBench> => {
      await bench.engine.shutdown(0);
      bench = await startBench({ dataFolder: bench.dataFolder, workersFolder: built });
      return bench;
    };
    await again();
    // What was on disk is found by the first search, before anything is made anew.
    expect(await idsWith('parcel')).toEqual(before);
    await bench.engine.shutdown(0);
    for (const name of await readdir(index())) await writeFile(join(index(), name), '{"version":1,"lines":4}\nparcel');
    await again();
    await search('');
    expect(await idsWith('parcel')).toEqual(before);
    await rm(index(), { recursive: true });
    await again();
    await search('');
    expect(await idsWith('parcel')).toEqual(before);
  });

  it('forgets a session that is gone, and takes one that runs in when it has ended', async () => {
    await search('');
    for (const id of ids) await bench.client.api.call('library.delete', { sessionId: id });
    const deployment = await startDeployment();
    const sessionId = await startSession(bench, deployment.url);
    expect((await search('')).standing).toMatchObject({ sessions: 1, indexed: 0 });
    expect(await idsWith('parcel')).toEqual([]);
    await bench.client.api.call('session.send', {
      event: {
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'A giraffe, please.' }] },
      },
    });
    await bench.client.api.call('session.stop', { graceMs: 0 });
    await search('');
    expect((await search('giraffe')).found).toMatchObject([
      { sessionId, hits: [{ place: 'said', by: 'you', snippet: { text: 'A giraffe, please.' } }] },
    ]);
    expect(await readdir(index())).toEqual([`${sessionId}.found`]);
    await deployment.close();
  });
});
