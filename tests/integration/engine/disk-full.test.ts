import { execFileSync } from 'node:child_process';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppendFile } from '../../../electron/engine/record/append-file.ts';
import { AudioFiles } from '../../../electron/engine/record/audio-files.ts';
import { EventLog } from '../../../electron/engine/record/event-log.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { startBench, startSession, temporaryFolder } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { rebuildFrames } from '../support/rebuild.ts';
import { sendAudio } from '../support/reply.ts';
import { smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

describe('a disk that fills up while a session is recorded', () => {
  it('raises one alarm, lets the session go on, and has every frame on disk once there is room again', async (test) => {
    const disk = await smallDisk('1m');
    if (disk === null) {
      test.skip('needs the right to mount a small file system');
      return;
    }
    const deployment = await startDeployment();
    const bench = await startBench({ sessionsFolder: disk.path });
    try {
      const ballast = join(disk.path, 'ballast');
      await writeFile(ballast, Buffer.alloc(600_000));
      const sessionId = await startSession(bench, deployment.url);
      const remote = await deployment.session();
      sendAudio(remote, 'resp_1', 20_000);
      await bench.client.event('bench.error');
      remote.send({ type: 'noise', after: 'the disk was full' });
      await bench.client.event('noise');
      expect(bench.client.view.phase).toBe('open');
      expect(bench.client.view.alarms.chunks.flat().filter((alarm) => alarm.kind === 'disk-full')).toHaveLength(1);
      await rm(ballast);
      execFileSync('mount', ['-o', 'remount,size=8m', disk.path]);
      await bench.client.event('bench.repaired');
      remote.send({ type: 'noise', after: 'there was room again' });
      await bench.client.event('noise', 2);
      await bench.client.api.call('session.stop', { graceMs: 0 });
      const folder = join(disk.path, sessionId);
      const frames = await rebuildFrames(folder);
      expect(frames.filter((frame) => frame.from === 'server').map((frame) => frame.text)).toEqual(remote.sent);
      expect((await repairSession(folder, '0.0.0-test')).kind).toBe('sound');
    } finally {
      await bench.engine.shutdown(0);
      await deployment.close();
      disk.unmount();
    }
  });

  it('and never has room again says what is missing, and the next start makes the rest sound', async (test) => {
    const disk = await smallDisk('1m');
    if (disk === null) {
      test.skip('needs the right to mount a small file system');
      return;
    }
    const deployment = await startDeployment();
    const bench = await startBench({ sessionsFolder: disk.path });
    try {
      const sessionId = await startSession(bench, deployment.url);
      const remote = await deployment.session();
      remote.send({ type: 'response.done', response: { id: 'r', status: 'completed', usage: { total_tokens: 5 } } });
      await bench.client.event('response.done');
      sendAudio(remote, 'resp_1', 30_000);
      await bench.client.event('bench.error');
      await bench.client.api.call('session.stop', { graceMs: 0 });
      expect(bench.logged.join('\n')).toMatch(/\d+ entries of .* are not on disk/);
      execFileSync('mount', ['-o', 'remount,size=8m', disk.path]);
      expect((await repairSession(join(disk.path, sessionId), '0.0.0-test')).kind).toBe('repaired');
      const opened = await bench.client.api.call('session.attach', { sessionId });
      expect(opened.ok && opened.view?.usage.fields).toMatchObject([{ path: 'total_tokens', total: 5 }]);
    } finally {
      await bench.engine.shutdown(0);
      await deployment.close();
      disk.unmount();
    }
  });

  it('at the very start refuses the session with the path', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const bench = await startBench({ sessionsFolder: join(folder, 'file', 'sessions') });
    const answer = await bench.client.api.call('session.start', {
      endpoint: { kind: 'custom', url: 'ws://127.0.0.1:1/', auth: 'none' },
      options: {},
      input: { kind: 'microphone' },
    });
    expect(answer).toMatchObject({ ok: false, error: { reason: 'disk' } });
    await bench.engine.shutdown(0);
  });
});

describe('the event log on a device that takes nothing', () => {
  it('keeps every line in memory, tries again by itself and writes them all in order', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'events.jsonl');
    await symlink('/dev/full', path);
    const seen = { troubles: 0, recovered: 0, written: 0, overflows: 0 };
    const log = new EventLog(
      new AppendFile(path),
      new AudioFiles(folder),
      {
        onWritten: (seq) => void (seen.written = seq),
        onTrouble: () => void (seen.troubles += 1),
        onRecovered: (waited) => void (seen.recovered += waited),
        onOverflow: () => void (seen.overflows += 1),
      },
      { retryMs: 20, mostWaitingBytes: 1000 },
    );
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index + 1}\n`);
    lines.forEach((line, index) => log.add(index + 1, line));
    await until(() => seen.overflows === 1, 'the overflow');
    expect(seen).toEqual({ troubles: 1, recovered: 0, written: 0, overflows: 1 });
    expect(await log.drain()).toBe(false);
    log.add(201, 'line 201\n');
    await rm(path);
    await until(() => seen.written === 201, 'everything to be written');
    await log.close();
    expect(await readFile(path, 'utf8')).toBe([...lines, 'line 201\n'].join(''));
    expect(seen).toEqual({ troubles: 1, recovered: 201, written: 201, overflows: 1 });
  });
});
