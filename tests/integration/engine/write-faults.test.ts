import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../../electron/engine/record/read-record.ts';
import { noRepairs } from '../../../shared/contract/repairs.ts';
import { repairAll } from '../../../electron/engine/record/repair.ts';
import { readSummaryHead } from '../../../electron/engine/record/summary.ts';
import { verifyRecord } from '../../../electron/engine/record/verify.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import { temporaryFolder } from '../support/bench.ts';
import { type Fate, faultyDisk, lossyMedium } from '../support/disks.ts';
import { until } from '../support/until.ts';
import { app, beginRecording, feed, names, recordEntry, type Recording, soundFrame } from '../support/recorded.ts';

const [name] = names;

afterEach(() => void vi.useRealTimers());

/** Where a record goes, where else it may go, and what was made of it. `meanwhile` is done once its entries are recorded. */
async function run(
  fateOf: (sessions: string) => Fate,
  meanwhile: (of: Recording) => void | Promise<void> = () => undefined,
) {
  const scratch = await temporaryFolder();
  const sessions = join(scratch, 'sessions');
  const elsewhere = join(scratch, 'elsewhere');
  await mkdir(sessions);
  await mkdir(elsewhere);
  const disk = faultyDisk(fateOf(sessions));
  const made = await beginRecording(sessions, name, { disk, elsewhere: [join(scratch, 'nowhere'), elsewhere] });
  if ('refused' in made) return { sessions, elsewhere, refused: made.refused, made: null };
  await feed(made.record, name);
  await meanwhile(made);
  await made.record.close();
  expect(disk.openFiles()).toEqual([]);
  return { sessions, elsewhere, refused: null, made };
}

/** How many writing operations a record needs when nothing fails. */
async function operations(): Promise<number> {
  let count = 0;
  const { made } = await run(() => () => {
    count += 1;
    return Promise.resolve(null);
  });
  expect(made?.notes).toEqual([]);
  return count;
}

/** From the operation of that number on, everything in the sessions folder meets this fate. */
const from =
  (first: number, fate: Fate, lasts: boolean) =>
  (sessions: string): Fate => {
    let count = 0;
    return async (operation) => {
      if (!operation.path.startsWith(sessions)) return null;
      count += 1;
      return count === first || (lasts && count > first) ? await fate(operation) : null;
    };
  };

const leftovers = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter(
    (file) => !/^(events\.jsonl|summary\.json|(in|out)put\.wav)$/.test(file),
  );

/** Every WAV says how much it holds. */
async function judgeSound(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.wav'));
  for (const file of files) {
    const wav = await readFile(join(folder, file));
    expect({ file, dataBytes: wav.readUInt32LE(40) }).toEqual({ file, dataBytes: wav.byteLength - 44 });
  }
}

