import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBudget } from '../../../shared/contract/default-preferences.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { isJsonObject } from '../../../shared/kit/json.ts';
import { watchCrashes, type Crashes } from '../../fuzz/crashes.ts';
import { frameKinds, makeFrames } from '../../fuzz/frames.ts';
import { failureWords, fuzz, type Fuzzed } from '../../fuzz/fuzz.ts';
import { compareFrames } from '../../fuzz/judge.ts';
import { readRecord } from '../../fuzz/record.ts';
import { ends, startService, type Service } from '../../fuzz/service.ts';
import { planOf, runSession, startEngine, type Outcome, type Plan } from '../../fuzz/session.ts';
import { seeded } from '../../findings/random.ts';
import { toneFile } from '../support/audio.ts';
import { temporaryFolder, type TestBench } from '../support/bench.ts';

/*
 * A service may send anything. 2,000 frames of all kinds through the whole engine, with everything switched on that
 * reacts to one; `npm run bench -- fuzz` sends 100,000.
 */

const seed = 20_261_129;
const frames = 2000;

describe('a service out of its mind', () => {
  let done: Fuzzed;
  beforeAll(async () => {
    done = await fuzz({ seed, frames, perSession: 400, hugeBytes: 2_000_000 });
  }, 600_000);

  it(`is borne by the engine, and every frame of it is in the record (seed ${seed})`, () => {
    expect(done.failures.map(failureWords)).toEqual([]);
    expect(done.sent).toBeGreaterThanOrEqual(frames);
  });

  it('sends frames of every kind', () => {
    expect(frameKinds.filter((kind) => (done.byKind.get(kind) ?? 0) === 0)).toEqual([]);
  });

  it('meets a bench that does everything it ever does in answer to a frame', () => {
    const reactions = [
      'bench.tokens',
      'bench.budget',
      'bench.tool',
      'bench.options',
      'bench.playback.started',
      'bench.playback.stopped',
      'conversation.item.create',
      'conversation.item.truncate',
      'response.create',
    ];
    expect(reactions.filter((type) => !done.did.has(type))).toEqual([]);
  });

  it('sends the same frames for the same seed', () => {
    const bytes = (of: number): Buffer =>
      Buffer.concat(makeFrames(seeded(of), 'ga', 300).flatMap(({ payload, opcode }) => [Buffer.from(opcode), payload]));
    expect(bytes(1).equals(bytes(1))).toBe(true);
    expect(bytes(1).equals(bytes(2))).toBe(false);
  });
});

