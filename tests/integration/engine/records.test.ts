import { readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Library } from '../../../electron/engine/record/library.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { startBench, startSession, temporaryFolder, type TestBench } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { beginReply, replyUsage } from '../support/reply.ts';

let bench: TestBench;
let folder = '';
let sessionId = '';

/** A whole session with one answer, saved and closed. */
beforeEach(async () => {
  const deployment = await startDeployment();
  bench = await startBench();
  sessionId = await startSession(bench, deployment.url);
  const remote = await deployment.session();
  beginReply(remote, 'resp_0', 500);
  remote.send({ type: 'response.done', response: { id: 'resp_0', status: 'completed', usage: replyUsage } });
  await bench.client.event('response.done');
  await bench.client.api.call('session.stop', { graceMs: 0 });
  await deployment.close();
  folder = join(bench.dataFolder, 'sessions', sessionId);
});
afterEach(() => bench.engine.shutdown(0));

const log = (): string => join(folder, 'events.jsonl');
const open = async () => {
  const opened = await bench.client.api.call('session.attach', { sessionId });
  return opened.ok ? opened.view : opened.error.message;
};
const listed = async () => {
  const list = await bench.client.api.call('library.list', {});
  return list.ok ? list.sessions.find((one) => one.sessionId === sessionId) : undefined;
};
const app = '0.0.0-test';

describe('a saved session', () => {
  it('is listed with what it came to, from the head of its summary and from no fold', async () => {
    const known = { turns: 0, notReported: 0, estimated: false, cost: { currency: 'USD', unpriced: [] } };
    const before = await listed();
    expect(before).toMatchObject({ responses: 1, known });
    expect(Number(before?.known?.cost.expected)).toBeGreaterThan(0);
    expect(before?.known?.cost.expected).toBe(before?.known?.cost.reported);
    await rename(log(), `${log()}.away`);
    expect(await listed()).toEqual(before);
    await rename(`${log()}.away`, log());
  });

  it('whose summary is older and has no facts is listed with them all the same, and is read once for them by all that follow', async () => {
    const before = await listed();
    const path = join(folder, 'summary.json');
    const [head = '', ...rest] = (await readFile(path, 'utf8')).split('\n');
    const { facts, check, ...older } = JSON.parse(`${head.slice(0, -1)}}`) as Record<string, unknown>;
    expect([facts, check]).not.toContain(undefined);
    await writeFile(path, [`${JSON.stringify(older).slice(0, -1)},`, ...rest].join('\n'));
    const known = before?.known;
    expect(await listed()).toMatchObject({ known });
    await rename(log(), join(folder, 'events.away'));
    expect(await listed()).toMatchObject({ known });
    const [another] = await new Library(join(folder, '..'), 'another').list();
    expect(another?.facts).toEqual(facts);
    await rename(join(folder, 'events.away'), log());
    expect(await repairSession(folder, app)).toEqual({ kind: 'sound' });
  });

  it.each(['', '{"voxtally":1,', 'null', '[]', '{"voxtally":9}'])(
    'whose summary.json is %j is folded anew from its log',
    async (text) => {
      const before = await open();
      await writeFile(join(folder, 'summary.json'), text);
      expect(await open()).toEqual(before);
      expect(await listed()).toMatchObject({
        startedAt: (before as { header: { startedAt: string } }).header.startedAt,
      });
      expect((await repairSession(folder, app)).kind).toBe('repaired');
      expect(await repairSession(folder, app)).toEqual({ kind: 'sound' });
    },
  );

  it('whose summary has a head that fits and no view of it is folded anew', async () => {
    const before = await open();
    const [head = ''] = (await readFile(join(folder, 'summary.json'), 'utf8')).split('\n');
    for (const view of ['7', '{}', '{"seq":3}']) {
      await writeFile(join(folder, 'summary.json'), `${head}\n"view":${view}}\n`);
      expect(await open()).toEqual(before);
    }
  });

  it('with a line torn in the middle keeps the rest, and says that figures may be too low', async () => {
    const text = await readFile(log(), 'utf8');
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('"response.done"'));
    lines[at] = (lines[at] ?? '').slice(0, 40);
    await writeFile(log(), lines.join('\n'));
    const view = await open();
    if (view === null || typeof view === 'string') throw new Error('not opened');
    expect(view.phase).toBe('closed');
    expect(view.alarms.chunks.flat()).toContainEqual(
      expect.objectContaining({
        kind: 'record-gap',
        text: '1 entry of this record is missing or damaged, after entry 9, so its usage and cost may be too low.',
      }),
    );
    const repaired = await repairSession(folder, app);
    expect(repaired).toMatchObject({ kind: 'repaired' });
    expect(repaired.kind === 'repaired' && repaired.did.join(' ')).toContain(
      '1 line in the middle of the log is no entry; it was left in place and passed over.',
    );
    expect(await readFile(log(), 'utf8')).toContain(`\n${lines[at]}\n`);
  });

  it('without its sound opens and is sound', async () => {
    const before = await open();
    await rm(join(folder, 'output.wav'));
    expect(await open()).toEqual(before);
    expect((await repairSession(folder, app)).kind).toBe('sound');
  });

  it.each([
    ['empty', '', 'is empty or ends before its first line does'],
    [
      'of a newer format',
      '{"voxtally":2}\n',
      'is of format 2, which a newer version of Voxtally wrote; open it with that one',
    ],
    ['no record', 'dear diary\n', 'does not begin with the header of a session'],
  ])('whose log is %s is listed with what is wrong, refused in a sentence, and left as it is', async (_, text, why) => {
    await writeFile(log(), text);
    await rm(join(folder, 'summary.json'));
    expect(await listed()).toMatchObject({ problem: `Its log ${why}.` });
    expect(await open()).toBe(`The record of ${sessionId} ${why}.`);
    expect(await repairSession(folder, app)).toEqual({
      kind: 'broken',
      problem: `${log()} ${why}. Its files are as they were.`,
    });
    expect(await readFile(log(), 'utf8')).toBe(text);
  });

  it('linked from another place is listed, and not followed', async () => {
    const elsewhere = join(await temporaryFolder(), 'moved');
    await rename(folder, elsewhere);
    await symlink(elsewhere, folder);
    expect(await listed()).toMatchObject({ sessionId, problem: expect.stringContaining('is a link') as string });
    expect(await open()).toContain('is a link to another place');
  });

  it('whose files are links to other places is never mended there', async () => {
    const outside = join(await temporaryFolder(), 'precious');
    await writeFile(outside, 'bytes that are no sound');
    await rm(join(folder, 'input.wav'), { force: true });
    await symlink(outside, join(folder, 'input.wav'));
    await rm(join(folder, 'summary.json'));
    const repaired = await repairSession(folder, app);
    expect(repaired.kind === 'repaired' && repaired.did.join(' ')).toContain(
      'input.wav is no file of this folder, so it was left as it is.',
    );
    expect(await readFile(outside, 'utf8')).toBe('bytes that are no sound');

    await rename(log(), `${outside}.jsonl`);
    await symlink(`${outside}.jsonl`, log());
    await rm(join(folder, 'summary.json'));
    const { size } = await stat(`${outside}.jsonl`);
    expect(await repairSession(folder, app)).toMatchObject({ kind: 'broken' });
    expect((await stat(`${outside}.jsonl`)).size).toBe(size);
  });
});
