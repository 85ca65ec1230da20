import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FolderWatch } from '../../../electron/engine/data/folder-watch.ts';
import { Library } from '../../../electron/engine/record/library.ts';
import { readRecord } from '../../../electron/engine/record/read-record.ts';
import { repairSession } from '../../../electron/engine/record/repair.ts';
import { writeSummary } from '../../../electron/engine/record/summary.ts';
import { verifyRecord } from '../../../electron/engine/record/verify.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { temporaryFolder } from '../support/bench.ts';
import { until } from '../support/until.ts';
import { app, folderWith, linesOf, logOf, names, recorded, seeded, withoutDigests } from '../support/recorded.ts';

interface Sample {
  readonly log: Buffer;
  readonly folder: string;
  readonly usage: SessionView['usage'];
}

let scratch = '';
let samples: readonly Sample[] = [];
beforeAll(async () => {
  scratch = await temporaryFolder();
  samples = await Promise.all(
    names.map(async (name) => {
      const folder = await recorded(join(scratch, 'sessions'), name);
      const read = await readRecord(folder);
      if (read === null) throw new Error('It has no header.');
      return { log: await logOf(folder), folder, usage: read.view.usage };
    }),
  );
});

type Damage = (log: Buffer, next: (n: number) => number) => Buffer;

/** Lines from the second to the last: the first says whose record it is. */
function pick(lines: readonly string[], next: (n: number) => number): [from: number, to: number] {
  const from = 1 + next(lines.length - 2);
  return [from, from + 1 + next(Math.min(12, lines.length - from))];
}

const damages: Readonly<Record<string, Damage>> = {
  'a block of lines twice': (log, next) => {
    const lines = linesOf(log);
    const [from, to] = pick(lines, next);
    return Buffer.from([...lines.slice(0, to), ...lines.slice(from, to), ...lines.slice(to)].join(''));
  },
  'a block of lines again further on': (log, next) => {
    const lines = linesOf(log);
    const [from, to] = pick(lines, next);
    const at = to + next(lines.length - to);
    return Buffer.from([...lines.slice(0, at), ...lines.slice(from, to), ...lines.slice(at)].join(''));
  },
  'two lines exchanged': (log, next) => {
    const lines = linesOf(log);
    const one = 1 + next(lines.length - 1);
    const other = 1 + next(lines.length - 1);
    return Buffer.from(
      lines
        .with(one, lines[other] ?? '')
        .with(other, lines[one] ?? '')
        .join(''),
    );
  },
  'lines missing in the middle': (log, next) => {
    const lines = linesOf(log);
    const [from, to] = pick(lines.slice(0, -2), next);
    return Buffer.from(lines.toSpliced(from, to - from).join(''));
  },
};

/** Reads damaged copies of a log: how many sum otherwise, and how many of these say nothing. */
async function counted(damage: Damage, prepare: (log: Buffer) => Buffer, copies: number) {
  const next = seeded(20_261_130);
  let otherwise = 0;
  const silent: number[] = [];
  for (let copy = 0; copy < copies; copy += 1) {
    const { log, usage } = samples[copy % samples.length] as Sample;
    const folder = await folderWith(scratch, 'copy', damage(prepare(log), next));
    const read = await readRecord(folder);
    if (read === null || JSON.stringify(read.view.usage) === JSON.stringify(usage)) continue;
    otherwise += 1;
    const { record, alarms } = read.view;
    const said = record === null ? [] : recordNotes(record);
    if (said.length === 0 || !said.every((text) => alarms.chunks.flat().some((alarm) => alarm.text === text))) {
      silent.push(copy);
    }
  }
  return { otherwise, silent };
}

describe.each(Object.entries(damages))('a record with %s', (kind, damage) => {
  it('never sums otherwise without a word, in 120 copies', async () => {
    const { otherwise, silent } = await counted(damage, (log) => log, 120);
    expect(silent).toEqual([]);
    if (kind.includes('missing')) expect(otherwise).toBeGreaterThan(0);
  });

  it('nor one without digests, as earlier versions wrote it', async () => {
    const { otherwise, silent } = await counted(damage, withoutDigests, 40);
    expect(silent).toEqual([]);
    if (kind.includes('twice') || kind.includes('again')) expect(otherwise).toBe(0);
  });
});