/** What has to hold whatever failed: nothing is lost, nothing is silent, nothing is left lying. */
async function judge(
  { sessions, elsewhere, refused, made }: Awaited<ReturnType<typeof run>>,
  at: number,
): Promise<void> {
  if (made === null) {
    expect(refused, `operation ${at}`).toMatch(/^[^{]*(disk is full|could not be (written|saved))[^{]*\.$/);
    expect(await readdir(sessions)).toEqual([]);
    expect(await repairAll(sessions, app)).toEqual(noRepairs);
    return;
  }
  const { record, notes } = made;
  expect(record.view.phase, `operation ${at}`).toBe('closed');
  const folder = record.kept === null ? record.folder : join(elsewhere, (await readdir(elsewhere))[0] ?? '');
  if (record.kept !== null) {
    expect(record.kept, `operation ${at}`).toContain(`All of it is in ${folder}.`);
    expect(notes).toContain(record.kept);
    const { holds, problems } = await verifyRecord(folder, app);
    expect({ at, holds, problems }).toEqual({ at, holds: true, problems: [] });
    await judgeSound(folder);
  }
  const read = await readRecord(folder);
  expect(read?.view.usage, `operation ${at}`).toEqual(record.view.usage);
  expect(record.view.usage.fields.length).toBeGreaterThan(0);
  expect(await leftovers(record.folder), `operation ${at}`).toEqual([]);
  if (read?.view.record !== null && read?.view.record !== undefined) {
    expect(recordNotes(read.view.record).filter((text) => !text.includes('no digest'))).toEqual([]);
  }
}

const said = ({ made, refused }: Awaited<ReturnType<typeof run>>): boolean =>
  refused !== null || (made?.notes.length ?? 0) > 0;

describe.each([
  ['ENOSPC', 'a disk that is full'],
  ['EIO', 'a disk that reports errors'],
  ['EMFILE', 'too few descriptors'],
])('%s: %s, from each operation of a record on', (code) => {
  it('is said at once, the session goes on, and what it used is kept', async () => {
    const all = await operations();
    for (let at = 1; at <= all; at += 1) {
      const only = code === 'EMFILE' ? new Set(['open']) : null;
      let met = false;
      const outcome = await run(
        from(
          at,
          ({ name: operation }) => {
            const fails = only === null || only.has(operation);
            met ||= fails;
            return Promise.resolve(fails ? code : null);
          },
          true,
        ),
      );
      await judge(outcome, at);
      if (met) expect({ at, said: said(outcome) }).toEqual({ at, said: true });
    }
  });
});

describe('an operation of a record', () => {
  it('that writes fewer bytes than it was given is gone on with, each in turn', async () => {
    const all = await operations();
    for (let at = 1; at <= all; at += 1) {
      const outcome = await run(
        from(at, ({ name: operation }) => Promise.resolve(operation === 'write' ? 'short' : null), false),
      );
      await judge(outcome, at);
      expect(outcome.made?.notes).toEqual([]);
    }
  });

  it('that fails once leaves a record that is whole, each in turn', async () => {
    const all = await operations();
    for (let at = 1; at <= all; at += 1) {
      const outcome = await run(from(at, () => Promise.resolve('EIO'), false));
      await judge(outcome, at);
      const { made } = outcome;
      if (made === null || made.record.kept !== null) continue;
      const { holds, problems } = await verifyRecord(made.record.folder, app);
      expect({ at, holds, problems }).toEqual({ at, holds: true, problems: [] });
    }
  });

  it('that finds its folder deleted loses no usage and says so, each in turn', async () => {
    const all = await operations();
    for (let at = 1; at <= all; at += 1) {
      let gone: string | null = null;
      const outcome = await run((sessions) =>
        from(
          at,
          async ({ path }) => {
            gone = dirname(path) === sessions ? null : dirname(path);
            if (gone !== null) await rm(gone, { recursive: true });
            return null;
          },
          false,
        )(sessions),
      );
      if (gone === null) continue;
      await judge(outcome, at);
      // Behind the last entry only the summary is written, which says nothing new.
      if (outcome.made !== null && (await readdir(outcome.sessions)).length === 0)
        expect({ at, said: said(outcome) }).toEqual({ at, said: true });
      if (outcome.made !== null) expect(basename(outcome.made.record.folder)).toBe(name);
    }
  });
});

describe('a medium that loses what was not synced when a record is closed', () => {
  const isComplete = async (folder: string): Promise<boolean> => (await readSummaryHead(folder))?.complete ?? false;
  /** From when on it loses something, and what. */
  async function losing(which: RegExp, times: number) {
    let closing = false;
    let left = times;
    const outcome = await run(
      () =>
        lossyMedium((path) => {
          if (!closing || !path.includes('/sessions/') || !which.test(path) || left === 0) return false;
          left -= 1;
          return true;
        }),
      async ({ record }) => {
        await until(() => record.shown.seq === record.view.seq, 'everything to be written');
        closing = true;
      },
    );
    if (outcome.made === null) throw new Error(outcome.refused);
    expect(said(outcome)).toBe(true);
    return { outcome, record: outcome.made.record };
  }

  it.each([/output\.wav$/, /events\.jsonl$/])('gets %s once more, and the record is whole', async (which) => {
    const { outcome, record } = await losing(which, 1);
    expect(record.kept).toBeNull();
    await judge(outcome, 0);
    expect(await verifyRecord(record.folder, app)).toMatchObject({ holds: true, problems: [] });
    await judgeSound(record.folder);
    expect(await isComplete(record.folder)).toBe(true);
  });

  it.each([/output\.wav$/, /events\.jsonl$/])(
    'and goes on to lose %s does not have the record, which is saved elsewhere and called whole there alone',
    async (which) => {
      const { outcome, record } = await losing(which, Infinity);
      expect(record.kept).toContain('All of it is in');
      await judge(outcome, 0);
      expect(await isComplete(record.folder)).toBe(false);
    },
  );

  it('at the very last is not said to have a record that is complete', async () => {
    let isEnded = false;
    const { made } = await run(() =>
      lossyMedium((path) => {
        isEnded ||= path.endsWith('events.jsonl') && readFileSync(path, 'utf8').includes('"end":true');
        return isEnded && path.endsWith('output.wav');
      }),
    );
    expect([isEnded, made?.record.kept]).toEqual([true, null]);
    expect(await isComplete(made?.record.folder ?? '')).toBe(false);
  });
});

describe('a folder that takes nothing at the close and everything a moment later', () => {
  it('gets nothing more behind what is saved elsewhere, and the record does not contradict itself', async () => {
    const scratch = await temporaryFolder();
    const elsewhere = await temporaryFolder();
    let isFull = false;
    const disk = faultyDisk(async ({ path, name: operation }) => {
      if (path.startsWith(scratch)) return isFull && operation === 'write' ? 'ENOSPC' : null;
      isFull = false;
      // A record tries again after one millisecond.
      await new Promise((tried) => setTimeout(tried, 20));
      return null;
    });
    const made = await beginRecording(scratch, name, { disk, elsewhere: [elsewhere] });
    if ('refused' in made) throw new Error(made.refused);
    await feed(made.record, name);
    isFull = true;
    recordEntry(made.record, { seq: 0, at: '', t: 0, from: 'server', event: { type: 'noise' } });
    const { unsaved } = await made.record.close();
    expect(unsaved).toBeGreaterThan(0);
    const log = await readFile(join(made.record.folder, 'events.jsonl'), 'utf8');
    expect(log).not.toContain('"noise"');
    expect(log).not.toContain('bench.repaired');
    expect(made.record.kept).toContain(`${made.record.folder} did not take all of the record`);
    const saved = join(elsewhere, (await readdir(elsewhere))[0] ?? '');
    expect(await verifyRecord(saved, app)).toMatchObject({ holds: true, problems: [] });
  });
});

describe('a checkpoint', () => {
  it('of which an operation fails is said, is made up for, and the record is whole', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let operation = 0;
    // Two headers and two files of sound, the log, and four for the summary.
    for (let at = 1; at <= 9; at += 2) {
      let due = false;
      operation = 0;
      const outcome = await run(
        () => () => {
          if (due) operation += 1;
          return Promise.resolve(due && operation === at ? 'EIO' : null);
        },
        () => {
          due = true;
          vi.advanceTimersByTime(5000);
        },
      );
      await judge(outcome, at);
      expect({ at, said: said(outcome) }).toEqual({ at, said: true });
      const { holds, problems } = await verifyRecord(outcome.made?.record.folder ?? '', app);
      expect({ at, holds, problems }).toEqual({ at, holds: true, problems: [] });
    }
    expect(operation).toBeGreaterThan(9);
  });
});

describe('a file of a record that cannot be closed in order', () => {
  it.each(['events.jsonl', 'input.wav', 'output.wav'])('%s, leaves no other open, and is told', async (file) => {
    const disk = faultyDisk(() => Promise.resolve(null), { closingFails: (path) => path.endsWith(file) });
    const made = await beginRecording(await temporaryFolder(), name, { disk });
    if ('refused' in made) throw new Error(made.refused);
    await feed(made.record, name);
    await made.record.close();
    expect(disk.openFiles()).toEqual([]);
    expect(made.notes).toEqual([expect.stringMatching(`^closing the .*close '.*${file}'`)]);
    expect(await readdir(made.record.folder)).not.toContain('lock');
    expect(await verifyRecord(made.record.folder, app)).toMatchObject({ holds: true, problems: [] });
  });
});

describe('the lock of a record', () => {
  it('is touched every few seconds, though nothing comes and though a checkpoint fails', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let fails = false;
    const disk = faultyDisk(({ name: operation }) => Promise.resolve(fails && operation === 'datasync' ? 'EIO' : null));
    const made = await beginRecording(await temporaryFolder(), name, { disk });
    if ('refused' in made) throw new Error(made.refused);
    const lock = join(made.record.folder, 'lock');
    const touched = async (): Promise<void> => {
      const before = new Date(2020, 0);
      await utimes(lock, before, before);
      await until(async () => {
        vi.advanceTimersByTime(5000);
        return (await stat(lock)).mtimeMs > before.getTime();
      }, 'the lock to be touched');
    };
    await touched();
    await touched();
    await feed(made.record, name);
    await until(() => made.shown.length === made.record.view.seq, 'everything to be written');
    fails = true;
    await touched();
    await touched();
    fails = false;
    await made.record.close();
    expect(made.notes.join()).toContain('bringing the files to the disk');
  });
});

