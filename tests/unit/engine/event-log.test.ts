import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppendFile } from '../../../electron/engine/record/append-file.ts';
import { AudioFiles } from '../../../electron/engine/record/audio-files.ts';
import { EventLog, laterMs } from '../../../electron/engine/record/event-log.ts';
import { messageOf } from '../../../shared/kit/errors.ts';

/** A log on a real file that notes, in order, what reached the medium and what was said to be written. */
async function noted(
  refusals = 0,
  onWritten: (seq: number) => void = () => undefined,
): Promise<{ log: EventLog; happened: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-log-'));
  const happened: string[] = [];
  let refused = 0;
  class Noted extends AppendFile {
    override async sync(): Promise<void> {
      if (refused < refusals) {
        refused += 1;
        throw Object.assign(new Error('no medium'), { code: 'EIO' });
      }
      await super.sync();
      happened.push(`medium has ${this.writtenBytes} bytes`);
    }
  }
  const log = new EventLog(
    new Noted(join(folder, 'events.jsonl')),
    new AudioFiles(folder),
    {
      onWritten: (seq) => {
        happened.push(`written to ${seq}`);
        onWritten(seq);
      },
      onTrouble: (error) => void happened.push(`trouble: ${messageOf(error)}`),
      onRecovered: (lines) => void happened.push(`recovered ${lines}`),
      onOverflow: () => void happened.push('overflow'),
    },
    { retryMs: 1, mostWaitingBytes: 1e9 },
  );
  return { log, happened };
}

afterEach(() => void vi.useRealTimers());

/** Lets pass what the disk needs and no clock. */
async function written(happened: readonly string[], count: number): Promise<void> {
  while (happened.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('the writer of the log', () => {
  it('writes what nothing waits for together, when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, happened } = await noted();
    for (let seq = 1; seq <= 3; seq += 1) {
      log.add(seq, 'voice\n', 'later');
      vi.advanceTimersByTime(laterMs / 4);
    }
    expect(vi.getTimerCount()).toBe(1);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual([]);
    vi.advanceTimersByTime(laterMs / 4);
    await written(happened, 1);
    expect(happened).toEqual(['written to 3']);
    expect(vi.getTimerCount()).toBe(0);
    await log.close();
  });

  it('writes what may wait with the first that may not, and waits anew for what comes behind it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { log, happened } = await noted();
    log.add(1, 'voice\n', 'later');
    log.add(2, 'word\n');
    await written(happened, 1);
    expect(happened).toEqual(['written to 2']);
    expect(vi.getTimerCount()).toBe(0);
    log.add(3, 'voice\n', 'later');
    vi.advanceTimersByTime(laterMs - 1);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toHaveLength(1);
    expect(await log.drain()).toBe(true);
    expect(happened).toEqual(['written to 2', 'written to 3']);
    expect(vi.getTimerCount()).toBe(0);
    await log.close();
  });

  it('writes a line that comes in whatever moment after the last was written', async () => {
    for (let moments = 0; moments < 8; moments += 1) {
      const lines: { log?: EventLog } = {};
      const { log, happened } = await noted(0, (seq) => {
        let moment = Promise.resolve();
        for (let at = 0; at < moments; at += 1) moment = moment.then(() => undefined);
        if (seq === 1) void moment.then(() => lines.log?.add(2, 'b\n'));
      });
      lines.log = log;
      log.add(1, 'a\n');
      await written(happened, 2);
      expect(happened).toEqual(['written to 1', 'written to 2']);
      await log.close();
    }
  });

  it('says that an entry which must outlive a power cut is written once it is on the medium, and not before', async () => {
    const { log, happened } = await noted();
    log.add(1, 'a\n');
    log.add(2, 'bc\n', 'medium');
    await log.drain();
    expect(happened).toEqual(['medium has 5 bytes', 'written to 2']);
    log.add(3, 'd\n');
    await log.drain();
    expect(happened.slice(2)).toEqual(['written to 3']);
    await log.close();
  });

  it('tries again where the medium refused, and says nothing is written until it took it', async () => {
    const { log, happened } = await noted(2);
    log.add(1, 'a\n', 'medium');
    expect(await log.drain()).toBe(false);
    expect(happened).toEqual(['trouble: no medium']);
    expect(await log.drain()).toBe(false);
    expect(await log.drain()).toBe(true);
    expect(happened.slice(1)).toEqual(['medium has 2 bytes', 'recovered 1', 'written to 1']);
    await log.close();
  });
});