describe('a byte of a log that changed', () => {
  it('is told with its place, wherever it lies, in 360 copies', async () => {
    const next = seeded(7);
    for (let copy = 0; copy < 360; copy += 1) {
      const { log } = samples[copy % samples.length] as Sample;
      // The first copies change the last bytes, where digest and line break stand.
      const at = copy < 240 ? next(log.length) : log.length - 1 - (copy - 240);
      const bytes = Buffer.from(log);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      const read = await readRecord(await folderWith(scratch, 'flipped', bytes));
      if (read === null) continue;
      const state = read.view.record;
      if (state === null) throw new Error('It was not read from a record.');
      const told =
        state.damaged?.first ?? (state.open === null ? null : { fromByte: log.length - 1e6, toByte: log.length });
      expect({ copy, at, said: recordNotes(state).length > 0 && told !== null }).toEqual({ copy, at, said: true });
      expect(at).toBeGreaterThanOrEqual(told?.fromByte ?? Infinity);
      if (state.damaged !== null && state.damaged.stretches === 1) expect(at).toBeLessThan(told?.toByte ?? 0);
      if (state.digest === 'open') expect(at).toBeGreaterThanOrEqual((await sealedBefore(log)) ?? 0);
    }
  });

  it('stays told once the record was repaired', async () => {
    const { log } = samples[1] as Sample;
    const bytes = Buffer.from(log);
    const at = log.indexOf('"response.done"') + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const folder = await folderWith(join(scratch, 'mended'), 'one', bytes);
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    const read = await readRecord(folder, { app });
    expect(read?.view.record?.digest).toBe('damaged');
    const [listed] = await new Library(join(scratch, 'mended'), app).list();
    expect(listed?.doubt).toContain('do not match the digest');
    expect((await verifyRecord(folder, app)).holds).toBe(false);
  });
});

/** Where the last but one digest of a log ends: what follows it has only the last one to tell of it. */
async function sealedBefore(log: Buffer): Promise<number | null> {
  const last = log.lastIndexOf('\n{"digest":', log.length - 2);
  const before = log.lastIndexOf('\n{"digest":', last - 1);
  return before < 0 ? null : await Promise.resolve(log.indexOf(10, before + 1) + 1);
}

