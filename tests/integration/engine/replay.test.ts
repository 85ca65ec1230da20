import fc from 'fast-check';
import { cp, readFile, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDigestLine } from '../../../electron/engine/record/digests.ts';
import { foldLog, readHeader } from '../../../electron/engine/record/read-log.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { readSummary } from '../../../electron/engine/record/summary.ts';
import { startSimulator } from '../../../electron/simulator/server.ts';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { assetsFolder, startBench, startSession, temporaryFolder } from '../support/bench.ts';
import { until } from '../support/until.ts';

/*
 * The law of the record: the live window, a replay of the log and a checkpoint with the entries after it are one view. It is held
 * against sessions that really ran, each with a simulator that misbehaves in its own way.
 */

const app = '0.0.0-test';
const question = join(assetsFolder, 'speech', 'questions', 'thank-you.wav');
const ways = {
  'as it should': '',
  'with frames that are none': '&malformed_frame=1',
  'with usage nobody knows': '&extra_usage_field=1&hidden_response=zero',
  'with a response that fails': '&fail_response=server_error',
  'cut in the middle of a reply': '&drop_mid_reply=1',
} as const;

interface Recorded {
  readonly folder: string;
  readonly header: SessionHeader;
  /** What a window folds: entries as they were pushed to it. */
  readonly live: SessionView;
  readonly entries: readonly LogEntry[];
}

let simulator: Awaited<ReturnType<typeof startSimulator>>;
let recorded: ReadonlyMap<string, Recorded>;

async function record(switches: string): Promise<Recorded> {
  const bench = await startBench();
  const url = new URL(`/v1/realtime?model=gpt-realtime-mini&speed=50${switches}`, simulator.url).href;
  const sessionId = await startSession(bench, url, {
    options: { 'transcription.model': 'whisper-1' },
    wav: question,
    trailingSilenceMs: 1200,
  });
  const { client } = bench;
  const over = (): boolean =>
    client.view.phase === 'closed' ||
    (client.events('bench.input.ended').length > 0 && client.view.responses.length > 0);
  await until(over, 'the turn');
  await client.api.call('session.stop', { graceMs: 5000 });
  await client.event('bench.closed');
  const folder = join(bench.dataFolder, 'sessions', sessionId);
  const { header, view: live, entries } = client;
  await bench.engine.shutdown(0);
  if (header === null) throw new Error('The session has no header.');
  return { folder, header, live, entries };
}

beforeAll(async () => {
  simulator = await startSimulator({ assetsFolder, port: 0 });
  const all = Object.entries(ways).map(async ([way, switches]) => [way, await record(switches)] as const);
  recorded = new Map(await Promise.all(all));
}, 60_000);
afterAll(() => simulator.close());

const plain = (view: SessionView): unknown => JSON.parse(JSON.stringify(view));
const logOf = (folder: string): string => join(folder, 'events.jsonl');

/** Where the header of a log and each of its entries end; digests lie between them. */
async function lineEnds(folder: string): Promise<number[]> {
  const bytes = await readFile(logOf(folder));
  const ends: number[] = [];
  let from = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    if (parseDigestLine(bytes.toString('utf8', from, at)) === null) ends.push(at + 1);
    from = at + 1;
  }
  return ends;
}

describe.each(Object.keys(ways))('a session that ran %s', (way) => {
  const session = (): Recorded => recorded.get(way) as Recorded;

  it('is the same view live, replayed and from its summary', async () => {
    const { folder, live } = session();
    const replayed = await foldLog(logOf(folder), await readHeader(logOf(folder)));
    expect(replayed).toEqual(live);
    const summary = await readSummary(folder, app);
    expect(summary?.head.complete).toBe(true);
    expect(summary?.view).toEqual(plain(live));
  });

  it('is the same view from a checkpoint at any entry, however it was written down, and the entries after it', async () => {
    const { folder, header, live, entries } = session();
    const ends = await lineEnds(folder);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: entries.length }), async (seq) => {
        const checkpoint = plain(foldSession(header, entries.slice(0, seq))) as SessionView;
        const view = await foldLog(logOf(folder), header, { view: checkpoint, logBytes: ends[seq] ?? 0 });
        expect(plain(view)).toEqual(plain(live));
      }),
      { numRuns: 25 },
    );
  });

  it('torn at any byte is repaired to the entries before it, closed, and replays to what its summary says', async () => {
    const { folder, header, entries } = session();
    const ends = await lineEnds(folder);
    const [first = 0] = ends;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: first, max: (ends.at(-1) ?? first) - 1 }), async (byte) => {
        const copy = join(await temporaryFolder(), basename(folder));
        await cp(folder, copy, { recursive: true });
        await truncate(logOf(copy), byte);
        expect((await repairSession(copy, app)).kind).toBe('repaired');
        const whole = ends.filter((end) => end <= byte).length - 1;
        const mended = await foldLog(logOf(copy), await readHeader(logOf(copy)));
        const before = foldSession(header, entries.slice(0, whole));
        expect(['closed', 'refused']).toContain(mended.phase);
        expect(mended.usage).toEqual(before.usage);
        expect(mended.seq).toBeGreaterThanOrEqual(before.seq);
        expect(mended.responses.length).toBe(before.responses.length);
        expect((await readSummary(copy, app))?.view).toEqual(plain(mended));
        expect((await repairSession(copy, app)).kind).toBe('sound');
      }),
      { numRuns: 12 },
    );
  });
});