describe('the judge of that', () => {
  let service: Service;
  let crashes: Crashes;
  let bench: TestBench;
  let plan: Plan;
  let outcome: Outcome;
  let folder: string;

  beforeAll(async () => {
    service = await startService();
    crashes = watchCrashes();
    bench = await startEngine();
    plan = { ...planOf(7, 120, await toneFile(400)), end: 'stopped', budget: noBudget };
    outcome = await runSession(bench, service, plan, crashes);
    folder = outcome.folder;
  });
  afterAll(async () => {
    await bench.engine.shutdown(0);
    crashes.stop();
    await service.close();
  });

  /** What it says of the record once its log was changed. */
  async function saysOf(change: (lines: string[]) => string[]): Promise<string[]> {
    const copy = join(await temporaryFolder(), 'changed');
    await cp(folder, copy, { recursive: true });
    const log = join(copy, 'events.jsonl');
    const lines = (await readFile(log, 'utf8')).split('\n');
    await writeFile(log, change(lines).join('\n'));
    const { lines: entries, problems } = await readRecord(copy);
    return [...problems, ...compareFrames(outcome.sent, entries).map(({ what }) => what)];
  }
  const fromService = (lines: readonly string[]): number[] =>
    lines.flatMap((line, at) => (line.includes('"from":"server"') ? [at] : []));

  it.each(ends)('finds nothing in a session that was %s by the service, with every frame before that', async (end) => {
    const { faults, sent } = await runSession(bench, service, { ...plan, end }, crashes);
    expect(faults).toEqual([]);
    expect(sent.length).toBe(plan.frames.length);
  });

  it('finds nothing in a record as it is', async () => {
    expect(outcome.faults).toEqual([]);
    expect(await saysOf((lines) => lines)).toEqual([]);
  });

  it('finds a frame that is missing, doubled, in another place, or changed by one letter', async () => {
    const missing = await saysOf((lines) => lines.toSpliced(fromService(lines)[9] ?? 0, 1));
    expect(missing).toContain('frames are missing in the record, or too many');
    const doubled = await saysOf((lines) => {
      const at = fromService(lines)[9] ?? 0;
      return lines.toSpliced(at, 0, lines[at] ?? '');
    });
    expect(doubled).toContain('frames are missing in the record, or too many');
    const swapped = await saysOf((lines) => {
      const [one = 0, other = 0] = fromService(lines).slice(9);
      return lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
    });
    expect(swapped).toContain('a frame is not kept as it was sent');
    const changed = await saysOf((lines) => {
      const at = lines.findIndex((line) => line.includes('"from":"server"') && line.includes('"response_id"'));
      return lines.with(at, (lines[at] ?? '').replace('"response_id"', '"response_ix"'));
    });
    expect(changed).toContain('a frame is not kept as it was sent');
  });

  it('finds audio that is not what came', async () => {
    const copy = join(await temporaryFolder(), 'changed');
    await cp(folder, copy, { recursive: true });
    const wav = join(copy, 'output.wav');
    const bytes = await readFile(wav);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await writeFile(wav, bytes);
    const { lines, problems } = await readRecord(copy);
    expect(compareFrames(outcome.sent, lines).map(({ what }) => what)).toEqual(['a frame is not kept as it was sent']);
    expect(problems).toEqual(['The last digest does not name output.wav as it is.']);
  });

  it('finds a digest that is missing, says another place, or is not of the bytes before it', async () => {
    const isDigest = (line: string): boolean => line.startsWith('{"digest":');
    expect(await saysOf((lines) => lines.toSpliced(1, 1))).toEqual([
      'No digest stands behind the header.',
      expect.stringMatching(/^The digest behind entry \d+ is not that of the bytes before it\.$/),
    ]);
    expect(await saysOf((lines) => lines.toSpliced(lines.findLastIndex(isDigest), 1))).toEqual([
      'The log does not end with the digest that closes it.',
    ]);
    expect(await saysOf((lines) => lines.with(1, (lines[1] ?? '').replace('"seq":0', '"seq":1')))).toEqual([
      'The digest behind entry 0 says that it stands behind 1.',
      'The digest behind entry 0 is not that of the bytes before it.',
    ]);
    const inTheBench = await saysOf((lines) => {
      const at = lines.findLastIndex((line) => line.includes('"from":"bench"'));
      return lines.with(at, (lines[at] ?? '').replace('"at":"2', '"at":"1'));
    });
    expect(inTheBench).toEqual([expect.stringContaining('is not that of the bytes before it')]);
  });

  it('finds a throw that nothing caught, and names the one frame it takes', { timeout: 300_000 }, async () => {
    const plant = (push: BenchPush): void => {
      if (push.type !== 'entries') return;
      for (const { event } of push.entries) {
        if (isJsonObject(event) && event['type'] === 'rate_limits.updated') throw new Error('Planted.');
      }
    };
    const found = await fuzz({ seed: 4, frames: 300, perSession: 300, hugeBytes: 0, plant });
    expect(found.failures.map(({ fault }) => fault.what)).toEqual([expect.stringContaining('threw Planted.')]);
    expect(found.failures[0]?.frames).toEqual([String.raw`text "{\"type\":\"rate_limits.updated\"}"`]);
  });
});
