import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppendFile } from '../../../electron/engine/record/append-file.ts';
import { AudioFiles } from '../../../electron/engine/record/audio-files.ts';
import { EventLog } from '../../../electron/engine/record/event-log.ts';
import { messageOf } from '../../../shared/kit/errors.ts';

/** A log on a real file that notes, in order, what reached the medium and what was said to be written. */
async function noted(refusals = 0): Promise<{ log: EventLog; happened: string[] }> {
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
      onWritten: (seq) => void happened.push(`written to ${seq}`),
      onTrouble: (error) => void happened.push(`trouble: ${messageOf(error)}`),
      onRecovered: (lines) => void happened.push(`recovered ${lines}`),
      onOverflow: () => void happened.push('overflow'),
    },
    { retryMs: 1, mostWaitingBytes: 1e9 },
  );
  return { log, happened };
}

describe('the writer of the log', () => {
  it('says that an entry which must outlive a power cut is written once it is on the medium, and not before', async () => {
    const { log, happened } = await noted();
    log.add(1, 'a\n');
    log.add(2, 'bc\n', true);
    await log.drain();
    expect(happened).toEqual(['medium has 5 bytes', 'written to 2']);
    log.add(3, 'd\n');
    await log.drain();
    expect(happened.slice(2)).toEqual(['written to 3']);
    await log.close();
  });

  it('tries again where the medium refused, and says nothing is written until it took it', async () => {
    const { log, happened } = await noted(2);
    log.add(1, 'a\n', true);
    expect(await log.drain()).toBe(false);
    expect(happened).toEqual(['trouble: no medium']);
    expect(await log.drain()).toBe(false);
    expect(await log.drain()).toBe(true);
    expect(happened.slice(1)).toEqual(['medium has 2 bytes', 'recovered 1', 'written to 1']);
    await log.close();
  });
});