describe('a summary', () => {
  it('with a changed byte never makes a wrong sum: not in the list, not in the session, in 240 copies', async () => {
    const next = seeded(11);
    const whole = await new Library(join(scratch, 'sessions'), app).list();
    for (let copy = 0; copy < 240; copy += 1) {
      const { log, folder, usage } = samples[copy % samples.length] as Sample;
      const parent = join(scratch, 'summaries', String(copy));
      const one = await folderWith(parent, 'one', log);
      const bytes = await readFile(join(folder, 'summary.json'));
      const head = bytes.indexOf(10);
      // Half of the changes lie in the head, which is all that a list reads.
      const at = copy % 2 === 0 ? next(head) : next(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      await writeFile(join(one, 'summary.json'), bytes);
      const library = new Library(parent, app);
      const opened = await library.open('one');
      expect(opened.ok && opened.view.usage).toEqual(usage);
      const sound = whole.find((session) => join(scratch, 'sessions', session.sessionId) === folder);
      const [listed] = await library.list();
      expect({ ...listed, sessionId: '', bytes: 0 }).toEqual({ ...sound, sessionId: '', bytes: 0 });
    }
  });

  it('of another log of the same length is not taken for this one', async () => {
    const { log, folder, usage } = samples[0] as Sample;
    const text = log.toString('utf8');
    const other = text.replace('"total_tokens":', '"total_tokenz":');
    const one = await folderWith(join(scratch, 'other'), 'one', other);
    await writeFile(join(one, 'summary.json'), await readFile(join(folder, 'summary.json')));
    const opened = await new Library(join(scratch, 'other'), app).open('one');
    expect(opened.ok && opened.view.record?.digest).toBe('damaged');
    expect(opened.ok && opened.view.usage).not.toEqual(usage);
  });
});

describe('an entry whose number was changed', () => {
  it('hides no other from whoever reads by numbers: the index has the order of the fold', async () => {
    const { log } = samples[0] as Sample;
    const text = log.toString('utf8');
    const numbersOf = async (changed: string): Promise<number[]> => {
      const parent = join(scratch, 'renumbered');
      await folderWith(parent, 'one', changed);
      const read = await new Library(parent, app).entries('one', 1, 1e9, 1e9);
      return read.ok ? read.entries.map(({ seq }) => seq) : [];
    };
    const all = await numbersOf(text);
    for (const [from, to] of [
      [1, 9005],
      [5, 9005],
      [5, 2],
    ] as const) {
      const changed = text.replace(`\n{"seq":${from},`, `\n{"seq":${to},`);
      expect(await numbersOf(changed)).toEqual(all.filter((seq) => seq !== from));
    }
  });
});

describe('a record that was never closed', () => {
  it.each([
    ['three entries', 3, (first: (count: number) => string) => first(2)],
    ['one byte', 1, (first: (count: number) => string) => first(5).slice(0, -1)],
  ])('and is cut by %s behind the last digest before its checkpoint says what is gone', async (_, gone, cut) => {
    const { log } = samples[0] as Sample;
    const lines = linesOf(log);
    const isEntry = (line: string | undefined): boolean => line?.startsWith('{"seq":') === true;
    // Behind a digest come four entries before the next one.
    const digest = lines.findLastIndex(
      (line, at) => line.startsWith('{"digest":') && [1, 2, 3, 4].every((n) => isEntry(lines[at + n])),
    );
    expect(digest).toBeGreaterThan(0);
    const first = (count: number): string => lines.slice(0, digest + count).join('');
    const parent = await temporaryFolder();
    const folder = await folderWith(parent, names[0], first(5));
    const read = await readRecord(folder);
    if (read === null) throw new Error('It has no header.');
    const { sealedBytes, sha256, bytes } = read.check;
    expect([sealedBytes, bytes]).toEqual([1, 5].map((count) => Buffer.byteLength(first(count))));
    const seal = { endByte: sealedBytes, sha256 };
    await writeSummary(folder, read.folded, { app, complete: false, logBytes: bytes, seal });
    await writeFile(join(folder, 'events.jsonl'), cut(first));
    const repaired = await repairSession(folder, app);
    const entries = gone === 1 ? '1 entry' : `${gone} entries`;
    expect(repaired.kind === 'repaired' && repaired.did.join(' ')).toContain(`${entries} that summary.json`);
    const [listed] = await new Library(parent, app).list();
    expect(listed?.doubt).toContain(`${entries} of this record ${gone === 1 ? 'is' : 'are'} missing`);
  });
});

describe('a record that was closed', () => {
  it('is looked at without a trace, by whoever reads it', async () => {
    const parent = await temporaryFolder();
    const folder = await recorded(parent, names[0]);
    const lock = { pid: 1, host: 'elsewhere', token: 't', takenAt: '' };
    await writeFile(join(folder, 'lock'), JSON.stringify(lock));
    const before = [(await stat(folder)).mtimeMs, (await readdir(folder)).sort()];
    expect((await verifyRecord(folder, app)).live).toBe(true);
    await new Library(parent, app).list();
    expect([(await stat(folder)).mtimeMs, (await readdir(folder)).sort()]).toEqual(before);
  });

  it('holds, its sound and its summary with it', async () => {
    for (const { folder } of samples) {
      const { holds, problems, notes, digest } = await verifyRecord(folder, app);
      expect({ holds, problems, notes, digest }).toEqual({ holds: true, problems: [], notes: [], digest: 'intact' });
    }
  });

  it('and whose sound was changed or is shorter does not hold', async () => {
    const parent = await temporaryFolder();
    const folder = await recorded(parent, names[0]);
    const path = join(folder, 'output.wav');
    const bytes = await readFile(path);
    const changed = Buffer.from(bytes);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    await writeFile(path, changed);
    expect((await verifyRecord(folder, app)).problems).toEqual([
      'The sound in output.wav does not match its digest: it was changed after it was written.',
    ]);
    await writeFile(path, bytes.subarray(0, bytes.length - 2));
    expect((await verifyRecord(folder, app)).problems.join(' ')).toMatch(
      /^output\.wav ends at byte [\d,]+, and the log refers to sound up to byte [\d,]+\. The header of output\.wav/,
    );
  });

  it('without digests opens as one of an earlier version, and says that it has none', async () => {
    const { log, usage } = samples[0] as Sample;
    const folder = await folderWith(await temporaryFolder(), 'older', withoutDigests(log));
    const read = await readRecord(folder, { app });
    expect(read?.view.usage).toEqual(usage);
    expect(read?.view.record).toEqual({ digest: 'none', damaged: null, open: null, outOfOrder: null, missing: null });
    expect(await repairSession(folder, app)).toMatchObject({ kind: 'repaired' });
    expect((await readRecord(folder))?.view.record?.digest).toBe('none');
  });

  it.each([
    ['with its seal', (log: Buffer) => log],
    ['of a version without digests', withoutDigests],
  ])('%s and then cut short says for good what is gone, and keeps the summary that proves it', async (_, prepare) => {
    const parent = await temporaryFolder();
    const folder = await recorded(parent, names[0]);
    const whole = prepare(await logOf(folder));
    const before = await readFile(join(folder, 'summary.json'), 'utf8');
    const entriesIn = (log: Buffer): number => linesOf(log).filter((line) => line.startsWith('{"seq":')).length;
    const cut = whole.subarray(0, whole.lastIndexOf('\n', whole.lastIndexOf('"response.done"')) + 1);
    const gone = entriesIn(whole) - entriesIn(cut);
    expect(gone).toBeGreaterThan(1);
    await writeFile(join(folder, 'events.jsonl'), cut);
    const repaired = await repairSession(folder, app);
    expect(repaired.kind === 'repaired' && repaired.did.join(' ')).toContain(`${gone} entries that`);
    expect(await readFile(join(folder, 'summary.torn'), 'utf8')).toBe(before);
    expect(await repairSession(folder, app)).toEqual({ kind: 'sound' });
    const said = `${gone} entries of this record are missing or damaged, the first after entry ${entriesIn(cut)},`;
    const [listed] = await new Library(parent, app).list();
    expect(listed?.doubt).toContain(said);
    await rm(join(folder, 'summary.json'));
    const { holds, problems } = await verifyRecord(folder, app);
    expect({ holds, problems }).toEqual({ holds: false, problems: [expect.stringContaining(said)] });
  });

  it('and is repaired shows that to whoever watches the folder of all', async () => {
    const parent = await temporaryFolder();
    const folder = await recorded(parent, names[0]);
    await rm(join(folder, 'summary.json'));
    const heard: string[] = [];
    const watch = new FolderWatch(
      [parent],
      (_, changed) => {
        heard.push(...changed);
        return Promise.resolve();
      },
      { gatherMs: 1, pollMs: 2 ** 30 },
    );
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    await until(() => heard.includes(names[0]), 'the repaired session');
    await watch.close();
  });

  it('and lost its last digest alone has lost no entry', async () => {
    const folder = await recorded(await temporaryFolder(), names[0]);
    const log = await logOf(folder);
    const left = log.subarray(0, log.lastIndexOf('\n', log.length - 2) + 1);
    await writeFile(join(folder, 'events.jsonl'), left);
    const state = (await readRecord(folder))?.view.record;
    // Where the disk was slow the last entries were covered by the digest that is gone.
    const digest = left.lastIndexOf('\n{"digest":');
    const bytes = left.length - (left.indexOf('\n', digest + 1) + 1);
    expect(state).toMatchObject({ digest: 'open', open: { bytes }, missing: null });
    expect(state && recordNotes(state).join(' ')).toMatch(/^The record was not closed, or its end was cut off: behind/);
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    expect((await verifyRecord(folder, app)).holds).toBe(true);
  });

  it('torn at its end is not damaged: it says from where on nothing is certain, and is closed anew', async () => {
    const { log } = samples[2] as Sample;
    const folder = await folderWith(await temporaryFolder(), 'torn', log.subarray(0, log.length - 500));
    const state = (await readRecord(folder))?.view.record;
    expect(state).toMatchObject({ digest: 'open', damaged: null });
    expect(state?.open?.bytes).toBeGreaterThan(0);
    expect((await repairSession(folder, app)).kind).toBe('repaired');
    expect((await readRecord(folder))?.view.record?.digest).toBe('intact');
  });
});