describe('a record whose bytes cannot be read back', () => {
  it('says how many are gone, and what waited is at the place where its entries say', async () => {
    const scratch = await temporaryFolder();
    const elsewhere = await temporaryFolder();
    const onMedium = new Set<string>();
    const disk = faultyDisk(
      ({ name: operation, path }) => {
        // Once something of both is known to be on the medium.
        const fails = onMedium.has('output.wav') && onMedium.has('events.jsonl') && path.startsWith(scratch);
        if (operation === 'datasync' && onMedium.has('output.wav') === path.endsWith('.jsonl'))
          onMedium.add(basename(path));
        return Promise.resolve(fails && operation !== 'open' ? 'EIO' : null);
      },
      { unreadable: (path) => path.startsWith(scratch) },
    );
    const made = await beginRecording(scratch, name, { disk, elsewhere: [elsewhere] });
    if ('refused' in made) throw new Error(made.refused);
    await feed(made.record, name);
    await until(() => onMedium.size === 2, 'both files to be synced once');
    // Whatever came to the medium before: this waits.
    made.record.frame('server', JSON.stringify(soundFrame));
    await made.record.close();
    const [, log, sound] =
      /([\d,]+) bytes of its log and ([\d,]+) bytes of its sound could not be/.exec(made.record.kept ?? '') ?? [];
    expect([log, sound]).not.toContain(undefined);
    const folder = join(elsewhere, (await readdir(elsewhere))[0] ?? '');
    await judgeSound(folder);
    const text = await readFile(join(folder, 'events.jsonl'), 'utf8');
    const [, offset = ''] = /.*"output\.wav","offset":(\d+),"length":4800/s.exec(text) ?? [];
    const wav = await readFile(join(folder, 'output.wav'));
    expect(wav.subarray(Number(offset), Number(offset) + 4800).equals(Buffer.alloc(4800, 7))).toBe(true);
    expect((await verifyRecord(folder, app)).holds).toBe(false);
  });
});

describe('a record that no folder takes', () => {
  it('hands out what it used as JSON', async () => {
    const scratch = await temporaryFolder();
    let full = false;
    const disk = faultyDisk(() => Promise.resolve(full ? 'ENOSPC' : null));
    const made = await beginRecording(scratch, name, { disk, elsewhere: [scratch] });
    if ('refused' in made) throw new Error(made.refused);
    full = true;
    await feed(made.record, name);
    await made.record.close();
    const [, json = ''] = /What it used: (.*)$/s.exec(made.record.kept ?? '') ?? [];
    expect(JSON.parse(json)).toMatchObject({ sessionId: name, usage: made.record.view.usage.fields });
    const alarms = made.record.view.alarms.chunks.flat();
    expect(alarms.filter(({ kind }) => kind === 'disk-full')).toHaveLength(1);
  });
});
